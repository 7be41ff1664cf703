"""The worker process."""

import asyncio
import contextlib

from procrastinate.contrib.django import app


def run_worker(*, concurrency: int) -> None:
    """Do jobs of every queue until SIGINT or SIGTERM; running jobs are finished first."""
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_work(concurrency))


async def _work(concurrency: int) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=2,
                shutdown_graceful_timeout=20,
                install_signal_handlers=True,
                delete_jobs="successful",
            )
