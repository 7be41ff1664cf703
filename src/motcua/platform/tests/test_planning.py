"""A planned read answers what the same queryset answers, and the server plans it once."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import CharField
from django.test.utils import CaptureQueriesContext

from motcua.platform.outbox.models import OutboxEvent
from motcua.platform.planning import Planned
from motcua.platform.prepared import Param

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def planned():
    return Planned(lambda: OutboxEvent.objects.filter(name=Param("name", CharField())).order_by("id"))


def test_rows_are_those_of_the_queryset_json_included():
    for number in range(3):
        OutboxEvent.objects.create(name="wanted", payload={"số": [number]}, occurred_at=NOW)
    found = planned().all(name="wanted")
    assert found == list(OutboxEvent.objects.filter(name="wanted").order_by("id"))
    assert [row.payload for row in found] == [{"số": [number]} for number in range(3)]
    assert planned().all(name="other") == []


def test_the_server_keeps_the_plan_and_the_statement_is_still_counted():
    read = planned()
    with CaptureQueriesContext(connection) as captured:
        for _ in range(3):
            read.all(name="wanted")
    assert len(captured) == 3
    assert all("platform_outbox_event" in query["sql"] for query in captured)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%platform_outbox_event%'"
        )
        assert cursor.fetchone()[0] == 1
