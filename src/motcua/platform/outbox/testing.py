"""Running the queue by hand, on the caller's own connection: for tests and the demonstration's past."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.platform.outbox.jobs import RetryLater

MAX_ROUNDS = 50


def run_jobs(*, ignore_retries: bool = False) -> int:
    """Run everything that is queued, and what that queues; answers how many jobs ran.

    A job that asks for a retry raises, unless ``ignore_retries``.
    """
    done = 0
    for _ in range(MAX_ROUNDS):
        waiting = list(ProcrastinateJob.objects.filter(status="todo").order_by("id"))
        if not waiting:
            return done
        for row in waiting:
            _run(row, ignore_retries=ignore_retries)
            done += 1
    raise RuntimeError(f"jobs keep queueing jobs: {waiting[0].task_name}")


def _run(row: ProcrastinateJob, *, ignore_retries: bool) -> None:
    task = app.tasks[row.task_name]
    status = "succeeded"
    try:
        task(**row.args)
    except RetryLater:
        if not ignore_retries:
            raise
        status = "failed"
    # The table belongs to procrastinate, whose models are read-only on purpose.
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = %s where id = %s", [status, row.pk])
