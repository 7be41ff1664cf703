"""Writes of the delivery track. No service here speaks to the carrier: jobs do, with no transaction open."""

import uuid
from datetime import datetime

from django.db import transaction

from motcua.platform.ids import new_uuid
from motcua.platform.outbox import api as outbox
from motcua.postal.events import DeliveryCompleted, DeliveryFailed, DeliveryHandedOver
from motcua.postal.models import Delivery, DeliveryEvent, DeliveryState, Direction
from motcua.postal.rules.retrying import FIRST_LEASE
from motcua.postal.rules.states import OPEN_STATES, may_move

BOOK_JOB = "postal.book"
CONFIRM_JOB = "postal.confirm_hand_over"
CANCEL_JOB = "postal.cancel"


class NotPossible(Exception):
    """The item does not stand where this step starts; ``state`` says where it stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def request_delivery(
    *,
    subject_id: uuid.UUID,
    reference: str,
    recipient_name: str,
    address: str,
    phone: str,
    now: datetime,
) -> Delivery:
    """Ask that the result of a dossier goes by public post (Decision 45/2016/QĐ-TTg); booking is a job.

    One item per dossier is under way at a time: asking again returns that one unchanged.
    """
    with transaction.atomic(savepoint=False):
        # The unique index decides between two requests at once; no lock can, there being no row yet.
        fresh = Delivery(
            uuid=new_uuid(),
            direction=Direction.TO_CITIZEN,
            subject_id=subject_id,
            reference=reference,
            recipient_name=recipient_name,
            address=address,
            phone=phone,
            requested_at=now,
            next_booking_at=now + FIRST_LEASE,
        )
        Delivery.objects.bulk_create([fresh], ignore_conflicts=True)
        delivery = Delivery.objects.get(
            subject_id=subject_id, direction=Direction.TO_CITIZEN, state__in=OPEN_STATES
        )
        if delivery.uuid == fresh.uuid:
            _note(delivery, event_id="office:requested", state=DeliveryState.REQUESTED, at=now, now=now)
            outbox.defer(BOOK_JOB, delivery_id=delivery.pk)
    return delivery


def hand_over(*, delivery_id: int, now: datetime, slip_number: str = "") -> Delivery:
    """Note that the office gave the item to the post's messenger.

    ``slip_number`` is typed in when the item was booked by hand (carrier not reachable); then no booking is
    made. Handing over twice changes nothing. Raises :class:`NotPossible` when the item is past that.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.state == DeliveryState.HANDED_OVER:
            return delivery
        if delivery.state != DeliveryState.REQUESTED:
            raise NotPossible(delivery.state)
        if slip_number:
            delivery.slip_number, delivery.next_booking_at, delivery.booking_error = slip_number, None, ""
        _note(delivery, event_id="office:handed_over", state=DeliveryState.HANDED_OVER, at=now, now=now)
        _move(delivery, state=DeliveryState.HANDED_OVER, at=now, now=now)
        outbox.defer(CONFIRM_JOB, delivery_id=delivery.pk)
    return delivery


def cancel(*, delivery_id: int, now: datetime) -> Delivery:
    """Take back a request that the post has not got yet; raises :class:`NotPossible` afterwards."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.state != DeliveryState.REQUESTED:
            raise NotPossible(delivery.state)
        _note(delivery, event_id="office:cancelled", state=DeliveryState.CANCELLED, at=now, now=now)
        _move(delivery, state=DeliveryState.CANCELLED, at=now, now=now)
        outbox.defer(CANCEL_JOB, delivery_id=delivery.pk)
    return delivery


def record_carrier_event(
    *,
    delivery_id: int,
    carrier_event_id: str,
    state: str,
    at: datetime,
    now: datetime,
    note: str = "",
    received_by: str = "",
) -> bool:
    """Keep one fact of the carrier and move the item when the fact is news; returns whether it was kept.

    The carrier's event id makes it idempotent. ``at`` is when it happened, ``now`` when we heard of it. A
    late fact (on its way, after delivered) is kept and moves nothing. Raises ``KeyError`` for an unknown
    state. The legal clock of the dossier is not touched: delivery is a track of its own.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        moves = may_move(current=delivery.state, fact=state)
        # The row is locked, so nobody can add the same fact between this question and the insert.
        if delivery.events.filter(carrier_event_id=carrier_event_id).exists():
            return False
        _note(delivery, event_id=carrier_event_id, state=state, at=at, now=now, note=note)
        if moves:
            _move(delivery, state=state, at=at, now=now, note=note, received_by=received_by)
    return True


def _note(
    delivery: Delivery, *, event_id: str, state: str, at: datetime, now: datetime, note: str = ""
) -> None:
    DeliveryEvent.objects.create(
        delivery=delivery,
        carrier_event_id=event_id,
        state=state,
        at=at,
        recorded_at=now,
        note=note[:300],
    )


def _move(
    delivery: Delivery, *, state: str, at: datetime, now: datetime, note: str = "", received_by: str = ""
) -> None:
    was_handed_over = delivery.handed_over_at is not None
    delivery.state = state
    if state not in (DeliveryState.REQUESTED, DeliveryState.CANCELLED) and not was_handed_over:
        delivery.handed_over_at = at
    if state not in OPEN_STATES:
        delivery.next_booking_at = None
    if state == DeliveryState.DELIVERED:
        delivery.delivered_at, delivery.received_by, delivery.failure_reason = at, received_by[:200], ""
    elif state in (DeliveryState.FAILED, DeliveryState.RETURNED):
        delivery.failure_reason = note[:300]
    delivery.save()
    _tell(delivery, at=at, now=now, newly_handed_over=not was_handed_over)


def _tell(delivery: Delivery, *, at: datetime, now: datetime, newly_handed_over: bool) -> None:
    if newly_handed_over and delivery.handed_over_at is not None:
        outbox.publish(_handed_over(delivery, at=delivery.handed_over_at), now=now)
    if delivery.state == DeliveryState.DELIVERED:
        outbox.publish(_completed(delivery, at=at), now=now)
    elif delivery.state in (DeliveryState.FAILED, DeliveryState.RETURNED):
        outbox.publish(_failed(delivery, at=at), now=now)


def _handed_over(delivery: Delivery, *, at: datetime) -> DeliveryHandedOver:
    return DeliveryHandedOver(
        delivery_id=delivery.pk,
        subject_id=str(delivery.subject_id),
        reference=delivery.reference,
        slip_number=delivery.slip_number,
        handed_over_at=at.isoformat(),
    )


def _completed(delivery: Delivery, *, at: datetime) -> DeliveryCompleted:
    return DeliveryCompleted(
        delivery_id=delivery.pk,
        subject_id=str(delivery.subject_id),
        reference=delivery.reference,
        delivered_at=at.isoformat(),
        received_by=delivery.received_by,
    )


def _failed(delivery: Delivery, *, at: datetime) -> DeliveryFailed:
    return DeliveryFailed(
        delivery_id=delivery.pk,
        subject_id=str(delivery.subject_id),
        reference=delivery.reference,
        failed_at=at.isoformat(),
        reason=delivery.failure_reason,
        returned=delivery.state == DeliveryState.RETURNED,
    )
