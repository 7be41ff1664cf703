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
from psycopg.types.json import Jsonb

from motcua.platform.outbox.jobs import RetryLater, defer, defer_many, job, place_of
from motcua.platform.outbox.models import OutboxEvent
from motcua.platform.planning import run_planned
from motcua.platform.rows import insert_row

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
    """Record ``event`` and enqueue one job per subscriber, in one statement.

    Raises :class:`NotInTransaction` outside ``atomic``.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(event.name)
    row = OutboxEvent(name=event.name, payload=dataclasses.asdict(event), occurred_at=now)
    handlers = list(_subscribers.get(event.name, {}))
    if not handlers:
        insert_row(row)
        return
    values: list[Any] = [row.uuid, row.name, Jsonb(row.payload), now, *place_of(HANDLER_JOB), handlers]
    run_planned(PUBLISH, values)


# Event and jobs in one round trip; the function is the queue's own door for plain SQL.
PUBLISH = """
WITH told AS (
    INSERT INTO "platform_outbox_event" ("uuid", "name", "payload", "occurred_at")
    VALUES (%s, %s, %s, %s) RETURNING id
)
SELECT procrastinate_defer_jobs_v1(array_agg(
    ROW(%s, %s, %s, NULL, NULL, jsonb_build_object('event_id', told.id, 'handler', handler), NULL)
    ::procrastinate_job_to_defer_v1
))
FROM told, unnest(%s::text[]) AS handler
"""


def resolve(*, name: str, handler: str, payload: dict[str, Any]) -> tuple[Event, Handler] | None:
    """The event object and the handler function, or None when nobody listens any more."""
    known = _subscribers.get(name, {}).get(handler)
    return None if known is None else (_event_types[name](**payload), known)
