"""What is published in a transaction is heard once by everyone, or by nobody when it rolls back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.platform.outbox import api
from motcua.platform.outbox.models import HandlerRun, OutboxEvent
from motcua.platform.outbox.tasks import run_handler
from motcua.platform.outbox.testing import run_jobs

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
ROW = (
    "queue_name",
    "task_name",
    "priority",
    "lock",
    "queueing_lock",
    "args",
    "scheduled_at",
    "status",
    "attempts",
)
heard: list[tuple[str, int]] = []


@dataclass(frozen=True)
class BellRang(api.Event):
    name: ClassVar[str] = "tests.bell_rang"
    times: int


def first_ear(event: BellRang, *, now: datetime) -> None:
    heard.append(("first", event.times))


def second_ear(event: BellRang, *, now: datetime) -> None:
    heard.append(("second", event.times))


@pytest.fixture(autouse=True)
def listeners() -> Iterator[None]:
    heard.clear()
    api.subscribe(BellRang, first_ear)
    api.subscribe(BellRang, second_ear)
    yield
    api._subscribers.pop(BellRang.name)


@pytest.mark.django_db
def test_every_subscriber_hears_an_event_once() -> None:
    api.publish(BellRang(times=2), now=NOW)
    assert run_jobs() == 2
    assert sorted(heard) == [("first", 2), ("second", 2)]
    assert HandlerRun.objects.count() == 2


@pytest.mark.django_db
def test_a_repeated_delivery_changes_nothing() -> None:
    api.publish(BellRang(times=1), now=NOW)
    run_jobs()
    event = OutboxEvent.objects.get()
    run_handler(event_id=event.pk, handler=api.handler_path(first_ear))
    assert heard.count(("first", 1)) == 1


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(api.NotInTransaction):
        api.publish(BellRang(times=1), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_tells_nobody() -> None:
    # Other tests that commit leave their jobs: the queue's tables are not ours to empty.
    before = ProcrastinateJob.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        api.publish(BellRang(times=1), now=NOW)
        raise ZeroDivisionError
    assert not OutboxEvent.objects.exists()
    assert ProcrastinateJob.objects.count() == before


@pytest.mark.django_db
def test_publishing_costs_one_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        api.publish(BellRang(times=1), now=NOW)


@pytest.mark.django_db
def test_a_published_job_is_the_one_the_queue_itself_would_write() -> None:
    api.publish(BellRang(times=1), now=NOW)
    event = OutboxEvent.objects.get()
    mine = ProcrastinateJob.objects.values(*ROW).get(args__handler=api.handler_path(first_ear))
    api.defer_many(api.HANDLER_JOB, [{"event_id": event.pk, "handler": api.handler_path(first_ear)}])
    theirs = ProcrastinateJob.objects.order_by("-id").values(*ROW)[0]
    assert mine == theirs


@pytest.mark.django_db
def test_an_event_that_nobody_hears_is_kept_all_the_same() -> None:
    api._subscribers[BellRang.name].clear()
    api.publish(BellRang(times=3), now=NOW)
    assert OutboxEvent.objects.get().payload == {"times": 3}
    assert not ProcrastinateJob.objects.exists()
