"""Signed messages between us and outside systems: one scheme for every system that calls back.

Header ``X-Signature: t=<unix seconds>,v1=<hex>`` with ``hex = HMAC-SHA256(secret, "<t>." + body)``. The time
is signed too, so an old message cannot be replayed later; within the allowed minutes the receiver must be
idempotent. Both sides use real time, whatever the clock of the demonstration says.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

HEADER = "X-Signature"
TOLERANCE = timedelta(minutes=5)
_FORM = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def sign(*, secret: str, body: bytes, at: datetime) -> str:
    """Value of the header for ``body`` sent at that moment."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(secret, seconds, body)}"


def is_genuine(*, secret: str, header: str, body: bytes, now: datetime) -> bool:
    """Whether the body was signed with our secret within the last minutes; never with an empty secret."""
    parts = _FORM.fullmatch(header)
    if parts is None or not secret:
        return False
    seconds = int(parts[1])
    is_fresh = abs(now.timestamp() - seconds) <= TOLERANCE.total_seconds()
    return is_fresh and hmac.compare_digest(parts[2], _digest(secret, seconds, body))


def _digest(secret: str, seconds: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
