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
    clock: Clock
    received_at: datetime
    pauses: Sequence[Pause]

    @property
    def is_stopped(self) -> bool:
        return self.due is None

    @property
    def explanation(self) -> tuple[Reason, ...]:
        """Why this date: reasons in reading order, the last one ``due`` or ``stopped``."""
        return explain(self.clock, self.received_at, self.pauses)


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
    clock = Clock(limit, policy, calendar)
    if not pauses:
        due = due_without_pauses(clock, effective_receipt(clock, received_at))
        return Deadline(due, None, clock, received_at, pauses)
    last = trace(clock, received_at, pauses)[-1]
    if last.ended_by is not None:
        return Deadline(None, last.ended_by.start, clock, received_at, pauses)
    return Deadline(last.due, None, clock, received_at, pauses)
