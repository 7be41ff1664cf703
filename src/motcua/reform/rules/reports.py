"""Regular reports: the terms of a year, what is late or missing, and text with linked figures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from motcua.kernel.calendar import WorkingCalendar

_TOKEN = re.compile(r"\[\[\s*([A-Za-z][A-Za-z0-9_.]*)\s*(?:\|\s*([a-z]+)\s*)?\]\]")
# What is left of a name typed wrong: brackets that opened or closed without one.
_BROKEN = re.compile(r"\[\[.{0,60}?\]\]|\[\[.{0,30}|.{0,30}\]\]")

# What people leave where words are still to come; "v.v." is how an enumeration ends in a signed document, and a
# congress or an appendix bears the Roman number XXX.
_BLANK = re.compile(r"…|\.{3,}|_{3,}|\[\s*\]|\bx{3,}\b|\?{3,}|\b(?i:TODO)\b")


class Form(StrEnum):
    """How a figure stands in a text."""

    VALUE = "value"
    CHANGE = "change"
    LIST = "list"


class Timing(StrEnum):
    """How a regular report stands on a day; derived from its dates."""

    NOT_DUE = "not_due"
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class TermRule:
    """One kind of report as the data file gives it: days as (year offset, month, day)."""

    kind: str
    start: tuple[int, int, int]
    end: tuple[int, int, int]
    due: tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Term:
    """One report that is owed: what it covers and the last day in time."""

    kind: str
    year: int
    start: date
    end: date
    due_on: date


@dataclass(frozen=True)
class Token:
    """A figure named inside a text: ``[[plan.tasks_done]]``, ``[[plan.tasks_done|change]]``."""

    key: str
    form: Form


def terms_of_year(rules: Iterable[TermRule], *, year: int, calendar: WorkingCalendar) -> tuple[Term, ...]:
    """The reports of a year. A due date on a free day moves to the next working day (conventions, legal clock)."""
    return tuple(
        Term(
            kind=rule.kind,
            year=year,
            start=_day(rule.start, year),
            end=_day(rule.end, year),
            due_on=calendar.working_day_from(_day(rule.due, year)),
        )
        for rule in rules
    )


def timing(*, due_on: date, sent_on: date | None, as_of: date) -> Timing:
    """On time until the end of the due date; missing while not sent after it, late once sent after it.

    ``as_of`` is the day on which the books are looked at: what was sent later had not been sent then.
    """
    if sent_on is not None and sent_on <= as_of:
        return Timing.ON_TIME if sent_on <= due_on else Timing.LATE
    return Timing.MISSING if due_on < as_of else Timing.NOT_DUE


def last_day_due(*, end: date, today: date) -> date:
    """Reports due later than this day are not yet judged: the period's end, or yesterday while it runs."""
    return min(end, today - timedelta(days=1))


def split_text(text: str) -> Iterator[str | Token]:
    """The text in pieces: plain words and the figures named between them. Unknown forms stay words."""
    at = 0
    for match in _TOKEN.finditer(text):
        form = match[2] or Form.VALUE
        if form not in set(Form):
            continue
        if match.start() > at:
            yield text[at : match.start()]
        yield Token(match[1], Form(form))
        at = match.end()
    if at < len(text):
        yield text[at:]


def has_blank(text: str) -> bool:
    """Whether a place was left to be filled in: an ellipsis, a dotted or drawn line, empty brackets, ``xxx``."""
    return _BLANK.search(text) is not None


def tokens_in(text: str) -> tuple[Token, ...]:
    """The figures that a text names, in order."""
    return tuple(piece for piece in split_text(text) if isinstance(piece, Token))


def broken_tokens(text: str) -> tuple[str, ...]:
    """What stands in double brackets, or beside one, and names no figure: ``[[plan.tasks_done|chagne]]``, in order."""
    words = (piece for piece in split_text(text) if isinstance(piece, str))
    return tuple(match.group().strip() for piece in words for match in _BROKEN.finditer(piece))


def _day(written: tuple[int, int, int], year: int) -> date:
    offset, month, day = written
    return date(year + offset, month, day)
