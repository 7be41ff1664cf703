"""Views of the bare ceiling: the SQL of our four measured requests, in the same tables, without rules.

Rows are copies of rows that our own services wrote, so that they are as wide and as indexed as ours.
"""

import uuid
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

# By this key the views find the dossier whose rows they copy.
PATTERN_KEY = "bench-pattern"


class CopyOf:
    """An INSERT of one row that equals a stored one except for some columns."""

    def __init__(self, table: str, where: str, value: Any, changing: tuple[str, ...]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY id DESC LIMIT 1", [value])  # noqa: S608
            names = [column.name for column in cursor.description]
            self.row = dict(zip(names, cursor.fetchone(), strict=True))
        self.number = self.row.pop("id")
        self.changing = changing
        columns, marks = ", ".join(self.row), ", ".join(["%s"] * len(self.row))
        self.sql = f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING id"  # noqa: S608

    def insert(self, cursor: Any, *values: object) -> int:
        row = {**self.row, **dict(zip(self.changing, values, strict=True))}
        cursor.execute(self.sql, list(row.values()))
        return int(cursor.fetchone()[0])


@cache
def patterns() -> dict[str, CopyOf]:
    """One copier for each table that a submission or a step writes; read once a process."""
    dossier = CopyOf(
        "onestop_dossier",
        "idempotency_key = %s",
        PATTERN_KEY,
        ("uuid", "temporary_code", "code", "idempotency_key"),
    )
    of = ("dossier_id = %s", dossier.number)
    return {
        "dossier": dossier,
        "attachment": CopyOf("onestop_attachment", *of, ("uuid", "dossier_id", "draft_id")),
        "event": CopyOf("onestop_dossier_event", *of, ("dossier_id", "sequence")),
        "item": CopyOf("onestop_work_item", *of, ("uuid", "dossier_id", "task_id")),
        "audit": CopyOf(
            "platform_audit_event", "object_id = %s", str(dossier.row["uuid"]), ("uuid", "object_id")
        ),
        "outbox": CopyOf("platform_outbox_event", "name = %s", "onestop.dossier_changed", ("uuid",)),
        "job": CopyOf("procrastinate_jobs", "task_name = %s", "outbox.run_handler", ()),
    }


def submit(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Six inserts and one update."""
    new, key = patterns(), uuid.uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        dossier_id = new["dossier"].insert(cursor, key, key.hex[:30], key.hex, key.hex)
        new["attachment"].insert(cursor, uuid.uuid4(), dossier_id, None)
        cursor.execute("UPDATE onestop_draft SET submitted_as_id = %s WHERE id = %s", [dossier_id, draft_id])
        _tell(cursor, new, dossier_id, 1)
    return _sized(HttpResponse("done"))


def step(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Lock and read, close one step, open the next, save the run and the dossier, tell."""
    new = patterns()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM onestop_dossier WHERE id = %s FOR UPDATE", [dossier_id])
        cursor.fetchone()
        cursor.execute(
            "SELECT i.id, p.id, p.state, d.last_event FROM onestop_work_item i"
            " JOIN onestop_process_instance p ON p.dossier_id = i.dossier_id"
            " JOIN onestop_dossier d ON d.id = i.dossier_id WHERE i.dossier_id = %s AND i.state = 'open'",
            [dossier_id],
        )
        item_id, run_id, state, last = cursor.fetchone()
        cursor.execute(
            "UPDATE onestop_work_item SET state = 'done', done_at = now() WHERE id = %s", [item_id]
        )
        cursor.execute("UPDATE onestop_process_instance SET state = %s WHERE id = %s", [state, run_id])
        new["item"].insert(cursor, uuid.uuid4(), dossier_id, uuid.uuid4())
        cursor.execute("UPDATE onestop_dossier SET last_event = %s WHERE id = %s", [last + 1, dossier_id])
        _tell(cursor, new, dossier_id, last + 1)
    return _sized(HttpResponse("done"))


def _tell(cursor: Any, new: dict[str, CopyOf], dossier_id: int, sequence: int) -> None:
    new["event"].insert(cursor, dossier_id, sequence)
    new["audit"].insert(cursor, uuid.uuid4(), str(uuid.uuid4()))
    new["outbox"].insert(cursor, uuid.uuid4())
    new["job"].insert(cursor)


def read(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One row by its index."""
    return _rows("SELECT * FROM onestop_dossier WHERE uuid = %s", key)


def first_twenty(request: HttpRequest, user_id: int) -> HttpResponse:
    """The first twenty open steps of a person by due date, with their dossiers."""
    return _rows(
        "SELECT i.uuid, i.name_vi, i.dossier_due_at, d.uuid, d.code, d.applicant_name, d.state, v.name_vi"
        " FROM onestop_work_item i JOIN onestop_dossier d ON d.id = i.dossier_id"
        " JOIN onestop_procedure_version v ON v.id = d.version_id"
        " WHERE i.assignee_id = %s AND i.state = 'open' ORDER BY i.dossier_due_at LIMIT 20",
        user_id,
    )


def _rows(sql: str, value: Any) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return _sized(JsonResponse(cursor.fetchall(), safe=False))


def _sized(answer: HttpResponse) -> HttpResponse:
    # Ours get theirs from Django's CommonMiddleware; without it the server would send chunks.
    answer["Content-Length"] = str(len(answer.content))
    return answer


urlpatterns = [
    path("submit/<int:draft_id>", submit),
    path("step/<int:dossier_id>", step),
    path("read/<uuid:key>", read),
    path("list/<int:user_id>", first_twenty),
]
