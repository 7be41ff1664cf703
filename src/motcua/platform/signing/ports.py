"""What signing needs from outside: keys that sign, and an authority that tells the time."""

from datetime import datetime
from typing import Protocol

from pyhanko.sign import Signer
from pyhanko.sign.timestamps import TimeStamper

from motcua.platform.adapters import Problem
from motcua.platform.signing.types import SigningKey


class KeyStore(Protocol):
    """Keeps private keys, or reaches the device that does."""

    def load_signer(self, *, key: SigningKey) -> Signer:
        """A signer for ``key``; raises ``SigningUnavailable`` (permanent when the key does not exist)."""

    def check(self) -> list[Problem]: ...


class TimestampAuthority(Protocol):
    """An RFC 3161 timestamping authority."""

    def timestamper(self, *, at: datetime) -> TimeStamper:
        """A client that raises ``SigningUnavailable`` when the authority does not deliver.

        ``at`` is when the signature is made; only the demonstration's authority looks at it.
        """

    def check(self) -> list[Problem]: ...
