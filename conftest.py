"""Fixtures that every test shares."""

import fcntl
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


# A copy of the migrated database, from which further workers of a run make theirs.
MIGRATED = "motcua_migrated"


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
) -> None:
    """One worker migrates, the others copy: it takes as long as a hundred tests.

    Tests that commit are cleaned up by emptying the tables that hold rows: truncating hundreds takes a second.
    """
    if worker_id == "master":
        request.getfixturevalue("django_db_setup")
    else:
        # The folder is shared by the workers of this run and by nobody else.
        with (tmp_path_factory.getbasetemp().parent / "database.lock").open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.seek(0)
            is_migrated = bool(lock.read())
            if is_migrated:
                connection.settings_dict["TEST"]["TEMPLATE"] = MIGRATED
            request.getfixturevalue("django_db_setup")
            if not is_migrated:
                with django_db_blocker.unblock():
                    _copy_of(connection.settings_dict["NAME"])
                lock.write(MIGRATED)
    connection.ops.sql_flush = _emptying  # type: ignore[assignment,method-assign]


def _copy_of(migrated: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{MIGRATED}"')
        cursor.execute(f'CREATE DATABASE "{MIGRATED}" TEMPLATE "{migrated}"')


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
