"""A kept connection is looked after without asking the server, and an ended one is still found."""

from datetime import UTC

import pytest
from django.db import connections
from django.db.backends.postgresql.base import TIMESTAMPTZ_OID
from django.db.backends.postgresql.psycopg_any import register_tzloader
from django.test.utils import CaptureQueriesContext
from psycopg import DataError
from psycopg.pq import Format

from motcua.platform.database.base import UtcLoader

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other():
    """A second connection to the test database, which may die."""
    copy = connections["default"].copy()
    copy.connect()
    yield copy
    copy.close()


def test_a_living_connection_is_usable_and_nothing_is_asked(other):
    with CaptureQueriesContext(other) as asked:
        assert other.is_usable()
    assert not asked.captured_queries


def test_a_connection_that_the_server_ended_is_not_usable(other):
    number = other.connection.info.backend_pid
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    assert not other.is_usable()


def test_a_notice_that_waits_does_not_end_a_connection(other):
    with other.cursor() as cursor:
        cursor.execute("LISTEN somebody")
    with connections["default"].cursor() as cursor:
        cursor.execute("NOTIFY somebody")
    assert other.is_usable()


def test_plans_of_prepared_statements_are_made_once(other):
    with other.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_generic_plan",)


def read_both(other, text):
    """The moment as our loader and as Django's reads it."""
    with other.connection.cursor() as cursor:
        (ours,) = cursor.execute("SELECT %s::timestamptz", [text]).fetchone()
        register_tzloader(UTC, cursor)
        (theirs,) = cursor.execute("SELECT %s::timestamptz", [text]).fetchone()
    return ours, theirs


@pytest.mark.parametrize(
    "text",
    [
        "2022-12-15 01:02:03.1+00",
        "2022-12-15 08:02:03+07",
        "0001-01-01 00:00+00",
        "9999-12-31 23:59:59.999999+00",
    ],
)
def test_a_moment_is_read_as_django_reads_it(other, text):
    ours, theirs = read_both(other, text)
    assert (ours, ours.tzinfo) == (theirs, UTC)


@pytest.mark.parametrize("text", ["infinity", "-infinity", "0044-03-15 12:00+00 BC", "12022-01-01 00:00+00"])
def test_a_moment_that_python_cannot_hold_is_refused(other, text):
    with pytest.raises(DataError, match="timestamp too"):
        read_both(other, text)


def test_a_session_in_another_time_zone_reads_what_django_reads(other):
    with other.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'Asia/Ho_Chi_Minh'")
    ours, theirs = read_both(other, "2022-12-15 01:02:03+00")
    assert (ours, ours.tzinfo) == (theirs, UTC)


def test_a_cursor_of_every_kind_reads_moments_quickly(other):
    with other.cursor() as usual, other.chunked_cursor() as chunked:
        for cursor in (usual, chunked):
            assert cursor.adapters.get_loader(TIMESTAMPTZ_OID, Format.TEXT) is UtcLoader
