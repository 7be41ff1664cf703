"""What a job asks for inside the real worker belongs to the job's own transaction, too."""

import asyncio
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.platform.outbox.jobs import PATIENT, RetryLater, defer, defer_many, job
from motcua.platform.outbox.models import OutboxEvent
from motcua.platform.outbox.worker import _work

pytestmark = pytest.mark.django_db(transaction=True)
done: list[str] = []


@pytest.fixture(autouse=True)
def quiet_queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The worker's threads must not keep connections to the database of the tests; the queue is empty before, since
    tests of other files leave jobs in it, and after.
    """
    monkeypatch.setitem(connections["default"].settings_dict, "CONN_MAX_AGE", 0)
    done.clear()
    empty_queue()
    yield
    empty_queue()
    for name in [name for name in app.tasks if name.startswith("tests.")]:
        del app.tasks[name]


def empty_queue() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs, procrastinate_events, procrastinate_workers cascade")


def work() -> None:
    asyncio.run(_work(1, wait=False))


def test_a_job_asked_for_by_an_undone_transaction_is_never_done() -> None:
    @job("tests.follows")
    def follows() -> None:
        done.append("follows")

    @job("tests.asks_and_fails")
    def asks_and_fails() -> None:
        with transaction.atomic():
            defer("tests.follows")
            raise ValueError("undone")

    defer("tests.asks_and_fails")
    work()
    assert done == []
    assert [(row.task_name, row.status) for row in ProcrastinateJob.objects.all()] == [
        ("tests.asks_and_fails", "failed")
    ]


def test_a_job_starts_after_the_transaction_that_asked_for_it() -> None:
    @job("tests.reads")
    def reads(*, event_id: int) -> None:
        done.append(OutboxEvent.objects.get(pk=event_id).name)

    @job("tests.writes")
    def writes() -> None:
        with transaction.atomic():
            row = OutboxEvent.objects.create(
                name="tests.written", payload={}, occurred_at="2026-03-02T03:00Z"
            )
            defer("tests.reads", event_id=row.pk)
            # The queue's own connection sees nothing of it yet.
            with connections.create_connection("default").cursor() as other:
                other.execute("select count(*) from procrastinate_jobs where task_name = 'tests.reads'")
                done.append(f"waiting jobs seen from outside: {other.fetchone()[0]}")
                other.db.close()

    defer("tests.writes")
    work()
    assert done == ["waiting jobs seen from outside: 0", "tests.written"]


def test_several_jobs_are_queued_in_their_order() -> None:
    @job("tests.counts")
    def counts(*, number: int) -> None:
        done.append(str(number))

    defer_many("tests.counts", [{"number": number} for number in (1, 2, 3)])
    defer_many("tests.counts", [])
    work()
    assert done == ["1", "2", "3"]


@pytest.mark.parametrize("reason", [RetryLater, OperationalError])
def test_a_partner_or_a_database_that_is_away_is_asked_again(reason: type[Exception]) -> None:
    @job("tests.stumbles")
    def stumbles() -> None:
        raise reason

    defer("tests.stumbles")
    work()
    row = ProcrastinateJob.objects.get()
    assert (row.status, row.attempts) == ("todo", 1)
    assert PATIENT.max_attempts is not None and row.attempts < PATIENT.max_attempts
