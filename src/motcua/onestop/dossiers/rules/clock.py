"""The legal clock: from dated facts to the moment a dossier is due.

The counting follows the project's written reading of the law (docs/explanation/deadlines.md): the date of
receipt is day 0; days run out at closing time; pauses are half-open and clipped to the receipt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from motcua.kernel.calendar import WorkingCalendar
from motcua.kernel.periods import add_months


class LimitUnit(StrEnum):
    """What a time limit is counted in."""

    WORKING_DAYS = "working_days"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    SAME_DAY = "same_day"


class AfterPause(StrEnum):
    """Whether the limit runs again from its start after a pause, or only goes on."""

    RESTART = "restart"
    SUBTRACT = "subtract"


WORKING_DAYS, HOURS, MONTHS, SAME_DAY = (
    LimitUnit.WORKING_DAYS,
    LimitUnit.HOURS,
    LimitUnit.MONTHS,
    LimitUnit.SAME_DAY,
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit of a procedure; an amount of 0 means the same day, in whatever unit it is written."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        unit = LimitUnit(self.unit) if self.amount else SAME_DAY
        if self.amount < 0 or (unit is SAME_DAY and self.amount):
            raise ValueError(f"not a time limit: {self.amount} {self.unit}")
        object.__setattr__(self, "unit", unit)


@dataclass(frozen=True, slots=True)
class Policy:
    """How an office reads the law: the procedure version's policy and the dated parameters of the clock."""

    after_pause: AfterPause
    next_opening: bool
    cut_off: time

    def __post_init__(self) -> None:
        object.__setattr__(self, "after_pause", AfterPause(self.after_pause))


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stands still: ``cause`` is supplement, payment or council."""

    cause: str
    started_at: datetime
    ended_at: datetime | None
    ground: str = ""

    def __post_init__(self) -> None:
        if self.ended_at is not None and self.ended_at < self.started_at:
            raise ValueError("a pause cannot end before it starts")


class Clock(NamedTuple):
    """What does not change while one dossier is counted."""

    limit: Limit
    policy: Policy
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pauses that overlap or touch, as one interval [start, end) on the office's wall clock."""

    start: datetime
    end: datetime | None
    pauses: tuple[Pause, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One counting of the limit: from ``start`` (day 0) to ``due``, leaving ``left_out`` uncounted.

    ``ended_by`` is the stretch that broke it off: with an end, the limit runs again from there; without one
    it stands still.
    """

    start: datetime
    due: datetime
    left_out: tuple[Stretch, ...] = ()
    ended_by: Stretch | None = None


def effective_receipt(policy: Policy, calendar: WorkingCalendar, received_at: datetime) -> datetime:
    """The receipt as the clock sees it: itself, or the next opening where the office has chosen so."""
    return calendar.next_opening(received_at) if policy.next_opening else calendar.local(received_at)


def due_without_pauses(limit: Limit, policy: Policy, calendar: WorkingCalendar, start: datetime) -> datetime:
    """The due moment of a limit that runs through; ``start`` is a local moment.

    Days and months roll forward to a working day (Civil Code 91/2015/QH13, Art. 148).
    """
    if limit.unit is WORKING_DAYS:
        return calendar.closing_after(start, limit.amount)
    if limit.unit is HOURS:
        return calendar.add_office_time(start, timedelta(hours=limit.amount))
    if limit.unit is SAME_DAY:
        day_missed = misses_the_day(policy, calendar, start)
        return calendar.closing_after(start, 1) if day_missed else calendar.closing_from(start.date())
    return calendar.closing_from(start.date() + timedelta(days=_calendar_days(limit, start.date())))


def misses_the_day(policy: Policy, calendar: WorkingCalendar, start: datetime) -> bool:
    """Whether a same-day dossier came too late for its day.

    That is strictly after the cut-off, at or after closing, or on a free day.
    """
    day = start.date()
    if start.time() > policy.cut_off or not calendar.is_working_day(day):
        return True
    return calendar.closing_from(day) <= start


def merge(*, pauses: Iterable[Pause], calendar: WorkingCalendar, receipt: datetime) -> tuple[Stretch, ...]:
    """The pauses in order, clipped to the receipt, joined where they overlap or touch, without empty ones."""
    stretches: list[Stretch] = []
    for pause in sorted(pauses, key=lambda each: each.started_at):
        start = max(calendar.local(pause.started_at), receipt)
        end = None if pause.ended_at is None else calendar.local(pause.ended_at)
        if end is not None and end <= start:
            continue
        before = stretches[-1] if stretches else None
        if before is not None and (before.end is None or start <= before.end):
            longest = None if before.end is None or end is None else max(before.end, end)
            stretches[-1] = Stretch(before.start, longest, (*before.pauses, pause))
        else:
            stretches.append(Stretch(start, end, (pause,)))
    return tuple(stretches)


def trace(clock: Clock, received_at: datetime, pauses: Sequence[Pause] = ()) -> tuple[Run, ...]:
    """Every counting of the limit, in order; the last one decides.

    A same-day limit has no days to take a pause out of, so it runs again after a pause under both policies.
    """
    start = effective_receipt(clock.policy, clock.calendar, received_at)
    stretches = merge(pauses=pauses, calendar=clock.calendar, receipt=start)
    if clock.policy.after_pause is AfterPause.RESTART or clock.limit.unit is SAME_DAY:
        return _restarting(clock, start, stretches)
    return (_subtracting(clock, start, stretches),)


def _restarting(clock: Clock, start: datetime, stretches: Sequence[Stretch]) -> tuple[Run, ...]:
    """The whole limit again from each pause that began not later than the due moment then in force."""
    runs: list[Run] = []
    due = due_without_pauses(*clock, start)
    for stretch in stretches:
        if stretch.start > due:
            break
        runs.append(Run(start=start, due=due, ended_by=stretch))
        if stretch.end is None:
            return tuple(runs)
        start = effective_receipt(clock.policy, clock.calendar, stretch.end)
        due = due_without_pauses(*clock, start)
    return (*runs, Run(start=start, due=due))


def _subtracting(clock: Clock, start: datetime, stretches: Sequence[Stretch]) -> Run:
    """The limit goes on after each pause; what lies inside is left out of the count."""
    left_out: list[Stretch] = []
    due = due_without_pauses(*clock, start)
    for stretch in stretches:
        if stretch.start > due:
            break
        if stretch.end is None:
            return Run(start=start, due=due, left_out=tuple(left_out), ended_by=stretch)
        left_out.append(stretch)
        due = _due_leaving_out(clock, start, left_out)
    return Run(start=start, due=due, left_out=tuple(left_out))


def _due_leaving_out(clock: Clock, start: datetime, left_out: Sequence[Stretch]) -> datetime:
    """Dates d with start date < d <= end date of a pause are taken out of the count.

    The last counted date rolls forward to a working day that no pause takes out either.
    """
    limit, _, calendar = clock
    if limit.unit is HOURS:
        return _hours_leaving_out(clock, start, left_out)
    gaps = [(each.start.date(), each.end.date()) for each in left_out if each.end]
    if limit.unit is WORKING_DAYS:
        return calendar.closing_from(_last_working_day(clock, start.date(), gaps))
    last = start.date() + timedelta(days=_calendar_days(limit, start.date()))
    for first, until in gaps:
        if first < last:
            last += until - first
    return calendar.closing_from(_roll_past(calendar, last, gaps))


def _hours_leaving_out(clock: Clock, start: datetime, left_out: Sequence[Stretch]) -> datetime:
    wanted = timedelta(hours=clock.limit.amount)
    due = clock.calendar.add_office_time(start, wanted)
    for stretch in left_out:
        # A pause that begins the very moment the hours are used up comes too late to matter.
        if stretch.end is not None and stretch.start < due:
            wanted += clock.calendar.office_time(stretch.start, stretch.end)
            due = clock.calendar.add_office_time(start, wanted)
    return due


def _last_working_day(clock: Clock, start: date, gaps: Sequence[tuple[date, date]]) -> date:
    calendar, amount = clock.calendar, clock.limit.amount
    last = calendar.add_working_days(start, amount)
    for first, until in gaps:
        if first < last:
            amount += calendar.count_working_days(first, until)
            last = calendar.add_working_days(start, amount)
    return last


def _roll_past(calendar: WorkingCalendar, day: date, gaps: Sequence[tuple[date, date]]) -> date:
    day = calendar.working_day_from(day)
    for first, until in gaps:
        if first < day <= until:
            day = calendar.working_day_from(until + timedelta(days=1))
    return day


def _calendar_days(limit: Limit, day: date) -> int:
    return (add_months(day, limit.amount) - day).days if limit.unit is MONTHS else limit.amount
