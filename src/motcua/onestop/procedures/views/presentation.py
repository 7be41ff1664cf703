"""How the catalogue is put into words and into JSON, in the language of the page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from motcua.onestop.procedures.forms import APPLICANT_KINDS
from motcua.onestop.procedures.models import Component, ProcedureVersion
from motcua.onestop.procedures.rules.fees import price_bounds
from motcua.platform.calendar.api import WorkingCalendar
from motcua.platform.ui.formats import format_date, format_money

CHANNELS = ("online", "counter", "post")
MONTHS_A_YEAR = 12
WEEKDAYS = (
    pgettext_lazy("in a sentence", "Monday"),
    pgettext_lazy("in a sentence", "Tuesday"),
    pgettext_lazy("in a sentence", "Wednesday"),
    pgettext_lazy("in a sentence", "Thursday"),
    pgettext_lazy("in a sentence", "Friday"),
    pgettext_lazy("in a sentence", "Saturday"),
    pgettext_lazy("in a sentence", "Sunday"),
)


def limit_text(amount: int, unit: str) -> str:
    """``5 working days``, ``1 month`` …"""
    texts = {
        "working_days": ngettext("%(n)s working day", "%(n)s working days", amount),
        "days": ngettext("%(n)s day", "%(n)s days", amount),
        "months": ngettext("%(n)s month", "%(n)s months", amount),
        "hours": ngettext("%(n)s working hour", "%(n)s working hours", amount),
        "same_day": _("the same day"),
    }
    return texts[unit] % {"n": amount} if "%" in texts[unit] else texts[unit]


def validity_text(months: int | None) -> str:
    """How long the result holds."""
    if months is None:
        return _("No end date is published")
    if months % MONTHS_A_YEAR == 0:
        return ngettext("%(n)s year", "%(n)s years", months // MONTHS_A_YEAR) % {"n": months // MONTHS_A_YEAR}
    return limit_text(months, "months")


def fee_text(rule: Mapping[str, Any]) -> str:
    """One line about the fee; what is not known is called so."""
    bounds = price_bounds(rule=rule)
    if bounds is None:
        return _("The fee has not been published")
    lowest, highest = (None if amount is None else money(amount) for amount in bounds)
    if bounds == (0, 0):
        return _("No fee")
    if bounds[0] == bounds[1]:
        return str(lowest)
    if highest is None:
        return _("From %(lowest)s, by case") % {"lowest": lowest}
    return _("From %(lowest)s to %(highest)s") % {"lowest": lowest, "highest": highest}


def money(amount: int) -> str:
    return format_money(amount, language=get_language() or "vi")


def channel_texts(channels: Sequence[str]) -> list[str]:
    names = {
        "online": _("Online, on this portal"),
        "counter": _("At the counter of the Public Administration Service Centre"),
        "post": _("By public post"),
    }
    return [names[channel] for channel in CHANNELS if channel in channels]


def counter_text(calendar: WorkingCalendar, now: datetime) -> str:
    """Whether the counter takes papers at this moment, and until or from when; empty when nothing is known."""
    if calendar.is_counter_open(now):
        closes = calendar.counter_closes(now)
        return _("The counter is open until %(time)s.") % {"time": f"{closes:%H:%M}"}
    opens = calendar.counter_opens(now)
    if opens is None:
        return ""
    words = {"time": f"{opens:%H:%M}", "weekday": WEEKDAYS[opens.weekday()], "day": format_date(opens)}
    if opens.date() == calendar.local(now).date():
        return _("The counter is closed; it opens again at %(time)s today.") % words
    return _("The counter is closed; it opens again at %(time)s on %(weekday)s, %(day)s.") % words


def applicant_texts(kinds: Sequence[str]) -> list[str]:
    return [str(label) for kind, label in APPLICANT_KINDS if kind in kinds]


def paper_text(component: Component) -> str:
    """How many of a paper, in which form, for the checklist."""
    if component.is_form:
        return _("You fill it in online; nothing to upload")
    parts = []
    if component.originals:
        parts.append(
            ngettext("%(n)s original", "%(n)s originals", component.originals) % {"n": component.originals}
        )
    if component.copies:
        parts.append(ngettext("%(n)s copy", "%(n)s copies", component.copies) % {"n": component.copies})
    types = ", ".join(component.allowed_types).upper()
    size = number_format(component.max_megabytes)
    parts.append(_("online: %(types)s, up to %(size)s MB each") % {"types": types, "size": size})
    return " · ".join(parts)


def start_url(version: ProcedureVersion) -> str:
    """Where the e-form begins; empty when this procedure cannot be filed here online."""
    if "online" not in version.channels or version.form_id is None:
        return ""
    try:
        return reverse("forms:start", args=[version.procedure.key])
    except NoReverseMatch:
        return ""


def as_summary(version: ProcedureVersion, request: HttpRequest) -> dict[str, Any]:
    """One row of the JSON list."""
    procedure = version.procedure
    return {
        "key": procedure.key,
        "code": procedure.national_code or None,
        "name": {"vi": version.name_vi, "en": version.name_en},
        "field": procedure.field.code,
        "agency": procedure.agency.code,
        "level": version.level,
        "channels": version.channels,
        "applicants": version.applicant_kinds,
        "limit": {
            "committed": version.committed_limit,
            "legal": version.legal_limit,
            "cut": version.cut_limit,
            "unit": version.limit_unit,
        },
        "version": version.number,
        "valid_from": version.valid_from.isoformat(),
        "url": request.build_absolute_uri(reverse("procedures:detail", args=[procedure.key])),
    }


def as_record(version: ProcedureVersion, request: HttpRequest) -> dict[str, Any]:
    """The whole public record: the parts of Decree 63/2010 Art. 8.2 and what portals add."""
    both = ("purpose", "how_to", "conditions", "result")
    texts = {name: {lang: getattr(version, f"{name}_{lang}") for lang in ("vi", "en")} for name in both}
    return as_summary(version, request) | texts | {
        "unit": version.procedure.unit.code,
        "signer": version.signer,
        "sets": version.sets,
        "components": [_as_component(component) for component in version.components.all()],
        "after_pause": version.after_pause,
        "supplement": {"limit": version.supplement_limit, "unit": version.supplement_unit},
        "result_kind": version.result_kind,
        "result_validity_months": version.result_validity_months,
        "fee": version.fee,
        "legal_bases": version.legal_bases,
        "steps": version.steps,
        "decision": {
            "number": version.decision_number,
            "on": version.decision_on.isoformat() if version.decision_on else None,
        },
        "checked_on": version.checked_on.isoformat() if version.checked_on else None,
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
    }  # fmt: skip


def _as_component(component: Component) -> dict[str, Any]:
    names = (
        "key",
        "originals",
        "copies",
        "is_form",
        "has_template",
        "is_required",
        "allowed_types",
        "max_megabytes",
    )
    values = {name: getattr(component, name) for name in (*names, "max_files")}
    return values | {"name": {"vi": component.name_vi, "en": component.name_en}}
