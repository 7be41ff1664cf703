"""Reads that the database plans once a connection, for joins whose planning costs more than their reading.

Django sends text with the values in it, so the server plans it anew each time: right for statements whose best
plan hangs on the values, a waste for seven small tables joined by their keys on every request.

Texts that never change, such as states and roles, become part of the statement: the planner must see them to use
an index over open rows alone. Numbers stay outside, so that the lists of many people are one statement.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from motcua.platform.prepared import Prepared, Written, note_text

Row = TypeVar("Row")


class Planned(Prepared[Row]):
    """A prepared queryset that the server plans once, too. Its best plan must not hang on the values."""

    def _cursor(self) -> CursorWrapper:
        return _planning_cursor()

    def _write(self) -> Written | None:
        return with_texts(super()._write())


def with_texts(written: Written | None) -> Written | None:
    """A statement with every text that is no parameter written into it."""
    if written is None:
        return None
    marks = [_quoted(value) if isinstance(value, str) else "%s" for value in written.params]
    left = tuple(value for value in written.params if not isinstance(value, str))
    text = written.sql.replace("%%", "%%%%") % tuple(marks)
    return written._replace(sql=text, params=left)


def _quoted(text: str) -> str:
    return sql.quote(str(text)).replace("%", "%%")


def run_planned(sql: str, params: Sequence[Any]) -> tuple[int, list[Any]]:
    """Run a statement that the server plans once, and answer how many rows it met and those it gives.

    For statements without the values in their text, and never on tables with history, before whose writes
    another statement is put.
    """
    with _planning_cursor() as cursor:
        cursor.execute(sql, params)
        note_text(cursor, sql)
        return cursor.rowcount, cursor.fetchall() if cursor.description else []


def _planning_cursor() -> CursorWrapper:
    database = connections[DEFAULT_DB_ALIAS]  # the thread's own is looked up once, not for each word below
    # What every cursor of Django's begins with; its own would be made only to be thrown away.
    database.close_if_health_check_failed()
    database.ensure_connection()
    database.validate_thread_sharing()
    raw = database.connection
    # Counts for this kind of cursor alone: Django's own never asks for a prepared statement.
    raw.prepare_threshold = 0
    cursor = base.ServerBindingCursor(raw)  # type: ignore[attr-defined]  # the stubs lack it
    return database.make_debug_cursor(cursor) if database.queries_logged else database.make_cursor(cursor)
