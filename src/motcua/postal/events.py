"""What this room tells the others. Times are ISO 8601 texts with offset, because events travel as JSON."""

from dataclasses import dataclass
from typing import ClassVar

from motcua.platform.outbox.api import Event


@dataclass(frozen=True)
class DeliveryHandedOver(Event):
    """The office gave the item to the post."""

    name: ClassVar[str] = "postal.delivery_handed_over"
    delivery_id: int
    subject_id: str
    reference: str
    slip_number: str
    handed_over_at: str


@dataclass(frozen=True)
class DeliveryCompleted(Event):
    """The item arrived; ``received_by`` is who signed for it."""

    name: ClassVar[str] = "postal.delivery_completed"
    delivery_id: int
    subject_id: str
    reference: str
    delivered_at: str
    received_by: str


@dataclass(frozen=True)
class DeliveryFailed(Event):
    """The carrier could not deliver; ``returned`` says that the item is back in the office."""

    name: ClassVar[str] = "postal.delivery_failed"
    delivery_id: int
    subject_id: str
    reference: str
    failed_at: str
    reason: str
    returned: bool
