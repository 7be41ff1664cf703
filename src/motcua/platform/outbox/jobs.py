"""Background jobs on procrastinate, hidden behind two words: ``@job`` declares, ``defer`` enqueues.

Jobs take plain values by keyword (ids, never objects), reload what they need, check that the state still fits,
and call one service.
"""

from collections.abc import Callable, Sequence
from typing import Any, ParamSpec

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from psycopg.types.json import Jsonb

P = ParamSpec("P")


class RetryLater(Exception):
    """Raised by a job whose outside partner is not ready; the queue tries again with growing pauses."""


# 4 s, 16 s, 64 s, … for about a day: long enough for an outage of a partner over a working day, and for a
# database that restarts or breaks a deadlock.
PATIENT = RetryStrategy(
    max_attempts=9, exponential_wait=4, retry_exceptions=(RetryLater, OperationalError, InterfaceError)
)


def job(name: str, *, queue: str = "default") -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Declare a job; its function is also callable directly, which tests and the command line use."""

    def register(function: Callable[P, None]) -> Callable[P, None]:
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            in_worker = not connection.in_atomic_block
            if in_worker:
                close_old_connections()
            try:
                function(*args, **kwargs)
            finally:
                if in_worker:
                    close_old_connections()

        app.task(name=name, queue=queue, retry=PATIENT)(run)
        return function

    return register


def periodic(name: str, *, cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a job that the worker starts by the clock (``cron`` in the office's time zone is not applied: UTC)."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        def run(timestamp: int) -> None:
            close_old_connections()
            try:
                function()
            finally:
                close_old_connections()

        app.periodic(cron=cron)(app.task(name=name, queue="periodic", queueing_lock=name)(run))
        return function

    return register


def defer(name: str, **arguments: Any) -> None:
    """Enqueue one job in the current transaction."""
    defer_many(name, [arguments])


# The queue's own door for plain SQL. Inside a worker its Python door leads over a connection of the worker's:
# a job queued there could start before the transaction that asked for it ends, or outlive its undoing.
DEFER = """
SELECT procrastinate_defer_jobs_v1(array_agg(
    ROW(%s, %s, %s, NULL, NULL, arguments, NULL)::procrastinate_job_to_defer_v1
))
FROM unnest(%s::jsonb[]) AS arguments
"""


def defer_many(name: str, arguments: Sequence[dict[str, Any]]) -> None:
    """Enqueue several jobs of one kind with one statement, in the current transaction."""
    if not arguments:
        return
    with connection.cursor() as cursor:
        cursor.execute(DEFER, [*place_of(name), [Jsonb(each) for each in arguments]])


def place_of(name: str) -> tuple[str, str, int]:
    """Queue, task name and priority of a declared job, as its row in the queue has them."""
    row = app.configure_task(name, allow_unknown=False).job
    return row.queue, row.task_name, row.priority
