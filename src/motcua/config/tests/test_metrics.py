"""Figures for those who watch: what they say and who may read them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from motcua.platform import clock
from motcua.platform.outbox import api as outbox
from motcua.platform.outbox.depth import queue_state

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Happened(outbox.Event):
    name: ClassVar[str] = "metrics.happened"


def on_happened(event, *, now):
    """Somebody has to listen, or there is no job."""


@pytest.fixture
def waiting_event(monkeypatch):
    monkeypatch.setitem(outbox._subscribers, Happened.name, {outbox.handler_path(on_happened): on_happened})
    with transaction.atomic():
        outbox.publish(Happened(), now=NOW)


def test_requests_are_counted_by_route_and_status(client):
    client.get("/healthz")
    client.get("/khong-co/")
    text = client.get("/metrics").content.decode()
    assert 'motcua_requests_total{method="GET",route="/healthz",status="200"}' in text
    assert 'route="unmatched",status="404"' in text
    assert 'motcua_request_seconds_bucket{le="0.1",route="/healthz"}' in text


def test_a_waiting_job_and_the_age_of_its_event_are_seen(client, waiting_event):
    state = queue_state(now=NOW + timedelta(seconds=90))
    assert (state.jobs["todo"], state.outbox_lag) == (1, 90.0)
    with clock.at(NOW + timedelta(seconds=90)):
        text = client.get("/metrics").content.decode()
    assert 'motcua_jobs{state="todo"} 1.0' in text and "motcua_outbox_lag_seconds 90.0" in text


def test_an_empty_queue_has_no_lag():
    assert queue_state(now=NOW).outbox_lag == 0


@pytest.mark.parametrize(
    "stranger", [{"REMOTE_ADDR": "203.0.113.5"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.5"}]
)
def test_strangers_find_no_metrics(client, stranger):
    assert client.get("/metrics", **stranger).status_code == 404


def test_with_a_token_only_its_holder_reads(client, settings):
    settings.METRICS_TOKEN = "watcher"
    assert client.get("/metrics").status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer watcher"}, REMOTE_ADDR="203.0.113.5")
    assert answer.status_code == 200
