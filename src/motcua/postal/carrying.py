"""Conversations with the carrier: read, commit, call, write."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import structlog
from django.db.models import F

from motcua.platform.adapters import get_adapter
from motcua.platform.outbox import api as outbox
from motcua.platform.outbox.api import RetryLater
from motcua.postal.models import Delivery, DeliveryState
from motcua.postal.ports import CarrierEvent, Item, Permanent, PostalCarrier, Temporary
from motcua.postal.queries import get_delivery_by_slip, list_bookings_due, list_deliveries_to_track
from motcua.postal.rules.retrying import FIRST_LEASE, delay_after
from motcua.postal.rules.states import OPEN_STATES
from motcua.postal.services import CONFIRM_JOB, record_carrier_event

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")


def postal_carrier() -> PostalCarrier:
    """The adapter that the installation is wired to."""
    carrier: PostalCarrier = get_adapter("postal_carrier")
    return carrier


def book(*, delivery_id: int, now: datetime) -> None:
    """Book the item unless it has a slip, is over, or is being booked; a refusal is shown to the office."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.slip_number or delivery.state not in OPEN_STATES or not _claim(delivery, now=now):
        return
    carrier = postal_carrier()
    item = Item(
        reference=str(delivery.uuid),
        dossier_code=delivery.reference,
        recipient_name=delivery.recipient_name,
        address=delivery.address,
        phone=delivery.phone,
    )
    try:
        slip = _timed("book", lambda: carrier.book(item=item))
    except Temporary as trouble:
        gone = delay_after(delivery.booking_attempts) is None
        _note_booking_trouble(delivery, detail=trouble.detail, give_up=gone)
    except Permanent as trouble:
        _note_booking_trouble(delivery, detail=trouble.detail, give_up=True)
    else:
        _keep_slip(delivery, carrier=carrier.name, slip=slip)


def book_due(*, now: datetime) -> int:
    """Try every booking whose lease ran out; returns how many."""
    due = list_bookings_due(now=now)
    for delivery_id in due:
        book(delivery_id=delivery_id, now=now)
    return len(due)


def confirm_hand_over(*, delivery_id: int) -> None:
    """Tell the carrier that its messenger has the item; raises ``RetryLater`` while it cannot be told."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state != DeliveryState.HANDED_OVER or not delivery.carrier or delivery.handed_over_at is None:
        return
    carrier, at = postal_carrier(), delivery.handed_over_at
    _or_later("confirm", lambda: carrier.confirm_hand_over(slip_number=delivery.slip_number, at=at))


def cancel_booking(*, delivery_id: int) -> None:
    """Take the booking back at the carrier; raises ``RetryLater`` while it cannot be told."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state == DeliveryState.CANCELLED and delivery.slip_number:
        carrier = postal_carrier()
        _or_later("cancel", lambda: carrier.cancel(slip_number=delivery.slip_number))


def track_open(*, now: datetime) -> int:
    """Ask the carrier about every item it has; returns how many facts were news."""
    carrier, news = postal_carrier(), 0
    for delivery in list_deliveries_to_track(now=now):
        if delivery.carrier != carrier.name:
            continue
        slip = delivery.slip_number
        try:
            events = _timed("track", lambda slip=slip: carrier.track(slip_number=slip))  # type: ignore[misc]
        except Temporary as trouble:
            log.warning("carrier_not_reached", detail=trouble.detail)
            break
        except Permanent as trouble:
            log.warning("carrier_refused", delivery=delivery.pk, detail=trouble.detail)
            continue
        news += sum(_record(event, delivery_id=delivery.pk, now=now) for event in events)
    return news


def hear(*, event: CarrierEvent, carrier: str, now: datetime) -> bool:
    """Take a fact that the carrier told by itself; raises ``Delivery.DoesNotExist`` for an unknown slip."""
    delivery = get_delivery_by_slip(carrier=carrier, slip_number=event.slip_number)
    return _record(event, delivery_id=delivery.pk, now=now)


def _record(event: CarrierEvent, *, delivery_id: int, now: datetime) -> bool:
    return record_carrier_event(
        delivery_id=delivery_id,
        carrier_event_id=event.event_id,
        state=event.state,
        at=event.at,
        now=now,
        note=event.note,
        received_by=event.received_by,
    )


def _claim(delivery: Delivery, *, now: datetime) -> bool:
    seen, delivery.booking_attempts = delivery.booking_attempts, delivery.booking_attempts + 1
    lease = delay_after(delivery.booking_attempts) or FIRST_LEASE
    rows = Delivery.objects.filter(pk=delivery.pk, booking_attempts=seen, slip_number="")
    return rows.update(booking_attempts=F("booking_attempts") + 1, next_booking_at=now + lease) == 1


def _keep_slip(delivery: Delivery, *, carrier: str, slip: str) -> None:
    kept = Delivery.objects.filter(pk=delivery.pk, slip_number="").update(
        carrier=carrier, slip_number=slip, booking_error="", next_booking_at=None
    )
    delivery.refresh_from_db(fields=["state"])
    if kept and delivery.state == DeliveryState.HANDED_OVER:
        # The office was faster than the carrier: the hand-over was not told because there was no slip yet.
        outbox.defer(CONFIRM_JOB, delivery_id=delivery.pk)


def _note_booking_trouble(delivery: Delivery, *, detail: str, give_up: bool) -> None:
    changes: dict[str, object] = {"booking_error": (detail or "carrier")[:300]}
    if give_up:
        changes["next_booking_at"] = None
    Delivery.objects.filter(pk=delivery.pk, slip_number="").update(**changes)


def _or_later(verb: str, call: Callable[[], None]) -> None:
    try:
        _timed(verb, call)
    except Temporary as trouble:
        raise RetryLater(trouble.detail) from trouble
    except Permanent as trouble:
        # The office's own record stands; the carrier's view shows in tracking.
        log.warning("carrier_refused", verb=verb, detail=trouble.detail)


def _timed(verb: str, call: Callable[[], Answer]) -> Answer:
    started = time.monotonic()
    try:
        return call()
    finally:
        log.info("carrier_called", verb=verb, seconds=round(time.monotonic() - started, 3))
