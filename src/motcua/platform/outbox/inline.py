"""Running the queue by hand, on the caller's own connection: for tests and the demonstration's past."""

from collections.abc import Collection

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.platform.outbox.jobs import RetryLater

MAX_ROUNDS = 50


class NeverEnds(RuntimeError):
    """Jobs keep queueing jobs."""


def run_jobs(*, ignore_retries: bool = False, skip: Collection[str] = ()) -> int:
    """Run everything that is queued, and what that queues; answers how many jobs ran.

    A job that asks for a retry raises, unless ``ignore_retries``. Jobs named in ``skip`` are cancelled.
    """
    app.perform_import_paths()
    done = 0
    for _ in range(MAX_ROUNDS):
        waiting = list(ProcrastinateJob.objects.filter(status="todo").order_by("id"))
        if not waiting:
            return done
        for row in waiting:
            if row.task_name in skip:
                _mark(row, "cancelled")
                continue
            _run(row, ignore_retries=ignore_retries)
            done += 1
    raise NeverEnds(waiting[0].task_name)


def _run(row: ProcrastinateJob, *, ignore_retries: bool) -> None:
    try:
        app.tasks[row.task_name](**row.args)
    except RetryLater:
        if not ignore_retries:
            raise
        _mark(row, "failed")
    else:
        _mark(row, "succeeded")


def _mark(row: ProcrastinateJob, status: str) -> None:
    # The table belongs to procrastinate, whose models are read-only on purpose.
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = %s where id = %s", [status, row.pk])
