"""The clock stands still: a supplement is asked for and comes, or a fee is asked for and paid."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, User, get_user
from motcua.onestop.dossiers.models import (
    ClockPause,
    Dossier,
    MoneyState,
    PauseCause,
    State,
    SupplementRequest,
)
from motcua.onestop.dossiers.ownership import require_owner
from motcua.onestop.dossiers.parameters import supplement_deadline
from motcua.onestop.dossiers.services.council import interrupt_council, is_at_council, send_to_council
from motcua.onestop.dossiers.services.deadlines import due_from_facts
from motcua.onestop.dossiers.services.guards import require_undecided
from motcua.onestop.dossiers.transitions import TransitionRefused, lock_dossier, record_event
from motcua.onestop.forms.models import Attachment
from motcua.onestop.policies import policy
from motcua.onestop.processes.services import move_targets, refresh_due
from motcua.onestop.results.api import make_form, slip_number
from motcua.platform.audit.api import record as record_audit
from motcua.platform.files.api import DOCX, JPEG, PDF, PNG, XLSX, FileRefused, record_refusal, store

SUPPLEMENT_BYTES = 20 * 1024 * 1024
PAID_KINDS = ("paid", "payment_completed")


def request_supplement(
    *,
    dossier_id: int,
    items: list[str],
    reason: str,
    staff: StaffContext,
    now: datetime,
    override_ground: str = "",
) -> SupplementRequest:
    """Ask the applicant, once, to complete the papers (form 02); the clock stops.

    The law allows one request (118/2025/NĐ-CP, Art. 11): a second needs ``override_ground``. Raises
    ``PermissionDenied`` and :class:`TransitionRefused`.
    """
    wanted = [item.strip() for item in items if item.strip()]
    if not wanted or not reason.strip():
        raise TransitionRefused("reason_missing", kind="supplement_requested")
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="request_supplement", dossier=dossier)
        require_undecided(dossier=dossier, kind="supplement_requested")
        earlier = dossier.supplements.count()
        if earlier and not override_ground.strip():
            raise TransitionRefused("supplement_once", kind="supplement_requested")
        actor = get_user(user_id=staff.user_id)
        request = SupplementRequest.objects.create(
            dossier=dossier,
            ordinal=earlier + 1,
            items=wanted,
            reason=reason,
            override_ground=override_ground,
            requested_by=actor,
            requested_at=now,
            answer_by=supplement_deadline(dossier=dossier, now=now),
        )
        _pause(dossier, PauseCause.SUPPLEMENT, _number_of_form(request), now)
        record_event(
            dossier=dossier,
            kind="supplement_requested",
            now=now,
            actor=actor,
            role=acting.role,
            on_behalf_of_id=acting.on_behalf_of_id,
            reason=reason,
            data={"items": wanted, "answer_by": request.answer_by.isoformat()},
            changed=("due_at",),
        )
        make_form(dossier=dossier, kind="02", actor=actor, now=now)
        return request


def _number_of_form(request: SupplementRequest) -> str:
    """The number under which form 02 of this request goes out; it is the ground of the pause."""
    dossier = request.dossier
    return slip_number(
        dossier=str(dossier), form_no="02", ordinal=request.ordinal, agency_code=dossier.agency.code
    )


def answer_supplement(*, dossier_id: int, note: str, actor: User, now: datetime) -> Dossier:
    """The applicant has completed the papers; the clock goes on by the version's policy.

    Files were attached to the open request beforehand. Raises ``Dossier.DoesNotExist`` for strangers.
    """
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        require_owner(dossier, actor=actor, on=timezone.localdate(now))
        if dossier.state != State.SUPPLEMENT:
            raise TransitionRefused("not_in_this_state", kind="supplement_answered", state=dossier.state)
        request = dossier.supplements.select_for_update().get(answered_at__isnull=True)
        request.answered_at, request.answer_note = now, note
        request.save(update_fields=["answered_at", "answer_note"])
        _resume(dossier, now)
        record_event(
            dossier=dossier,
            kind="supplement_answered",
            now=now,
            actor=actor,
            reason=note,
            changed=("due_at",),
        )
        refresh_due(dossier=dossier)
        return dossier


def attach_supplement(*, dossier_id: int, content: Any, name: str, actor: User, now: datetime) -> Attachment:
    """Take in one file that answers the open supplement request; the same file sent again is there once.

    Raises ``FileRefused`` (nothing kept), :class:`TransitionRefused` and ``Dossier.DoesNotExist``.
    """
    # The scanner is another machine: the file is taken in before the transaction opens.
    try:
        file = store(
            content=content,
            name=name,
            allowed=frozenset({PDF, JPEG, PNG, DOCX, XLSX}),
            max_bytes=SUPPLEMENT_BYTES,
            uploaded_by_id=actor.pk,
            now=now,
        )
    except FileRefused as refused:
        uuid = Dossier.objects.values_list("uuid", flat=True).get(pk=dossier_id)
        record_refusal(refused, object_type="dossier", object_id=uuid, actor=actor, now=now)
        raise
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        require_owner(dossier, actor=actor, on=timezone.localdate(now))
        request = dossier.supplements.filter(answered_at__isnull=True).first()
        if dossier.state != State.SUPPLEMENT or request is None:
            raise TransitionRefused("not_in_this_state", kind="supplement_answered", state=dossier.state)
        again = request.attachments.filter(file__blob_id=file.blob_id, file__name=file.name).first()
        if again is not None:
            return again
        record_audit(
            action="dossier.supplement_file",
            now=now,
            actor=actor,
            agency_code=dossier.agency.code,
            object_type="dossier",
            object_id=dossier.uuid,
            detail={"file": str(file.uuid)},
        )
        return Attachment.objects.create(
            dossier=dossier, supplement=request, component_key="supplement", file=file, created_at=now
        )


def request_payment(*, dossier_id: int, staff: StaffContext, now: datetime) -> Dossier:
    """Ask for the fee; the clock waits until it is paid."""
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="request_payment", dossier=dossier)
        if dossier.money_state != MoneyState.DUE:
            raise TransitionRefused("nothing_to_pay", kind="payment_requested")
        require_undecided(dossier=dossier, kind="payment_requested")
        _pause(dossier, PauseCause.PAYMENT, "", now)
        record_event(
            dossier=dossier,
            kind="payment_requested",
            now=now,
            actor=get_user(user_id=staff.user_id),
            role=acting.role,
            on_behalf_of_id=acting.on_behalf_of_id,
            data={"amount": dossier.fee_total},
            changed=("due_at",),
        )
        return dossier


def record_payment(*, dossier_id: int, receipt_number: str, staff: StaffContext, now: datetime) -> Dossier:
    """The counter has taken the fee against a receipt; a clock that waited for it goes on.

    The same receipt recorded twice changes nothing. Raises ``PermissionDenied`` and
    :class:`TransitionRefused`: ``paid_before`` for another receipt, ``nothing_to_pay``, ``receipt_missing``.
    """
    receipt_number = receipt_number.strip()
    if not receipt_number:
        raise TransitionRefused("receipt_missing", kind="paid")
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="record_payment", dossier=dossier)
        if dossier.money_state == MoneyState.PAID:
            _require_same_receipt(dossier, receipt_number)
            return dossier
        if dossier.money_state != MoneyState.DUE:
            raise TransitionRefused("nothing_to_pay", kind="paid")
        dossier.money_state = MoneyState.PAID
        facts: dict[str, Any] = {"receipt": receipt_number, "amount": dossier.fee_total}
        kind = "paid"
        if dossier.state == State.PAYMENT:
            _resume(dossier, now)
            kind = "payment_completed"
        record_event(
            dossier=dossier,
            kind=kind,
            now=now,
            actor=get_user(user_id=staff.user_id),
            role=acting.role,
            on_behalf_of_id=acting.on_behalf_of_id,
            data=facts,
            changed=("money_state", "due_at"),
        )
        refresh_due(dossier=dossier)
        return dossier


def _require_same_receipt(dossier: Dossier, receipt_number: str) -> None:
    paid = dossier.events.filter(kind__in=PAID_KINDS).select_related("actor").latest("sequence")
    if paid.data.get("receipt") != receipt_number:
        name = paid.actor.full_name if paid.actor else ""
        raise TransitionRefused("paid_before", name=name, first=paid.data.get("receipt", ""))


def _pause(dossier: Dossier, cause: str, ground: str, now: datetime) -> None:
    interrupt_council(dossier=dossier, now=now)
    ClockPause.objects.create(dossier=dossier, cause=cause, ground=ground, started_at=now)
    dossier.due_at = None


def _resume(dossier: Dossier, now: datetime) -> None:
    running = dossier.pauses.filter(ended_at__isnull=True)
    paused_at = running.values_list("started_at", flat=True).first()
    running.update(ended_at=now)
    dossier.due_at = due_from_facts(dossier)
    if paused_at is not None:
        move_targets(dossier=dossier, paused_at=paused_at, resumed_at=now)
    if is_at_council(dossier):
        send_to_council(dossier=dossier, now=now)
