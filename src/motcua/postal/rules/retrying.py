"""How long to go on trying to book an item."""

from datetime import timedelta

# Minutes between attempts. Booking is not urgent to the minute, and after a working day a clerk should know.
_MINUTES = (1, 5, 15, 30, 60, 120, 240)

FIRST_LEASE = timedelta(minutes=5)


def delay_after(attempts: int) -> timedelta | None:
    """Pause after that many attempts (1 or more), or nothing when it is time to tell a person."""
    return timedelta(minutes=_MINUTES[attempts - 1]) if attempts <= len(_MINUTES) else None
