"""A planned read answers what the same queryset answers, and the server plans it once."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField
from django.test.utils import CaptureQueriesContext

from motcua.platform.outbox.models import OutboxEvent
from motcua.platform.planning import Planned
from motcua.platform.prepared import Fixed, Param

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


def test_texts_become_part_of_the_statement_and_numbers_stay_outside():
    for name in ("100 %s", "it's", "%%"):
        OutboxEvent.objects.create(name=name, payload={}, occurred_at=NOW)
        same = OutboxEvent.objects.filter(name=name, id__gte=1)
        assert Planned(same.all).all() == list(same)
    both = [Planned(OutboxEvent.objects.filter(name="one", id__gte=number).all) for number in (1, 2)]
    assert both[0]._written.sql == both[1]._written.sql
    assert "'one'" in both[0]._written.sql
    assert (both[0]._written.params, both[1]._written.params) == ((1,), (2,))


def test_a_fixed_number_is_part_of_the_statement():
    read = Planned(OutboxEvent.objects.filter(id=Fixed(7, BigIntegerField())).all)
    assert read.all() == []
    assert read._written.params == ()


def test_a_statement_is_planned_once_even_for_the_first_value():
    read = planned()
    read.all(name="first")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%platform_outbox_event%'"
        )
        assert cursor.fetchone() == (1, 0)
