"""The one place that reads the wall clock.

Views and jobs ask here and pass the answer on as ``now``; services and rules never ask. The demonstration sets
the clock to a past day with :func:`at`, so that two years of work run through the real services.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("motcua_clock", default=None)


def now() -> datetime:
    """The present moment, timezone-aware."""
    return _frozen.get() or timezone.now()


def today() -> date:
    """The present date in the office's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside believe that it is ``moment`` (timezone-aware)."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
