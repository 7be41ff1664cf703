"""Due moments that are stored for lists follow the official calendar when it changes."""

from datetime import datetime

from django.db.models import QuerySet

from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.dossiers.services.deadlines import due_from_facts
from motcua.onestop.dossiers.transitions import lock_dossier
from motcua.onestop.processes.api import refresh_due
from motcua.platform.audit.api import record
from motcua.platform.calendar.api import NATIONAL, forget_calendars
from motcua.platform.calendar.events import CalendarChanged
from motcua.platform.outbox.api import subscribe

OPEN_STATES = (State.RECEIVED, State.IN_PROCESS, State.SUPPLEMENT, State.PAYMENT)


def listen() -> None:
    """Called once when Django is ready."""
    subscribe(CalendarChanged, recount_due_moments)


def recount_due_moments(event: CalendarChanged, *, now: datetime) -> None:
    """Count every open dossier under this calendar again and store what moved, with an audit event each.

    The date first promised on the receipt slip stays in ``original_due_at``.
    """
    forget_calendars()
    for dossier in _open_dossiers(event.calendar):
        if due_from_facts(dossier, pauses=list(dossier.pauses.all())) != dossier.due_at:
            _recount(dossier.pk, now)


def _open_dossiers(calendar: str) -> QuerySet[Dossier]:
    rows = Dossier.objects.filter(state__in=OPEN_STATES).select_related("version", "agency").order_by("id")
    if calendar != NATIONAL:
        rows = rows.filter(agency__calendar=calendar)
    return rows.prefetch_related("pauses")


def _recount(dossier_id: int, now: datetime) -> None:
    dossier = lock_dossier(dossier_id)
    old, dossier.due_at = dossier.due_at, due_from_facts(dossier)
    dossier.save(update_fields=["due_at"])
    refresh_due(dossier=dossier)
    record(
        action="dossier.due_recounted",
        now=now,
        agency_code=dossier.agency.code,
        object_type="dossier",
        object_id=dossier.uuid,
        detail={"old": _text(old), "new": _text(dossier.due_at)},
    )


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
