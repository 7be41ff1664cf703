"""Hour targets of the internal steps: they help to plan and never move the legal due date (sheet 2.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from motcua.kernel.calendar import WorkingCalendar
from motcua.onestop.dossiers.rules.clock import Limit, LimitUnit


class Fit(StrEnum):
    """Whether the steps fit; ``may_exceed`` only warns, since holidays decide it case by case."""

    FITS = "fits"
    MAY_EXCEED = "may_exceed"
    EXCEEDS = "exceeds"


class StepOutcome(StrEnum):
    """How one step came out, as form 06 (Circular 03/2025/TT-VPCP) tells it; open steps are running."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    SENT_BACK = "sent_back"
    RUNNING = "running"
    RUNNING_LATE = "running_late"


@dataclass(frozen=True, slots=True)
class StepCheck:
    """The sum of the steps against the office hours that the limit allows."""

    fit: Fit
    total_hours: int
    allowed_hours: int


def step_due(*, calendar: WorkingCalendar, opened_at: datetime, hours: int) -> datetime:
    """The target of one step, in office time from its opening; a step of 0 hours is due at once."""
    if hours == 0:
        return calendar.local(opened_at)
    return calendar.add_office_time(opened_at, timedelta(hours=hours))


def step_outcome(
    *, target: datetime | None, done_at: datetime | None, now: datetime, is_sent_back: bool = False
) -> StepOutcome:
    """Compare the finish of a step (local moments) with its target, which a step without hours has not.

    Past the target is late; on the day of the target is on time, on an earlier day early. A step that its
    worker sent back has no result to be early with.
    """
    if done_at is None:
        return StepOutcome.RUNNING_LATE if target is not None and now > target else StepOutcome.RUNNING
    if is_sent_back:
        return StepOutcome.SENT_BACK
    if target is None:
        return StepOutcome.ON_TIME
    if done_at > target:
        return StepOutcome.LATE
    return StepOutcome.ON_TIME if done_at.date() == target.date() else StepOutcome.EARLY


def moved_target(
    *, calendar: WorkingCalendar, target: datetime, counted_from: datetime, resumed_at: datetime
) -> datetime:
    """A step's target after a pause of the legal clock: its office time since ``counted_from`` runs again.

    That is the start of the pause where the clock goes on, and the opening of the step where it starts anew. A
    target that had passed before stays: that delay was the office's own.
    """
    if target <= counted_from:
        return target
    return calendar.add_office_time(resumed_at, calendar.office_time(counted_from, target))


def plan_steps(
    *, calendar: WorkingCalendar, started_at: datetime, hours: Sequence[int]
) -> tuple[datetime, ...]:
    """The targets of steps that follow each other without delay."""
    targets: list[datetime] = []
    for each in hours:
        opened_at = targets[-1] if targets else started_at
        targets.append(step_due(calendar=calendar, opened_at=opened_at, hours=each))
    return tuple(targets)


def check_steps(
    *, limit: Limit, hours: Sequence[int], hours_per_day: int, days_per_week: int, days_per_month: int = 30
) -> StepCheck:
    """Whether a procedure's steps sum to no more than its limit.

    Working days, hours and same-day limits are exact. Calendar days and months are taken without holidays, so
    there an excess is only a warning.
    """
    total = sum(hours)
    if limit.unit in (LimitUnit.DAYS, LimitUnit.MONTHS):
        days = limit.amount * (days_per_month if limit.unit is LimitUnit.MONTHS else 1)
        allowed = days * days_per_week // 7 * hours_per_day
        return StepCheck(Fit.FITS if total <= allowed else Fit.MAY_EXCEED, total, allowed)
    exact = {LimitUnit.WORKING_DAYS: limit.amount * hours_per_day, LimitUnit.HOURS: limit.amount}
    allowed = exact.get(limit.unit, hours_per_day)
    return StepCheck(Fit.FITS if total <= allowed else Fit.EXCEEDS, total, allowed)


def check_steps_of_dossier(
    *, hours: Sequence[int], calendar: WorkingCalendar, received_at: datetime, due: datetime
) -> StepCheck:
    """The same for one dossier, against the office hours between its receipt and its due date."""
    total, allowed = sum(hours), calendar.office_time(received_at, due) // timedelta(hours=1)
    return StepCheck(Fit.FITS if total <= allowed else Fit.MAY_EXCEED, total, allowed)
