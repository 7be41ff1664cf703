"""Hour targets of the internal steps: they help to plan and never move the legal due date (sheet 2.2)."""

from datetime import datetime
from enum import StrEnum

from motcua.kernel.calendar import WorkingCalendar


class StepOutcome(StrEnum):
    """How one step came out, as form 06 (Circular 03/2025/TT-VPCP) tells it; open steps are running."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    SENT_BACK = "sent_back"
    RUNNING = "running"
    RUNNING_LATE = "running_late"


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
