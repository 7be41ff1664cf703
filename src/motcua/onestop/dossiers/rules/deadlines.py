"""When a dossier is due, derived from dated facts: the one function that every room asks.

Nothing here ticks: a due moment is computed from the receipt, the pauses and the calendar each time it is
wanted.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from motcua.kernel.calendar import WorkingCalendar
from motcua.onestop.dossiers.rules.clock import (
    AfterPause,
    Clock,
    Limit,
    LimitUnit,
    Pause,
    Policy,
    due_without_pauses,
    effective_receipt,
    trace,
)
from motcua.onestop.dossiers.rules.explain import Reason, explain

__all__ = ["AfterPause", "Deadline", "Limit", "LimitUnit", "Pause", "Policy", "Reason", "compute"]


class Deadline(NamedTuple):
    """The outcome of the clock.

    ``due`` is the local due moment, or None while the clock stands still; then ``stopped_since`` says from
    when. The explanation is worked out only when it is read.
    """

    due: datetime | None
    stopped_since: datetime | None
    limit: Limit
    policy: Policy
    calendar: WorkingCalendar
    received_at: datetime
    pauses: tuple[Pause, ...]

    @property
    def explanation(self) -> tuple[Reason, ...]:
        """Why this date: reasons in reading order, the last one ``due`` or ``stopped``."""
        return explain(Clock(self.limit, self.policy, self.calendar), self.received_at, self.pauses)


def compute(
    *,
    limit: Limit,
    policy: Policy,
    calendar: WorkingCalendar,
    received_at: datetime,
    pauses: Sequence[Pause] = (),
) -> Deadline:
    """The deadline of a dossier validly received at ``received_at`` (timezone-aware; ValueError if not).

    A pause without an end that began not later than the due moment stops the clock: ``due`` is then None.
    Sources: sheet one-stop-shop 2.2; the reading of what it leaves open is in docs/explanation/deadlines.md.
    """
    if not pauses:
        start = effective_receipt(policy, calendar, received_at)
        due = due_without_pauses(limit, policy, calendar, start)
        return Deadline(due, None, limit, policy, calendar, received_at, ())
    stood = tuple(pauses)
    last = trace(Clock(limit, policy, calendar), received_at, stood)[-1]
    stopped = last.ended_by
    if stopped is not None:
        return Deadline(None, stopped.start, limit, policy, calendar, received_at, stood)
    return Deadline(last.due, None, limit, policy, calendar, received_at, stood)
