"""The counter: receive a submission with its official code, or refuse it at the door with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, get_user
from motcua.onestop.dossiers.codes import official_code
from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.dossiers.services.deadlines import due_from_facts
from motcua.onestop.dossiers.transitions import TransitionRefused, lock_dossier, record_event
from motcua.onestop.policies import policy
from motcua.onestop.processes.services import start_process
from motcua.onestop.results.api import make_form
from motcua.platform.numbering.api import PeriodClosed, next_number
from motcua.platform.search.api import normalise


def receive(*, dossier_id: int, staff: StaffContext, now: datetime, note: str = "") -> Dossier:
    """Accept a submission: official code, running clock, form 01, first internal step.

    The legal clock starts here (118/2025/NĐ-CP, Art. 11). Received twice by the same office, the first
    receipt stands. Raises ``PermissionDenied`` and :class:`TransitionRefused`.
    """
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="receive", dossier=dossier)
        if dossier.state in (State.RECEIVED, State.IN_PROCESS):
            return dossier
        if dossier.state != State.SUBMITTED:
            raise TransitionRefused("not_in_this_state", kind="received", state=dossier.state)
        actor = get_user(user_id=staff.user_id)
        day = timezone.localdate(now)
        number = _number_of(dossier, day)
        dossier.code = official_code(prefix=dossier.agency.dossier_prefix, day=day, number=number)
        dossier.received_at = now
        dossier.received_by_agency_id = acting.agency_id
        dossier.due_at = dossier.original_due_at = due_from_facts(dossier, pauses=[])
        dossier.search_text = normalise(f"{dossier.code} {dossier.temporary_code} {dossier.applicant_name}")
        record_event(
            dossier=dossier,
            kind="received",
            now=now,
            actor=actor,
            role=acting.role,
            on_behalf_of_id=acting.on_behalf_of_id,
            reason=note,
            data={"code": dossier.code, "due": dossier.due_at.isoformat() if dossier.due_at else ""},
            changed=("code", "received_at", "received_by_agency", "due_at", "original_due_at", "search_text"),
        )
        start_process(dossier=dossier, actor=actor, now=now)
        make_form(dossier=dossier, kind="01", actor=actor, now=now)
        return dossier


def _number_of(dossier: Dossier, day: date) -> int:
    try:
        return next_number(book=f"dossier:{dossier.agency.code}", period=day.isoformat())
    except PeriodClosed as closed:
        raise TransitionRefused("period_closed", kind="received", period=closed.period) from closed


def refuse(*, dossier_id: int, reason: str, staff: StaffContext, now: datetime) -> Dossier:
    """Turn a submission away at the door with a concrete reason (form 03). The clock never started.

    Raises ``PermissionDenied`` and :class:`TransitionRefused` (also for an empty reason).
    """
    if not reason.strip():
        raise TransitionRefused("reason_missing", kind="refused")
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="refuse", dossier=dossier)
        actor = get_user(user_id=staff.user_id)
        dossier.finished_at = now
        # The office that turned it away keeps sight of it.
        dossier.received_by_agency_id = acting.agency_id
        record_event(
            dossier=dossier,
            kind="refused",
            now=now,
            actor=actor,
            role=acting.role,
            on_behalf_of_id=acting.on_behalf_of_id,
            reason=reason,
            changed=("finished_at", "received_by_agency"),
        )
        make_form(dossier=dossier, kind="03", actor=actor, now=now)
        return dossier
