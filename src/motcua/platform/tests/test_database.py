"""A kept connection is looked after without asking the server, and an ended one is still found."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

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
