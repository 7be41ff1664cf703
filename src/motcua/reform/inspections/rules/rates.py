"""Rates of inspections as exact fractions, each with the shortcomings it counts.

Remedied in time = closed and verified with a remedy date (that of the report, or the one that the verification
confirms) on or before the first deadline with the extensions that count ÷ shortcomings whose deadline
falls on or before the cut-off. A denominator of zero gives no rate, which is not zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from motcua.reform.inspections.rules.clocks import Extension, effective_deadline


class Outcome(StrEnum):
    """What a verification says of a remedy, or later of a closed shortcoming."""

    CLOSED = "closed"
    PARTLY = "partly"
    REJECTED = "rejected"
    REOPENED = "reopened"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One verification (xác nhận, phúc tra), in the order they were made."""

    on: date
    outcome: Outcome
    remedied_on: date | None = None
    on_site: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """What the rates have to know of one shortcoming. ``owner`` names the agency and unit that must remedy."""

    key: str
    owner: str
    criterion: str
    found_on: date
    deadline: date
    extensions: tuple[Extension, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def last_day(self) -> date:
        return effective_deadline(deadline=self.deadline, extensions=self.extensions)

    @property
    def closing(self) -> Check | None:
        """The verification that closed it and still stands; None while it is open or reopened."""
        last = self.checks[-1] if self.checks else None
        return last if last is not None and last.outcome == Outcome.CLOSED else None

    @property
    def in_time(self) -> bool:
        """Closed, verified, and remedied on or before the last day of the deadline."""
        closing = self.closing
        return (
            closing is not None and closing.remedied_on is not None and closing.remedied_on <= self.last_day
        )


@dataclass(frozen=True, kw_only=True)
class Share:
    """Some of all, with the keys of both."""

    part: tuple[str, ...]
    whole: tuple[str, ...]

    @property
    def value(self) -> Fraction | None:
        """Between 0 and 1; None where nothing is counted."""
        return Fraction(len(self.part), len(self.whole)) if self.whole else None


def due_by(cases: Iterable[Case], *, cut_off: date, since: date | None = None) -> list[Case]:
    """Shortcomings whose deadline, with the extensions that count, falls by the cut-off (from ``since`` on)."""
    return [case for case in cases if (since is None or since <= case.last_day) and case.last_day <= cut_off]


def remedied_in_time(cases: Iterable[Case], *, cut_off: date, since: date | None = None) -> Share:
    """Closed and verified with remedy date ≤ deadline ÷ shortcomings whose deadline falls ≤ cut-off."""
    due = due_by(cases, cut_off=cut_off, since=since)
    return _share(due, [case for case in due if case.in_time])


def recurring(cases: Sequence[Case], *, months: int) -> Share:
    """Shortcomings found again: same criterion, same owner, an earlier one found within so many months."""
    named = [case for case in cases if case.criterion]
    return _share(named, [case for case in named if _recurs(case, named, months)])


def median_days_to_close(cases: Iterable[Case]) -> Fraction | None:
    """Days from the finding to the verification that closed it; of an even number the mean of the middle two."""
    days = sorted((case.closing.on - case.found_on).days for case in cases if case.closing)
    if not days:
        return None
    half = len(days) // 2
    return Fraction(days[half]) if len(days) % 2 else Fraction(days[half - 1] + days[half], 2)


def verified_on_site(cases: Iterable[Case]) -> Share:
    """Of the closed shortcomings, those whose closing was seen in a re-inspection (phúc tra), not on paper alone."""
    closed = [case for case in cases if case.closing]
    return _share(closed, [case for case in closed if case.closing and case.closing.on_site])


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _days_of(year, month + 1)))


def _days_of(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days


def _recurs(case: Case, others: Iterable[Case], months: int) -> bool:
    since = months_before(case.found_on, months)
    return any(
        (other.criterion, other.owner) == (case.criterion, case.owner)
        and since <= other.found_on < case.found_on
        for other in others
    )


def _share(whole: Iterable[Case], part: Iterable[Case]) -> Share:
    return Share(part=tuple(case.key for case in part), whole=tuple(case.key for case in whole))
