"""Early, on time or late, as the state's index counts it (indicator 2.1 of Decision 766/QĐ-TTg)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.kernel.calendar import WorkingCalendar
from motcua.onestop.dossiers.rules.deadlines import Limit, LimitUnit, Pause, Policy, compute


class Outcome(StrEnum):
    """The judgement over one dossier at one moment."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    RUNNING = "running"
    RUNNING_LATE = "running_late"


@dataclass(frozen=True, slots=True)
class Judgement:
    """``finish`` was compared with ``due``; ``because`` is empty, ``waiting`` or ``second_supplement``."""

    outcome: Outcome
    finish: datetime
    due: datetime
    because: str = ""

    @property
    def counts_as_on_time(self) -> bool:
        """Finished or running on time, the numerator of the index."""
        return self.outcome in (Outcome.EARLY, Outcome.ON_TIME, Outcome.RUNNING)


def judge(
    *,
    limit: Limit,
    policy: Policy,
    calendar: WorkingCalendar,
    received_at: datetime,
    finished_at: datetime | None,
    as_of: datetime,
    pauses: Sequence[Pause] = (),
    supplement_requests: int = 0,
    extended_due: datetime | None = None,
    extension_counts: bool = False,
) -> Judgement:
    """Compare the finish (or ``as_of``, the end of the reporting period) with the due moment.

    While the applicant has not answered, the moment at which the clock stopped is the finish. A second
    supplement request makes the dossier late whatever the dates. ``extended_due`` (an apology) replaces the
    due moment only where ``extension_counts``: the index does not count it. Day units compare dates, hours
    compare hours.
    """
    closed = [pause for pause in pauses if pause.ended_at is not None]
    waiting_since = min((pause.started_at for pause in pauses if pause.ended_at is None), default=None)
    due = _due(limit, policy, calendar, received_at, closed)
    if extension_counts and extended_due is not None:
        due = max(due, calendar.local(extended_due))
    finish = calendar.local(min(filter(None, (finished_at or as_of, waiting_since))))
    if supplement_requests > 1:
        return Judgement(Outcome.LATE, finish, due, "second_supplement")
    outcome = _compare(limit.unit, finish, due)
    if finished_at is None:
        outcome = Outcome.RUNNING_LATE if outcome is Outcome.LATE else Outcome.RUNNING
    return Judgement(outcome, finish, due, "waiting" if waiting_since else "")


def _due(
    limit: Limit,
    policy: Policy,
    calendar: WorkingCalendar,
    received_at: datetime,
    closed: Sequence[Pause],
) -> datetime:
    deadline = compute(limit=limit, policy=policy, calendar=calendar, received_at=received_at, pauses=closed)
    assert deadline.due is not None, "only an open pause stops the clock"
    return deadline.due


def _compare(unit: LimitUnit, finish: datetime, due: datetime) -> Outcome:
    if unit is LimitUnit.HOURS:
        if finish > due:
            return Outcome.LATE
        same = finish.replace(minute=0, second=0, microsecond=0) == due.replace(
            minute=0, second=0, microsecond=0
        )
        return Outcome.ON_TIME if same else Outcome.EARLY
    if finish.date() == due.date():
        return Outcome.ON_TIME
    return Outcome.EARLY if finish < due else Outcome.LATE
