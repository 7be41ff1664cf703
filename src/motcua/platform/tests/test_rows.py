"""A row written by a kept statement is the row that ``save`` would have written."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from motcua.identity.models import Agency
from motcua.platform.audit.models import AuditEvent
from motcua.platform.outbox.models import OutboxEvent
from motcua.platform.rows import insert_row, insert_rows, update_row

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def as_read(row):
    found = type(row).objects.get(pk=row.pk)
    fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return {name: getattr(found, name) for name in fields if name != "uuid"}


def test_a_row_equals_the_one_that_save_writes():
    values = {"at": NOW, "action": "test.done", "detail": {"tên": ["Nguyễn", 1, None]}, "actor_id": None}
    saved = AuditEvent.objects.create(**values)
    inserted = insert_row(AuditEvent(**values))
    assert inserted.pk > saved.pk
    assert as_read(inserted) == as_read(saved)
    assert not inserted._state.adding


def test_rows_of_two_tables_go_in_by_one_statement(django_assert_num_queries):
    event = OutboxEvent(name="a", payload={"b": 1}, occurred_at=NOW)
    audited = AuditEvent(at=NOW, action="test.done", detail={"c": 2})
    with django_assert_num_queries(1):
        insert_rows(event, audited)
    assert OutboxEvent.objects.get(pk=event.pk).payload == {"b": 1}
    assert AuditEvent.objects.get(pk=audited.pk).detail == {"c": 2}


def test_when_one_of_two_rows_is_refused_neither_is_written():
    event = OutboxEvent(name="a", payload={}, occurred_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        insert_rows(event, AuditEvent(at=NOW, action="x" * 81))
    assert not OutboxEvent.objects.exists()


def test_only_the_named_fields_of_a_row_change():
    row = insert_row(OutboxEvent(name="a", payload={"b": 1}, occurred_at=NOW))
    row.name, row.payload = "c", {"d": 2}
    update_row(row, "payload")
    found = OutboxEvent.objects.get(pk=row.pk)
    assert (found.name, found.payload) == ("a", {"d": 2})


def test_a_row_that_is_gone_is_an_error():
    row = insert_row(OutboxEvent(name="a", payload={}, occurred_at=NOW))
    OutboxEvent.objects.all().delete()
    with pytest.raises(DatabaseError, match="no row"):
        update_row(row, "name")


def test_a_table_with_history_is_not_written_this_way() -> None:
    with pytest.raises(TypeError, match="history"):
        insert_row(Agency(code="X", name_vi="X", kind="department"))
