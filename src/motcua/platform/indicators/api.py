"""Figures that rooms offer to the reform index, each with the records behind it.

A room registers its indicators when Django is ready; whoever reads them asks here and knows no other room. An
indicator is one count, date or yes/no of every agency in a period; a criterion's numerator and denominator are
two indicators. Adding one needs no change where they are read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise

__all__ = [
    "Course",
    "Indicator",
    "Kind",
    "Period",
    "Record",
    "UnknownIndicator",
    "Value",
    "get_indicator",
    "list_indicators",
    "register_indicators",
]

Value = Fraction | date | bool


class UnknownIndicator(LookupError):
    """No room offers an indicator of this key."""


class Kind(StrEnum):
    """What an indicator answers: an exact number, a day, or yes and no."""

    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"


class Course(StrEnum):
    """How a figure moves while its period runs: what has happened stays and more happens (dossiers, inspections), or
    it says how things stand today and can still be put right (procedures posted, tasks done after all).
    """

    EVENTS = "events"
    STATE = "state"


@dataclass(frozen=True, kw_only=True)
class Period:
    """From ``start`` to ``end``, both days included."""

    start: date
    end: date


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record behind a figure: ``key`` never changes (it is frozen with the figure); ``label`` holds no personal
    data.

    ``url`` opens it for the agency that it belongs to, ``proof_url`` for those who judge that agency; either may be
    empty, both may be the same. Each page asks its own policy.
    """

    key: str
    label: str
    url: str = ""
    proof_url: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One figure. ``key`` is ``room.what`` (``dvc.closed_on_time``); ``unit`` says what is counted.

    ``values(period)`` gives the figure of every agency by its code, in as few statements as one agency needs;
    an agency it leaves out has ``absent`` (None: no figure is known, which is not zero). ``records(agency_code,
    period)`` lists what was counted, in a fixed order; for a number of records its length is the figure.
    """

    key: str
    name: str | Promise
    unit: str | Promise
    kind: Kind = Kind.NUMBER
    values: Callable[[Period], Mapping[str, Value]]
    records: Callable[[str, Period], Sequence[Record]]
    absent: Value | None = Fraction(0)
    course: Course = Course.EVENTS

    def value_of(self, found: Mapping[str, Value], agency_code: str) -> Value | None:
        """The figure of one agency in what :attr:`values` gave."""
        return found.get(agency_code, self.absent)


_known: Final[dict[str, Indicator]] = {}


def register_indicators(indicators: Iterable[Indicator]) -> None:
    """Offer indicators; one of the same key is replaced."""
    _known.update({indicator.key: indicator for indicator in indicators})


def get_indicator(key: str) -> Indicator:
    """Raises :class:`UnknownIndicator`."""
    try:
        return _known[key]
    except KeyError as error:
        raise UnknownIndicator(key) from error


def list_indicators() -> list[Indicator]:
    """All that are offered, by key."""
    return [_known[key] for key in sorted(_known)]
