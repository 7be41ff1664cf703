"""What stands in the event log, in words: each room says how its actions, things and details are called.

The log itself keeps codes, which never change; nothing here is part of what is sealed.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Named(NamedTuple):
    """One thing of the log as people call it, with its page when it has one."""

    text: str
    url: str = ""


Finder = Callable[[Iterable[str]], Mapping[str, Named]]

_ACTIONS: dict[str, Any] = {
    "calendar.loaded": _("Working calendar loaded"),
    "calendar.day_added": _("Day of the calendar added"),
    "calendar.day_changed": _("Day of the calendar changed"),
    "calendar.day_removed": _("Day of the calendar removed"),
    "file.refused": _("File refused"),
    "numbering.period_closed": _("Number book closed"),
    "request.too_large": _("Request refused: too large"),
}
_THINGS: dict[str, Any] = {"calendar_day": _("Day of the calendar"), "number_book": _("Number book")}
_DETAILS: dict[str, Any] = {"reason": _("Reason")}
_VALUES: dict[str, Mapping[Any, Any]] = {}
_FINDERS: dict[str, Finder] = {}


def register_words(
    *,
    actions: Mapping[str, Any],
    things: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    values: Mapping[str, Mapping[Any, Any]] | None = None,
) -> None:
    """Words of a room: of its actions, of the kinds of things, of the details and of their coded values.

    Details without a word are still shown, by their key. Called once when the room starts.
    """
    _ACTIONS.update(actions)
    _THINGS.update(things or {})
    _DETAILS.update(details or {})
    _VALUES.update(values or {})


def register_finder(*, thing: str, finder: Finder) -> None:
    """``finder`` names many things of one kind by their ids at once; unknown ids are left out."""
    _FINDERS[thing] = finder


def action_words(action: str) -> str:
    """The words of an action, or its code when no room has given any."""
    return str(_ACTIONS.get(action, action))


def actions_named(words: str) -> list[str]:
    """Codes whose words contain what somebody typed, in the reader's language."""
    wanted = words.casefold()
    return [code for code, label in _ACTIONS.items() if wanted in str(label).casefold()]


def thing_words(kind: str) -> str:
    """The word of a kind of things, or the kind itself."""
    return str(_THINGS.get(kind, kind))


def name_things(things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Named]:
    """Names of things given as (kind, id); one question a kind that can be asked, however many there are."""
    by_kind: dict[str, set[str]] = {}
    for kind, identifier in things:
        by_kind.setdefault(kind, set()).add(identifier)
    return {
        (kind, identifier): named
        for kind, identifiers in by_kind.items()
        if kind in _FINDERS
        for identifier, named in _FINDERS[kind](identifiers).items()
    }


def detail_words(detail: Mapping[str, Any]) -> str:
    """The details as one line: ``Vai trò: Văn thư; Trạng thái: Đã xử lý xong``."""
    return "; ".join(
        f"{_DETAILS.get(key, key)}: {_value(key, value)}"
        for key, value in detail.items()
        if value not in ("", None)
    )


def _value(key: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_value(key, item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{inner}: {item}" for inner, item in value.items())
    known = _VALUES.get(key, {})
    return str(known.get(value, value))
