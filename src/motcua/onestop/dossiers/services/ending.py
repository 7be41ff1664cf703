"""How a dossier ends: result ready, handed over, withdrawn or stopped."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, User, get_user
from motcua.onestop.dossiers.models import Channel, DeliveryTrack, Dossier, State
from motcua.onestop.dossiers.ownership import require_owner
from motcua.onestop.dossiers.services.guards import require_undecided
from motcua.onestop.dossiers.transitions import TransitionRefused, lock_dossier, record_event
from motcua.onestop.forms.api import applicant_of
from motcua.onestop.policies import policy
from motcua.onestop.processes.services import cancel_open_items
from motcua.onestop.results.api import has_decision, make_form
from motcua.postal.api import DeliveryState, NotPossible, cancel, list_deliveries, request_delivery

# Where the office has the paper in hand again. A failed item is one the carrier brings back.
BACK_FROM_POST = (DeliveryState.CANCELLED, DeliveryState.RETURNED, DeliveryState.FAILED)


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
        _book_post(dossier, now)
    return dossier


def _book_post(dossier: Dossier, now: datetime) -> None:
    """The item goes to whom the applicant named, the applicant where nobody is named."""
    named = applicant_of(dossier.form_data)
    request_delivery(
        subject_id=dossier.uuid,
        reference=str(dossier),
        recipient_name=named.recipient or dossier.applicant_name,
        address=dossier.contact_address,
        phone=named.recipient_phone or dossier.contact_phone,
        now=now,
    )


def hand_over(*, dossier: Dossier, received_by: str, actor: User, role: str, now: datetime) -> Dossier:
    """State 10 at the counter: the applicant took the result. Dossier locked. Repeated, the first hand-over stands.

    Raises :class:`TransitionRefused`: ``returned_to_another`` for another name, ``with_the_post`` while the
    carrier has the result.
    """
    if dossier.state == State.RETURNED:
        require_same_taker(dossier=dossier, received_by=received_by)
        return dossier
    return record_return(
        dossier=dossier, now=now, actor=actor, role=role, via="counter", received_by=received_by
    )


def require_same_taker(*, dossier: Dossier, received_by: str) -> None:
    """Raise :class:`TransitionRefused` (``returned_to_another``) when somebody else took the result before."""
    handed = dossier.events.filter(kind="returned").order_by("-sequence").first()
    first = handed.data.get("received_by", "") if handed else ""
    if first != received_by:
        raise TransitionRefused("returned_to_another", first=first)


def record_return(
    *,
    dossier: Dossier,
    now: datetime,
    via: str,
    received_by: str = "",
    actor: User | None = None,
    role: str = "",
) -> Dossier:
    """State 10, whichever way the result travelled: ``via`` is online, counter or post. Dossier locked.

    Taken at the counter, a booking with the post is called off; raises :class:`TransitionRefused`
    (``with_the_post``) when the carrier has the result already.
    """
    if via == "counter":
        _take_back_from_post(dossier, now)
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


def _take_back_from_post(dossier: Dossier, now: datetime) -> None:
    if dossier.return_channel != Channel.POST:
        return
    newest = list_deliveries(subject_id=dossier.uuid).first()
    if newest is None or newest.state in BACK_FROM_POST:
        return
    try:
        cancel(delivery_id=newest.pk, now=now)
    except NotPossible:
        raise TransitionRefused("with_the_post", kind="returned")


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
    """The head stops a dossier that cannot go on, with the reason (form 05). Repeated, the first stop stands.

    Raises ``PermissionDenied`` and :class:`TransitionRefused`: ``stopped_before`` for another reason,
    ``decision_signed``.
    """
    if not reason.strip():
        raise TransitionRefused("reason_missing", kind="stopped")
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="stop", dossier=dossier)
        if dossier.state == State.STOPPED:
            _require_same_ground(dossier, reason)
            return dossier
        require_undecided(dossier=dossier, kind="stopped")
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


def _require_same_ground(dossier: Dossier, reason: str) -> None:
    stopped = dossier.events.filter(kind="stopped").select_related("actor").latest("sequence")
    if stopped.reason != reason:
        name = stopped.actor.full_name if stopped.actor else ""
        raise TransitionRefused("stopped_before", name=name, first=stopped.reason)


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
