"""Fixtures that every test shares."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings

# How long an example takes says something of the machine, nothing of the code.
settings.register_profile("motcua", deadline=None)
settings.load_profile("motcua")

# Not of Django's models, so not among the tables that Django names: a job left behind would run in another test.
QUEUE = (
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_workers",
    "procrastinate_periodic_defers",
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Tests that commit are cleaned up by emptying the tables that hold rows: truncating hundreds takes a second."""
    connection.ops.sql_flush = _emptying  # type: ignore[assignment,method-assign]


def _emptying(_style: Any, tables: Sequence[str], **_options: Any) -> list[str]:
    """The statements that empty tables; triggers sleep meanwhile, which in real life refuse that of some.

    As the role that tests connect with may do: PostgreSQL lets superusers put triggers to sleep.
    """
    asking = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")"  # noqa: S608
        for table in (*tables, *QUEUE)
    )
    with connection.cursor() as cursor:
        cursor.execute(asking)
        filled = [table for (table,) in cursor.fetchall()]
    return [
        "SET LOCAL session_replication_role = replica",
        *(f'DELETE FROM "{table}"' for table in filled),  # noqa: S608
        "SET LOCAL session_replication_role = origin",
    ]
