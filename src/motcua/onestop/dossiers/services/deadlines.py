"""The due moment of a dossier, always derived anew from its dated facts."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from motcua.onestop.dossiers.models import ClockPause, Dossier, Extension
from motcua.onestop.dossiers.parameters import policy_for
from motcua.onestop.dossiers.rules.deadlines import Deadline, Limit, LimitUnit, Pause, compute
from motcua.platform.calendar.api import calendar_for


def deadline_of(dossier: Dossier, *, pauses: Sequence[ClockPause | Pause] | None = None) -> Deadline | None:
    """The deadline with its explanation; None before receipt. Uses the promised (committed) limit."""
    if dossier.received_at is None:
        return None
    rows = list(dossier.pauses.order_by("started_at")) if pauses is None else pauses
    return compute(
        limit=Limit(dossier.version.committed_limit, LimitUnit(dossier.version.limit_unit)),
        policy=policy_for(
            version=dossier.version, agency=dossier.agency, on=timezone.localdate(dossier.received_at)
        ),
        calendar=calendar_for(dossier.agency.calendar),
        received_at=dossier.received_at,
        pauses=[Pause(p.cause, p.started_at, p.ended_at, p.ground) for p in rows],
    )


def due_from_facts(dossier: Dossier, *, pauses: list[ClockPause] | None = None) -> datetime | None:
    """When the result is promised; None while the clock stands still or before receipt.

    A date promised by an apology (form 04) holds when it is later than what the facts give.
    """
    deadline = deadline_of(dossier, pauses=pauses)
    due = deadline.due if deadline is not None else None
    promised = Extension.objects.filter(dossier=dossier).values_list("new_due_at", flat=True).first()
    return max(due, promised) if due and promised else due
