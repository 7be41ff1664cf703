"""A worker that was killed leaves jobs in the middle; they are done by another."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.platform.outbox.jobs import defer
from motcua.platform.outbox.stalled import retry_stalled_jobs

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def job_of_a_worker(*, silent_for):
    """A job that a worker took up, who reported last so many seconds ago."""
    defer("outbox.run_handler", event_id=0, handler="nobody")
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - %s * interval '1 second')"
            " returning id",
            [silent_for],
        )
        [worker] = cursor.fetchone()
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [worker])
    return ProcrastinateJob.objects.get()


def test_a_job_of_a_silent_worker_is_queued_again():
    job = job_of_a_worker(silent_for=60)
    assert retry_stalled_jobs(now=NOW) == 1
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("todo", 1)
    assert retry_stalled_jobs(now=NOW) == 0


def test_a_job_of_a_busy_worker_is_left_alone():
    job = job_of_a_worker(silent_for=5)
    assert retry_stalled_jobs(now=NOW) == 0
    job.refresh_from_db()
    assert job.status == "doing"


def test_a_job_of_a_forgotten_worker_is_queued_again():
    job = job_of_a_worker(silent_for=5)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers")
    assert retry_stalled_jobs(now=NOW) == 1
    job.refresh_from_db()
    assert job.status == "todo"
