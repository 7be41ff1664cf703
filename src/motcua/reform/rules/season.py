"""The yearly round: its states, its deadlines, two opinions and a vote. Order of steps: sheet of the index, cycle for
departments (a reconstruction from provincial decisions; the days are proposals and stand in a data file).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final, Protocol


class Move(StrEnum):
    """What moves a season from state to state; going back needs a reason."""

    OPEN = "open"
    APPRAISE = "appraise"
    SEND_RESULTS = "send_results"
    CONVENE = "convene"
    CLOSE = "close"
    REOPEN = "reopen"
    PUBLISH = "publish"


# From each state, the moves and where they lead. Reopening goes one step back; published is the end: what is wrong
# afterwards becomes a new snapshot beside the old one.
MOVES: Final[Mapping[str, Mapping[Move, str]]] = {
    "draft": {Move.OPEN: "open"},
    "open": {Move.APPRAISE: "appraisal"},
    "appraisal": {Move.SEND_RESULTS: "appeal", Move.REOPEN: "open"},
    "appeal": {Move.CONVENE: "council", Move.REOPEN: "appraisal"},
    "council": {Move.CLOSE: "final", Move.REOPEN: "appeal"},
    "final": {Move.PUBLISH: "published", Move.REOPEN: "council"},
    "published": {},
}


class MoveRefused(ValueError):
    """No such move from this state."""


def after(state: str, move: Move) -> str:
    """The state that ``move`` leads to. Raises :class:`MoveRefused`."""
    try:
        return MOVES[state][move]
    except KeyError as error:
        raise MoveRefused(f"{move} from {state}") from error


class Calendar(Protocol):
    """Working days of the standing body."""

    def add_working_days(self, day: date, amount: int) -> date: ...

    def working_day_from(self, day: date) -> date: ...


@dataclass(frozen=True, kw_only=True)
class StepTerm:
    """How the last day of a step is found: a fixed day (``month``, ``day``, years after the rated one), or so many
    days after the last day of another step. Counted ends move from a day off to the next working day; fixed days stay.
    """

    step: str
    after: str
    days: int
    in_working_days: bool
    month: int
    day: int
    years_after: int
    source: str
    is_choice: bool


def last_days(terms: Sequence[StepTerm], *, year: int, calendar: Calendar) -> dict[str, date]:
    """The last day of each step of the season that rates ``year``; ``terms`` in the order of the steps."""
    found: dict[str, date] = {}
    for term in terms:
        found[term.step] = _last_day(term, found, year, calendar)
    return found


def _last_day(term: StepTerm, found: Mapping[str, date], year: int, calendar: Calendar) -> date:
    if not term.after:
        return date(year + term.years_after, term.month, term.day)
    return end_of(term, found[term.after], calendar)


def end_of(term: StepTerm, start: date, calendar: Calendar) -> date:
    """The last day of a step that begins the day after ``start``."""
    if term.in_working_days:
        return calendar.add_working_days(start, term.days)
    return calendar.working_day_from(start + timedelta(days=term.days))


def stage_reached(offsets: Iterable[int], *, due_on: date, today: date, calendar: Calendar) -> int | None:
    """The newest reminder that is due on a day, as working days from the last day (negative before it); None before
    the first. Reminders before a last day end with it: whoever is looked at later hears of the lateness only.
    """
    reached = [
        amount
        for amount in offsets
        if (calendar.add_working_days(due_on, amount) if amount else due_on) <= today
        and (amount > 0 or today <= due_on)
    ]
    return max(reached, default=None)


def differs(own: Fraction | None, computed: Fraction | None, tolerance: Fraction) -> bool:
    """Does a self-assessed score leave the computed one by more than the tolerance (points)? Only one of the two
    being "not applicable" always does.
    """
    if own is None or computed is None:
        return own is not computed
    return abs(own - computed) > tolerance


def majority_of(members: int) -> int:
    """More than half of the members who are present and may vote: n ÷ 2 rounded down, plus one."""
    return members // 2 + 1


def decided(votes: Iterable[str], *, members: int) -> str | None:
    """The option that has the majority of ``members``, or None while none has."""
    for choice, count in Counter(votes).items():
        if choice != ABSTAIN and count >= majority_of(members):
            return choice
    return None


ABSTAIN: Final = "abstain"


# Decimals of what agencies gave themselves against what was recognised: on pages, in charts, tables and exports.
INFLATION_PLACES: Final = 2


@dataclass(frozen=True, kw_only=True)
class Inflation:
    """How much an agency rated itself above what was recognised: points of the criteria that both columns hold, of
    their maximum, and points of the index.
    """

    own: Fraction
    recognised: Fraction
    maximum: Fraction
    index_points: Fraction

    @property
    def points(self) -> Fraction:
        return self.own - self.recognised

    @property
    def percent(self) -> Fraction | None:
        return self.points / self.maximum * 100 if self.maximum else None
