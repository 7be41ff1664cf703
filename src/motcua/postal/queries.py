"""Reading deliveries. Who may see one follows from who may see its dossier: the caller has checked that."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from motcua.postal.models import Delivery, DeliveryState
from motcua.postal.rules.states import OPEN_STATES

_BATCH = 50
# A carrier that has told nothing for so long has lost the item; a person follows it up.
_STOP_TRACKING_AFTER = timedelta(days=60)


def list_deliveries(*, subject_id: uuid.UUID) -> QuerySet[Delivery]:
    """Items of a dossier, newest first, with their facts."""
    return Delivery.objects.filter(subject_id=subject_id).prefetch_related("events").order_by("-id")


def list_deliveries_among(*, subjects: QuerySet[Any]) -> QuerySet[Delivery]:
    """Items of the dossiers whose UUIDs ``subjects`` selects (a subquery of one column), newest first."""
    return Delivery.objects.filter(subject_id__in=subjects).order_by("-requested_at", "-id")


def get_delivery(*, delivery_uuid: uuid.UUID, subject_id: uuid.UUID) -> Delivery:
    """One item of that dossier; raises ``Delivery.DoesNotExist``."""
    return Delivery.objects.get(uuid=delivery_uuid, subject_id=subject_id)


def get_delivery_by_slip(*, carrier: str, slip_number: str) -> Delivery:
    """The item the carrier means; raises ``Delivery.DoesNotExist``."""
    return Delivery.objects.exclude(slip_number="").get(carrier=carrier, slip_number=slip_number)


def list_bookings_due(*, now: datetime) -> list[int]:
    """Items whose booking has to be tried (again), the longest waiting first, one batch."""
    due = Delivery.objects.filter(next_booking_at__lte=now).order_by("next_booking_at")
    return list(due.values_list("pk", flat=True)[:_BATCH])


def list_deliveries_to_track(*, now: datetime) -> list[Delivery]:
    """Items the carrier has, oldest first; also those whose first attempt failed, which may still arrive."""
    return list(
        Delivery.objects.filter(
            state__in=[*OPEN_STATES, DeliveryState.FAILED], requested_at__gte=now - _STOP_TRACKING_AFTER
        )
        .exclude(slip_number="")
        .order_by("requested_at")[: _BATCH * 4]
    )
