"""What this room needs from outside: a carrier of letters and parcels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from motcua.platform.adapters import Problem


@dataclass(frozen=True, kw_only=True)
class Item:
    """What is to be carried. ``reference`` is our UUID of the delivery and the carrier's idempotency key."""

    reference: str
    dossier_code: str
    recipient_name: str
    address: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class CarrierEvent:
    """One fact told by the carrier, in our words (values of ``DeliveryState``); ``at`` is timezone-aware."""

    event_id: str
    slip_number: str
    state: str
    at: datetime
    note: str = ""
    received_by: str = ""


class CarrierError(Exception):
    """The carrier did not do what it was asked; ``detail`` repeats its words, without personal data."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class Temporary(CarrierError):
    """Trying again later may help."""


class Permanent(CarrierError):
    """Trying again cannot help; a person must look at it (an unknown address, for example)."""


class PostalCarrier(Protocol):
    """Carries items. Every method may raise :class:`Temporary` or :class:`Permanent`."""

    name: str

    def book(self, *, item: Item) -> str:
        """Register the item and return its slip number; the same reference gives the same slip."""

    def confirm_hand_over(self, *, slip_number: str, at: datetime) -> None:
        """Tell the carrier that the office has given the item to its messenger."""

    def cancel(self, *, slip_number: str) -> None:
        """Take back a booking that was not yet handed over."""

    def track(self, *, slip_number: str) -> Sequence[CarrierEvent]:
        """Every fact known about the item, oldest first."""

    def check(self) -> list[Problem]:
        """What keeps the carrier from working, for an operator; empty when all is well."""
