"""Telling others, reliably: events and jobs that are enqueued in the transaction that made them true.

``publish`` writes the event and one job per subscriber on the caller's own connection, so that either all of it
is committed or none. See docs/explanation/outbox.md.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import connection

from motcua.platform.outbox.jobs import RetryLater, defer, defer_many, job
from motcua.platform.outbox.models import OutboxEvent

__all__ = ["Event", "NotInTransaction", "RetryLater", "defer", "defer_many", "job", "publish", "subscribe"]


class NotInTransaction(RuntimeError):
    """An event was published outside a transaction: a crash could lose it, so it is refused."""


@dataclass(frozen=True)
class Event:
    """Base of all events: frozen dataclasses whose fields are plain JSON values."""

    name: ClassVar[str] = ""


Handler = Callable[..., None]

_subscribers: dict[str, dict[str, Handler]] = defaultdict(dict)
_event_types: dict[str, type[Event]] = {}

HANDLER_JOB = "outbox.run_handler"


def subscribe(event_type: type[Event], handler: Handler) -> None:
    """Let ``handler(event, *, now)`` hear every event of this type. Called from ``AppConfig.ready``.

    The handler runs in the worker in a transaction of its own; a repeated delivery is recognised and skipped.
    """
    _event_types[event_type.name] = event_type
    _subscribers[event_type.name][handler_path(handler)] = handler


def handler_path(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def publish(event: Event, *, now: datetime) -> None:
    """Record ``event`` and enqueue one job per subscriber, in two statements.

    Raises :class:`NotInTransaction` outside ``atomic``.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(event.name)
    row = OutboxEvent.objects.create(name=event.name, payload=dataclasses.asdict(event), occurred_at=now)
    handlers = _subscribers.get(event.name, {})
    defer_many(HANDLER_JOB, [{"event_id": row.pk, "handler": path} for path in handlers])


def resolve(*, name: str, handler: str, payload: dict[str, Any]) -> tuple[Event, Handler] | None:
    """The event object and the handler function, or None when nobody listens any more."""
    known = _subscribers.get(name, {}).get(handler)
    return None if known is None else (_event_types[name](**payload), known)
