"""Nobody changes the event log unseen."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from motcua.platform.audit import api
from motcua.platform.audit.models import AuditEvent, AuditRoot

NOW = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def three_events() -> list[AuditEvent]:
    return [api.record(action=f"bell.rang.{n}", now=NOW, object_type="bell", object_id=n) for n in range(3)]


def tamper(statement: str) -> None:
    """Change the log as somebody with the keys of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("alter table platform_audit_event disable trigger user")
        cursor.execute(statement)
        cursor.execute("alter table platform_audit_event enable trigger user")


def test_an_untouched_log_verifies() -> None:
    three_events()
    assert api.seal() == 3
    result = api.verify()
    assert result.is_intact and result.checked == 3 and result.unsealed == 0


def test_sealing_goes_on_where_it_stopped() -> None:
    three_events()
    api.seal()
    three_events()
    assert api.seal() == 3
    assert api.verify().checked == 6
    assert AuditRoot.objects.get().position == 6


@pytest.mark.parametrize(
    "statement", ["update platform_audit_event set action = 'x'", "delete from platform_audit_event"]
)
def test_the_database_refuses_to_change_the_log(statement: str) -> None:
    three_events()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_changed_event_is_found() -> None:
    events = three_events()
    api.seal()
    tamper(f"update platform_audit_event set actor_name = 'someone else' where id = {events[1].pk}")
    assert api.verify().broken_at == events[1].pk


def test_a_removed_event_is_found() -> None:
    events = three_events()
    api.seal()
    tamper(f"delete from platform_audit_event where id = {events[1].pk}")
    assert api.verify().broken_at == events[2].pk


def test_a_cut_off_end_is_found() -> None:
    events = three_events()
    api.seal()
    tamper(f"delete from platform_audit_event where id = {events[2].pk}")
    result = api.verify()
    assert not result.is_intact and result.broken_root is not None


def test_events_of_one_object_are_listed_in_order() -> None:
    three_events()
    assert [e.action for e in api.list_events(object_type="bell", object_id=1)] == ["bell.rang.1"]
