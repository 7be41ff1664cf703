"""The expert council: where the procedure says so, the legal clock stands still while it is at work.

By default the hours of a council lie inside the limit; the dated parameter ``council_stops_clock`` names the
procedures for which they do not.
"""

from datetime import datetime

from motcua.onestop.dossiers.models import ClockPause, Dossier, PauseCause
from motcua.onestop.dossiers.parameters import get_parameter
from motcua.onestop.dossiers.services.deadlines import due_from_facts
from motcua.onestop.processes.models import StepKind
from motcua.onestop.processes.services import move_targets, refresh_due
from motcua.onestop.processes.services.opening import open_items
from motcua.platform.calendar.api import calendar_for
from motcua.platform.rows import update_row


def send_to_council(*, dossier: Dossier, now: datetime) -> None:
    """The council's step is open: stop the clock where the procedure says so. Dossier locked."""
    if not stops_clock(dossier) or dossier.pauses.filter(ended_at__isnull=True).exists():
        return
    ClockPause.objects.create(dossier=dossier, cause=PauseCause.COUNCIL, started_at=now)
    dossier.due_at = None
    update_row(dossier, "due_at")
    refresh_due(dossier=dossier)


def council_returns(*, dossier: Dossier, now: datetime) -> None:
    """The council's step is done or sent back: a clock that waited for it goes on. Dossier locked."""
    pause = dossier.pauses.filter(ended_at__isnull=True, cause=PauseCause.COUNCIL).first()
    if pause is None:
        return
    pause.ended_at = now
    pause.save(update_fields=["ended_at"])
    dossier.due_at = due_from_facts(dossier)
    update_row(dossier, "due_at")
    refresh_due(dossier=dossier)
    move_targets(dossier=dossier, paused_at=pause.started_at, resumed_at=now)


def interrupt_council(*, dossier: Dossier, now: datetime) -> None:
    """Another pause begins while the council is at work: only one runs at a time. Dossier locked."""
    dossier.pauses.filter(ended_at__isnull=True, cause=PauseCause.COUNCIL).update(ended_at=now)


def is_at_council(dossier: Dossier) -> bool:
    return open_items(dossier).filter(step_kind=StepKind.COUNCIL).exists()


def stops_clock(dossier: Dossier) -> bool:
    """By the rules of the day of receipt."""
    if dossier.received_at is None:
        return False
    day = calendar_for(dossier.agency.calendar).local(dossier.received_at).date()
    parameter = get_parameter(name="council_stops_clock", on=day, agency=dossier.agency.code)
    return dossier.version.procedure.key in parameter.value
