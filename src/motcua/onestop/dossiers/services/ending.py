"""How a dossier ends: result ready, handed over, withdrawn or stopped; and the one extension in between."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, User, get_user
from motcua.onestop.dossiers.models import Channel, DeliveryTrack, Dossier, Extension, State
from motcua.onestop.dossiers.ownership import require_owner
from motcua.onestop.dossiers.transitions import TransitionRefused, lock_dossier, record_event
from motcua.onestop.policies import policy
from motcua.onestop.processes.services import cancel_open_items, refresh_due
from motcua.onestop.results.api import has_decision, make_form
from motcua.postal.api import request_delivery

# A slip of the keyboard (year 9999) would leave a dossier that no calendar can follow.
FARTHEST_EXTENSION = timedelta(days=366)


def finish(*, dossier: Dossier, actor: User | None, role: str, now: datetime) -> Dossier:
    """State 9: the result is issued and ready. Here the legal clock ends (sheet 2.3).

    Called by the process when the clerk has issued the result, inside its transaction with the dossier locked.
    """
    dossier.finished_at = now
    dossier.delivery_state = DeliveryTrack.READY
    record_event(
        dossier=dossier,
        kind="finished",
        now=now,
        actor=actor,
        role=role,
        changed=("finished_at", "delivery_state"),
    )
    if dossier.return_channel == Channel.POST:
        request_delivery(
            subject_id=dossier.uuid,
            reference=str(dossier),
            recipient_name=dossier.applicant_name,
            address=dossier.contact_address,
            phone=dossier.contact_phone,
            now=now,
        )
    return dossier


def hand_result(*, dossier_id: int, staff: StaffContext, collected_by: str, now: datetime) -> Dossier:
    """State 10 at the counter: the applicant took the result. Repeated, the first hand-over stands."""
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="hand_result", dossier=dossier)
        if dossier.state == State.RETURNED:
            return dossier
        actor = get_user(user_id=staff.user_id)
        return record_return(
            dossier=dossier, now=now, actor=actor, role=acting.role, via="counter", received_by=collected_by
        )


def record_return(
    *,
    dossier: Dossier,
    now: datetime,
    via: str,
    received_by: str = "",
    actor: User | None = None,
    role: str = "",
) -> Dossier:
    """State 10, whichever way the result travelled: ``via`` is online, counter or post. Dossier locked."""
    dossier.returned_at = now
    dossier.delivery_state = DeliveryTrack.DELIVERED
    record_event(
        dossier=dossier,
        kind="returned",
        now=now,
        actor=actor,
        role=role,
        data={"via": via, "received_by": received_by},
        changed=("returned_at", "delivery_state"),
    )
    return dossier


def withdraw(*, dossier_id: int, reason: str, actor: User, now: datetime) -> Dossier:
    """The applicant takes the request back, while no decision exists (118/2025/NĐ-CP, Art. 21); form 05.

    Raises ``Dossier.DoesNotExist`` for strangers and :class:`TransitionRefused`.
    """
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        require_owner(dossier, actor=actor, on=timezone.localdate(now))
        if dossier.state == State.WITHDRAWN:
            return dossier
        if has_decision(dossier=dossier):
            raise TransitionRefused("decision_exists", kind="withdrawn")
        was_received = dossier.received_at is not None
        _end(dossier, "withdrawn", reason, now, actor=actor)
        if was_received:
            make_form(dossier=dossier, kind="05", actor=actor, now=now)
        return dossier


def stop(*, dossier_id: int, reason: str, staff: StaffContext, now: datetime) -> Dossier:
    """The head stops a dossier that cannot go on, with the reason (form 05)."""
    if not reason.strip():
        raise TransitionRefused("reason_missing", kind="stopped")
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="stop", dossier=dossier)
        if dossier.state == State.STOPPED:
            return dossier
        actor = get_user(user_id=staff.user_id)
        _end(
            dossier,
            "stopped",
            reason,
            now,
            actor=actor,
            role=acting.role,
            on_behalf_of_id=acting.on_behalf_of_id,
        )
        make_form(dossier=dossier, kind="05", actor=actor, now=now)
        return dossier


def _end(
    dossier: Dossier,
    kind: str,
    reason: str,
    now: datetime,
    *,
    actor: User,
    role: str = "",
    on_behalf_of_id: int | None = None,
) -> None:
    dossier.finished_at = now
    record_event(
        dossier=dossier,
        kind=kind,
        now=now,
        actor=actor,
        role=role,
        on_behalf_of_id=on_behalf_of_id,
        reason=reason,
        changed=("finished_at",),
    )
    dossier.pauses.filter(ended_at__isnull=True).update(ended_at=now)
    cancel_open_items(dossier=dossier, now=now)


def extend(
    *, dossier_id: int, reason: str, new_due_at: datetime, staff: StaffContext, now: datetime
) -> Extension:
    """Apologise and promise a new date, once, before the old one passes (form 04).

    The first due date is kept beside the new one: an apology does not turn late into on time. Raises
    ``PermissionDenied`` and :class:`TransitionRefused`.
    """
    if not reason.strip():
        raise TransitionRefused("reason_missing", kind="extended")
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="extend", dossier=dossier)
        if dossier.due_at is None or now > dossier.due_at:
            raise TransitionRefused("too_late_to_extend", kind="extended")
        if Extension.objects.filter(dossier=dossier).exists():
            raise TransitionRefused("extension_once", kind="extended")
        if not dossier.due_at < new_due_at:
            raise TransitionRefused("not_later", kind="extended")
        if new_due_at > dossier.due_at + FARTHEST_EXTENSION:
            raise TransitionRefused("too_far", kind="extended")
        actor = get_user(user_id=staff.user_id)
        extension = Extension.objects.create(
            dossier=dossier,
            old_due_at=dossier.due_at,
            new_due_at=new_due_at,
            reason=reason,
            signed_by=actor,
            created_at=now,
        )
        dossier.due_at = new_due_at
        record_event(
            dossier=dossier,
            kind="extended",
            now=now,
            actor=actor,
            role=acting.role,
            on_behalf_of_id=acting.on_behalf_of_id,
            reason=reason,
            data={"new_due": new_due_at.isoformat()},
            changed=("due_at",),
        )
        refresh_due(dossier=dossier)
        make_form(dossier=dossier, kind="04", actor=actor, now=now)
        return extension
