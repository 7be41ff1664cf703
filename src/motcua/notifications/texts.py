"""Words of a notice: one kind of notice, three lengths, two languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from motcua.notifications.models import Channel
from motcua.notifications.rules.short_text import fit, without_marks

TEMPLATES = frozenset(
    {
        "submitted",
        "received",
        "refused",
        "supplement_requested",
        "supplement_reminder",
        "step_changed",
        "officer_changed",
        "late_apology",
        "withdrawn",
        "stopped",
        "result_ready",
        "result_returned",
        "delivery_failed",
        "survey_invitation",
        "survey_reminder",
        "reform_news",
    }
)
CONTEXT_KEYS = ("code", "procedure", "agency", "due", "state_text", "reason", "items", "url", "officer")
_LAYOUTS = {
    Channel.EMAIL: "notifications/layout/email.txt",
    Channel.IN_APP: "notifications/layout/in_app.txt",
}


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


def write(*, template: str, channel: Channel, context: Mapping[str, object], language: str) -> Text:
    """Render a notice of a known ``template``; raises ``KeyError`` for an unknown one."""
    if template not in TEMPLATES:
        raise KeyError(template)
    values = {key: context.get(key, "") for key in CONTEXT_KEYS}
    values["url"] = absolute(str(values["url"]))
    values["site"] = urlsplit(settings.BASE_URL).netloc
    with translation.override(language):
        # A header is one line: a line break out of a name must not start another header.
        subject = " ".join(_render(f"notifications/{template}.subject.txt", values).split())[:300]
        if channel == Channel.SMS:
            return Text(subject=subject, body=_short(template, values))
        layout = {"layout": _LAYOUTS[channel]}
        body = _render(f"notifications/{template}.long.txt", values | layout)
        return Text(subject=subject, body=body)


def absolute(url: str) -> str:
    """The address with our host in front, for readers outside the site."""
    return f"{settings.BASE_URL}{url}" if url.startswith("/") else url


def _short(template: str, values: dict[str, object]) -> str:
    text = _render(f"notifications/{template}.short.txt", values)
    return fit(without_marks(text) if settings.SMS_WITHOUT_DIACRITICS else text)


def _render(name: str, values: Mapping[str, object]) -> str:
    # Plain text: escaping would put HTML entities into people's names.
    source = get_template(name).template  # type: ignore[attr-defined]
    return str(source.render(Context(dict(values), autoescape=False))).strip()
