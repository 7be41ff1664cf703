"""What the office does with an item of post: each act checks the policy and leaves its trace."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.identity.api import StaffContext, get_user
from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.dossiers.transitions import lock_dossier
from motcua.onestop.policies import policy
from motcua.platform.audit.api import record
from motcua.postal.api import (
    Delivery,
    DeliveryState,
    NotPossible,
    cancel,
    get_delivery,
    hand_over,
    request_delivery,
)

# Where a new item may follow: the old one came back, was not delivered, or never left.
ENDED = (DeliveryState.FAILED, DeliveryState.RETURNED, DeliveryState.CANCELLED)


def hand_to_post(
    *, delivery_uuid: UUID, dossier: Dossier, slip_number: str, staff: StaffContext, now: datetime
) -> Delivery:
    """The messenger has the item; ``slip_number`` when it was booked by hand. Twice changes nothing.

    Raises ``PermissionDenied``, ``NotPossible`` and ``Delivery.DoesNotExist``.
    """
    return _act(
        "postal.handed_over",
        delivery_uuid,
        dossier,
        staff,
        now,
        lambda item: hand_over(delivery_id=item.pk, now=now, slip_number=slip_number),
    )


def cancel_post(*, delivery_uuid: UUID, dossier: Dossier, staff: StaffContext, now: datetime) -> Delivery:
    """Take back a request that the post has not got yet. Raises like :func:`hand_to_post`."""
    return _act(
        "postal.cancelled",
        delivery_uuid,
        dossier,
        staff,
        now,
        lambda item: cancel(delivery_id=item.pk, now=now),
    )


def send_again(
    *,
    delivery_uuid: UUID,
    dossier: Dossier,
    recipient_name: str,
    address: str,
    phone: str,
    staff: StaffContext,
    now: datetime,
) -> Delivery:
    """A new item after one that came back, was not delivered or was cancelled; asked twice, it is one item.

    Raises ``NotPossible`` also when the result has been returned in the meantime; otherwise like
    :func:`hand_to_post`.
    """

    def ask(item: Delivery) -> Delivery:
        locked = lock_dossier(dossier.pk)
        if item.state not in ENDED or locked.state != State.DONE:
            raise NotPossible(item.state)
        return request_delivery(
            subject_id=dossier.uuid,
            reference=str(dossier),
            recipient_name=recipient_name,
            address=address,
            phone=phone,
            now=now,
        )

    return _act("postal.sent_again", delivery_uuid, dossier, staff, now, ask)


def _act(
    action: str,
    delivery_uuid: UUID,
    dossier: Dossier,
    staff: StaffContext,
    now: datetime,
    do: Callable[[Delivery], Delivery],
) -> Delivery:
    acting = policy.require(staff=staff, action="handle_post", dossier=dossier)
    with transaction.atomic():
        done = do(get_delivery(delivery_uuid=delivery_uuid, subject_id=dossier.uuid))
        record(
            action=action,
            now=now,
            actor=get_user(user_id=staff.user_id),
            agency_code=dossier.agency.code,
            object_type="dossier",
            object_id=dossier.uuid,
            detail={"delivery": str(done.uuid), "role": acting.role},
        )
    return done
