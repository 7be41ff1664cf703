"""The worker process."""

import asyncio
import contextlib

from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from motcua.platform import clock
from motcua.platform.outbox.stalled import retry_stalled_jobs


def run_worker(*, concurrency: int) -> None:
    """Do jobs of every queue until SIGINT or SIGTERM; running jobs are finished first."""
    # What an earlier worker left behind is taken up now and not only at the next full minute.
    retry_stalled_jobs(now=clock.now())
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_work(concurrency))


def _connector() -> BaseAsyncConnector:
    """Jobs are fetched over a connection of the worker's own, to the same database."""
    ours = app.connector
    assert isinstance(ours, DjangoConnector)
    return ours.get_worker_connector()


async def _work(concurrency: int, *, wait: bool = True) -> None:
    """Until a signal; without ``wait``, until the queue is empty."""
    with app.replace_connector(_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                wait=wait,
                concurrency=concurrency,
                fetch_job_polling_interval=2,
                shutdown_graceful_timeout=20,
                install_signal_handlers=True,
                delete_jobs="successful",
            )
