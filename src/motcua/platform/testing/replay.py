"""Rows that many tests begin with, made once a process and copied into every later test.

What a service writes in a second is copied back in milliseconds. Only for tests: triggers are asleep while the
rows come back, since what the triggers wrote comes back too.
"""

import io
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from django.db import connection, transaction

T = TypeVar("T")
_kept: dict[object, tuple[Any, dict[tuple[str, str], bytes]]] = {}

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = %s
  AND a.atttypid IN ('int4'::regtype, 'int8'::regtype) AND NOT c.relname LIKE 'procrastinate%%' ORDER BY c.relname
"""


def replay(key: object, make: Callable[[], T]) -> T:
    """What ``make()`` answers, with the rows it wrote the first time it was asked for ``key``.

    Call it in a test whose tables hold only what migrations put there. ``make`` must write rows only, no files.
    """
    if key not in _kept:
        before = {(table, column): _highest(table, column) for table, column in _keyed_tables()}
        answer = make()
        _kept[key] = answer, _copied_out(before)
        return answer
    answer, rows = _kept[key]
    try:
        _copied_in(rows)
    except psycopg.IntegrityError:
        # Something was there before: the keys of these rows may be taken, the service finds its own.
        return make()
    return answer


def _keyed_tables() -> list[tuple[str, str]]:
    """Each table with the column that numbers its rows; a row of a history also holds the ``id`` it is about."""
    with connection.cursor() as cursor:
        numbered: dict[str, str] = {}
        for column in ("id", "pgh_id"):
            cursor.execute(_TABLES, [column])
            numbered |= {table: column for (table,) in cursor.fetchall()}
        return sorted(numbered.items())


def _highest(table: str, column: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max("{column}"), 0) FROM "{table}"')  # noqa: S608
        return int(cursor.fetchone()[0])


def _copied_out(before: dict[tuple[str, str], int]) -> dict[tuple[str, str], bytes]:
    rows = {}
    with connection.cursor() as cursor:
        for (table, column), highest in before.items():
            query = f'COPY (SELECT * FROM "{table}" WHERE "{column}" > {highest}) TO STDOUT'  # noqa: S608
            content = io.BytesIO()
            with cursor.copy(query) as copy:
                for part in copy:
                    content.write(part)
            if content.tell():
                rows[table, column] = content.getvalue()
    return rows


def _copied_in(rows: dict[tuple[str, str], bytes]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for (table, column), content in rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(content)
            _number_after(cursor, table, column)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _number_after(cursor: Any, table: str, column: str) -> None:
    """What comes next gets a number above the copied ones: a test that restores a backup sets the sequences back."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
    sequence = cursor.fetchone()[0]
    if sequence:
        cursor.execute(
            f'SELECT setval(%s, greatest((SELECT max("{column}") FROM "{table}"), nextval(%s)))',  # noqa: S608
            [sequence, sequence],
        )
