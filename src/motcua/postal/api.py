"""The only door of this room for others."""

from motcua.postal.carrying import hear
from motcua.postal.models import Delivery, DeliveryEvent, DeliveryState
from motcua.postal.queries import get_delivery, list_deliveries, list_deliveries_among
from motcua.postal.services import (
    NotPossible,
    cancel,
    hand_over,
    record_carrier_event,
    request_delivery,
)

__all__ = [
    "Delivery",
    "DeliveryEvent",
    "DeliveryState",
    "NotPossible",
    "cancel",
    "get_delivery",
    "hand_over",
    "hear",
    "list_deliveries",
    "list_deliveries_among",
    "record_carrier_event",
    "request_delivery",
]
