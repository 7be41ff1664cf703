"""Single rows written by statements that are composed once a process and planned once a connection: ``save``
without its composing.

Only for rows that a service writes on every request; everything else saves its models in the usual way. No
signals are sent, and columns whose values the database computes are not for here.
"""

from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models

from motcua.platform.history import tracked_tables
from motcua.platform.planning import run_planned

Row = TypeVar("Row", bound=models.Model)
Fields = tuple["models.Field[Any, Any]", ...]


def insert_row(row: Row) -> Row:
    """Add one new row and answer it with its number, in one statement."""
    insert_rows(row)
    return row


def insert_rows(*rows: models.Model) -> None:
    """Add new rows of different tables, none of which points to another, in one statement."""
    sql = _insert(type(rows[0]))[0] if len(rows) == 1 else _insert_together(tuple(type(row) for row in rows))
    values = [value for row in rows for value in _values(row, _insert(type(row))[1], add=True)]
    _count, [keys] = run_planned(sql, values)
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update_row(row: models.Model, *names: str) -> None:
    """Write the named fields of a stored row. Raises ``DatabaseError`` when the row is gone."""
    sql, fields = _update(type(row), names)
    values = _values(row, fields, add=False)
    count, _rows = run_planned(sql, [*values, row.pk])
    if count != 1:
        raise DatabaseError(f"{row._meta.db_table}: no row to update")


def _values(row: models.Model, fields: Fields, *, add: bool) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]
    return [field.get_db_prep_save(field.pre_save(row, add=add), database) for field in fields]


@cache
def _insert_together(kinds: tuple[type[models.Model], ...]) -> str:
    parts = ", ".join(f"row{number} AS ({_insert(kind)[0]})" for number, kind in enumerate(kinds))
    keys = ", ".join(f"(TABLE row{number})" for number in range(len(kinds)))
    return f"WITH {parts} SELECT {keys}"


@cache
def _insert(model: type[models.Model]) -> tuple[str, Fields]:
    _require_no_history(model)
    fields: Fields = tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)
    marks = ", ".join(["%s"] * len(fields))
    key = _quoted(model._meta.pk.column)
    table = _quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({_columns(fields)}) VALUES ({marks}) RETURNING {key}", fields  # noqa: S608


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    _require_no_history(model)
    fields: Fields = tuple(model._meta.get_field(name) for name in names)  # type: ignore[misc]
    changes = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    key = _quoted(model._meta.pk.column)
    return f"UPDATE {_quoted(model._meta.db_table)} SET {changes} WHERE {key} = %s", fields  # noqa: S608


def _require_no_history(model: type[models.Model]) -> None:
    """Who acts is put before statements on tables with history, and would be lost in these."""
    if model._meta.db_table in tracked_tables():
        raise TypeError(f"{model._meta.label} keeps a history of its rows: save it in the usual way")


def _columns(fields: Fields) -> str:
    return ", ".join(_quoted(field.column) for field in fields)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
