"""Very many new rows at once, through PostgreSQL's COPY: some ten times the pace of ``bulk_create``."""

from collections.abc import Sequence
from operator import attrgetter

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb


def reserve_keys(rows: Sequence[models.Model]) -> None:
    """Give new rows of one model their primary keys, so that other rows can point to them before they are
    written.
    """
    if not rows:
        return
    meta = rows[0]._meta
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [meta.db_table, meta.pk.column, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model. Constraints and triggers of the database hold; signals are not sent."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key or rows[0].pk is not None]
    values = attrgetter(*(field.attname for field in fields))
    in_json = [isinstance(field, models.JSONField) for field in fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(meta.db_table), sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(
                [Jsonb(value) if json else value for value, json in zip(values(row), in_json, strict=True)]
            )
