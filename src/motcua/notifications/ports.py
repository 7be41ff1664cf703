"""What notifications need from outside: somebody who carries text messages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from motcua.platform.adapters import Problem


class SmsStatus(StrEnum):
    """What a gateway can tell about a message it accepted."""

    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class SmsReport:
    """One answer of the gateway. ``reference`` is ours (the UUID of the message), ``at`` timezone-aware."""

    reference: str
    status: SmsStatus
    at: datetime
    reason: str = ""


class CarrierError(Exception):
    """A carrier did not take a message; ``detail`` repeats its words, without personal data."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class Temporary(CarrierError):
    """Trying again later may help: the carrier is down, slow or throttling."""


class Permanent(CarrierError):
    """Trying again cannot help; a person must look at it."""


class AddressRefused(Permanent):
    """The address or number does not exist or refuses messages."""


class SmsGateway(Protocol):
    """Carries text messages. Every method may raise :class:`Temporary` or :class:`Permanent`."""

    def send(self, *, reference: str, phone: str, text: str) -> str:
        """Hand one text over and return the gateway's reference. The same ``reference`` is sent only once."""

    def status(self, *, reference: str) -> SmsReport:
        """Ask what became of the message that we sent under ``reference``."""

    def check(self) -> list[Problem]:
        """What keeps the gateway from working, for an operator; empty when all is well."""
