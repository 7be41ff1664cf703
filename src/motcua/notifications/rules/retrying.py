"""How long to go on trying to reach a carrier."""

from datetime import timedelta

# Minutes after the first, second, … attempt: quick at first for a hiccup, then slow enough for an outage of a
# night. The sum is a little over 16 hours, so that a notice of the afternoon still leaves the next morning.
_MINUTES = (1, 5, 15, 30, 60, 120, 240, 480)

FIRST_LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = len(_MINUTES) + 1


def delay_after(attempts: int) -> timedelta | None:
    """Pause after that many attempts (1 or more), or nothing when it is time to give up."""
    return timedelta(minutes=_MINUTES[attempts - 1]) if attempts <= len(_MINUTES) else None
