"""Template tags of the house; built in, so no page has to load them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.base import Parser, Token, token_kwargs
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from motcua.platform.ui import formats, parts
from motcua.platform.ui.errors import FieldError, form_errors
from motcua.platform.ui.parts import local
from motcua.platform.ui.remember import RememberNode

register = template.Library()


def _language() -> str:
    return get_language() or "vi"


register.simple_tag(parts.icon)
register.simple_tag(parts.due)
register.simple_tag(parts.tabs)
register.simple_tag(parts.timeline)
register.simple_tag(parts.summary_list)


@register.filter
def money(amount: int | Decimal | None) -> str:
    """16000000 → ``16.000.000 đ``."""
    return "" if amount is None else formats.format_money(amount, language=_language())


@register.filter
def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """Digits grouped as the language of the page does it."""
    return "" if value is None else formats.format_number(value, language=_language(), places=places)


@register.filter
def date_vi(value: date | datetime | None) -> str:
    """``22/11/2026``, in the office's time zone when the value is a moment."""
    return "" if value is None else formats.format_date(local(value))


@register.filter
def datetime_vi(value: datetime | None) -> str:
    """``22/11/2026, 14:30`` in the office's time zone."""
    if value is None:
        return ""
    moment = local(value)
    assert isinstance(moment, datetime)
    return formats.format_datetime(moment)


@register.filter
def file_size(size: int | None) -> str:
    return "" if size is None else formats.format_bytes(size, language=_language())


@register.simple_tag
def bilingual(thing: object, name: str) -> str:
    """``name_vi`` or ``name_en`` by the language of the page; Vietnamese when English is empty."""
    first = "en" if _language() == "en" else "vi"
    return _part(thing, f"{name}_{first}") or _part(thing, f"{name}_vi")


def _part(thing: object, key: str) -> str:
    value = thing.get(key) if isinstance(thing, dict) else getattr(thing, key, "")
    return str(value or "")


@register.simple_tag
def field(bound: BoundField, width: str = "", question: bool = False, unmarked: bool = False) -> SafeString:
    """One Django form field with label, hint, error and control; ``width`` is 2, 4, 10, 20 or ``full``.

    ``unmarked``: optional fields do not say so, as in filters, where nothing is ever asked for.
    """
    if width:
        bound.field.widget.attrs["class"] = f"mc-width-{width}"
    context = {"field": bound, "question": question, "unmarked": unmarked}
    html = bound.form.renderer.render("django/forms/field.html", context)
    # The renderer strips white space, and with it the mark that the template engine left on its own output.
    return SafeString(html)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*sources: BaseForm | list[FieldError]) -> dict[str, object]:
    """All errors of forms, formsets or lists of :class:`FieldError`, each linking to its field."""
    return {"errors": [error for source in sources for error in form_errors(source)]}


@register.simple_tag
def status_tag(label: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """Colour, word and icon together; ``tone``: neutral, info, done, waiting, late."""
    return parts.status_tag(label, tone, icon)


@register.simple_tag
def json_data(value: object, element_id: str) -> SafeString:
    """Data for a chart or a script, in a tag that the content policy lets through."""
    return json_script(value, element_id)


@register.filter
def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


@register.simple_tag
def page_range(page: Page[Any]) -> list[int | None]:
    """Numbers of the pages to link, ``None`` where a run of them is left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.inclusion_tag("ui/steps.html")
def task_list(steps: Sequence[Mapping[str, object]], progress: bool = True) -> dict[str, object]:
    """A task list with its count of finished parts; ``state``: done, current, error, locked or to_do."""
    done = sum(step["state"] == "done" for step in steps)
    return {"steps": steps, "total": len(steps) if progress else 0, "done": done}


@register.filter
def values_of(query: QueryDict, name: str) -> list[str]:
    """All non-empty values of a parameter of the address."""
    return [value for value in query.getlist(name) if value]


@register.filter
def has_key(mapping: Mapping[str, object], key: str) -> bool:
    return key in mapping


@register.tag
def remember(parser: Parser, token: Token) -> RememberNode:
    """``{% remember theme=ui.theme fresh next=ui.path %}…{% endremember %}``: drawn once for the same values.

    Inside, only the named values can be read. Those after ``fresh`` are put in anew for every request; inside
    they may be shown, but neither filtered nor compared.
    """
    words = token.split_contents()[1:]
    at = words.index("fresh") if "fresh" in words else len(words)
    before, after = words[:at], words[at + 1 :]
    known, fresh = token_kwargs(before, parser), token_kwargs(after, parser)
    if before or after:
        raise template.TemplateSyntaxError("{% remember %} takes name=value, the word fresh, name=value.")
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(nodelist, known, fresh)
