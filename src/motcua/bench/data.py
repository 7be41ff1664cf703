"""The world that is measured: one real dossier through the services, and its like by the million in bulk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.bench.bare import PATTERN_KEY
from motcua.demo.answers import answer_form
from motcua.demo.papers import sample_paper
from motcua.identity.api import (
    User,
    find_user,
    get_person_for,
    get_staff_context,
    list_represented_organisations,
)
from motcua.onestop.api import Dossier, receive, submit_dossier
from motcua.onestop.forms.api import Draft, attach_file, form_of, start_draft, uploads_of
from motcua.onestop.procedures.api import get_version_in_force

PROCEDURE = "xray-licence-new"
# One dossier in ten is still worked on.
OPEN_SHARE = 10
BULKY = ("onestop_dossier", "onestop_dossier_event", "onestop_work_item", "onestop_attachment")


@dataclass(frozen=True)
class Pattern:
    """What the bulk copies: a complete draft with its papers, and a received dossier."""

    draft: Draft
    dossier: Dossier
    applicant: User


def make_pattern(*, now: datetime) -> Pattern:
    """File and receive one X-ray dossier through the services, and leave a second draft ready to submit."""
    applicant = find_user(username="doanhnghiep")
    assert applicant is not None
    first, second = _filled_draft(applicant, now), _filled_draft(applicant, now)
    dossier = submit_dossier(draft_id=first.pk, idempotency_key=PATTERN_KEY, actor=applicant, now=now)
    receiver = find_user(username="tiepnhan")
    assert receiver is not None
    staff = get_staff_context(user_id=receiver.pk, on=now.date())
    return Pattern(second, receive(dossier_id=dossier.pk, staff=staff, now=now), applicant)


def _filled_draft(applicant: User, now: datetime) -> Draft:
    version = get_version_in_force(PROCEDURE, now.date())
    person = get_person_for(applicant)
    assert version.form is not None and person is not None
    organisation = list_represented_organisations(person_id=person.pk, on=now.date())[0]
    random = Random(PATTERN_KEY)  # noqa: S311 - the same answers every time
    answers = answer_form(form_of(version.form), on=now.date(), random=random, channel="online")
    draft = start_draft(user=applicant, version=version, organisation=organisation, answers=answers, now=now)
    for component in uploads_of(version):
        paper = sample_paper(component)
        attach_file(
            draft_id=draft.pk,
            component=component,
            content=paper.content,
            name=paper.name,
            actor=applicant,
            now=now,
        )
    return draft


def grow(*, pattern: Pattern, first: int, last: int) -> None:
    """Dossiers number ``first`` to ``last`` (exclusive) with their events and steps, spread over all units."""
    with _bulk_mode():
        _run(PLACES)
        _copy(
            "onestop_dossier",
            f"t.id = {pattern.dossier.pk}",
            DOSSIER,
            f"generate_series({first}, {last - 1}) AS n JOIN bench_place p"  # noqa: S608 - our own numbers
            " ON p.k = n / 10 % (SELECT count(*) FROM bench_place)",
        )
        made = f"d.idempotency_key BETWEEN 'bulk-{first:08}' AND 'bulk-{last - 1:08}'"
        of_pattern = f"t.dossier_id = {pattern.dossier.pk}"
        _copy(
            "onestop_dossier_event",
            of_pattern,
            {"dossier_id": "d.id", "at": "d.received_at"},
            f"onestop_dossier d WHERE {made} AND",
        )
        _copy(
            "onestop_work_item",
            f"{of_pattern} AND t.state = 'open'",
            ITEM,
            f"onestop_dossier d JOIN bench_place p ON p.unit_id = d.unit_id WHERE {made} AND",
        )


def copy_drafts(*, pattern: Pattern, count: int) -> list[tuple[int, str]]:
    """``count`` drafts ready to submit, with their papers: ids and public ids."""
    with _bulk_mode():
        changes = {"uuid": "uuidv7()", "idempotency_key": "'bench-draft-' || n", "submitted_as_id": "NULL"}
        _copy("onestop_draft", f"t.id = {pattern.draft.pk}", changes, f"generate_series(1, {count}) AS n")
        _copy(
            "onestop_attachment",
            f"t.draft_id = {pattern.draft.pk}",
            {"uuid": "uuidv7()", "draft_id": "d.id"},
            "onestop_draft d WHERE d.idempotency_key LIKE 'bench-draft-%' AND",
        )
    return _pairs("SELECT id, uuid FROM onestop_draft WHERE idempotency_key LIKE 'bench-draft-%' ORDER BY id")


def copy_running(*, pattern: Pattern, count: int) -> list[tuple[int, str, str]]:
    """``count`` received dossiers whose first step waits for the head of unit: id, public id, step."""
    with _bulk_mode():
        changes = {
            "uuid": "uuidv7()",
            "temporary_code": "'TAM-R' || n",
            "code": "'H99.R-' || n",
            "idempotency_key": "'run-' || n",
        }
        of_pattern = f"t.dossier_id = {pattern.dossier.pk}"
        _copy("onestop_dossier", f"t.id = {pattern.dossier.pk}", changes, f"generate_series(1, {count}) AS n")
        others = "onestop_dossier d WHERE d.idempotency_key LIKE 'run-%' AND"
        _copy("onestop_dossier_event", of_pattern, {"dossier_id": "d.id"}, others)
        _copy("onestop_process_instance", of_pattern, {"dossier_id": "d.id"}, others)
        _copy("onestop_work_item", of_pattern, {"dossier_id": "d.id", "uuid": "uuidv7()"}, others)
    return _pairs(
        "SELECT d.id, d.uuid, i.uuid FROM onestop_dossier d JOIN onestop_work_item i ON i.dossier_id = d.id"
        " WHERE d.idempotency_key LIKE 'run-%' AND i.state = 'open' ORDER BY d.id"
    )


def pick_dossiers(*, count: int) -> list[str]:
    """Public ids of bulk dossiers, evenly over all of them."""
    rows = _pairs(
        "SELECT uuid FROM onestop_dossier WHERE idempotency_key LIKE 'bulk-%%' AND id %% greatest("
        "(SELECT (max(id) - min(id)) / %s FROM onestop_dossier), 1) = 0 LIMIT %s",
        [count, count],
    )
    return [row[0] for row in rows]


def tidy() -> None:
    """What autovacuum would have done by the next day."""
    _run("VACUUM ANALYZE")


PLACES = """
CREATE TEMP TABLE IF NOT EXISTS bench_place AS
SELECT row_number() OVER (ORDER BY u.id) - 1 AS k, u.agency_id, u.id AS unit_id, max(v.id) AS version_id,
       min(a.user_id) AS specialist_id
FROM identity_unit u
JOIN onestop_procedure pr ON pr.unit_id = u.id
JOIN onestop_procedure_version v ON v.procedure_id = pr.id
JOIN identity_appointment a ON a.unit_id = u.id
JOIN identity_role_grant g ON g.appointment_id = a.id AND g.role = 'specialist'
GROUP BY u.agency_id, u.id
"""
DAYS = "make_interval(days => CASE WHEN n % 10 = 0 THEN n / 10 % 20 ELSE n % 700 END)"
DOSSIER = {
    "uuid": "uuidv7()",
    "temporary_code": "'TAM-B' || n",
    "code": "'H99.B-' || n",
    "idempotency_key": "'bulk-' || lpad(n::text, 8, '0')",
    "agency_id": "p.agency_id",
    "unit_id": "p.unit_id",
    "version_id": "p.version_id",
    "holder_id": "p.specialist_id",
    "applicant_name": "t.applicant_name || ' ' || n % 5000",
    # The answers are kept aside by the server and read by none of the measured pages.
    "form_data": "'{}'::jsonb",
    "fee_lines": "'[]'::jsonb",
    "state": "CASE WHEN n % 10 = 0 THEN 4 ELSE 10 END",
    "submitted_at": f"t.submitted_at - {DAYS}",
    "received_at": f"t.received_at - {DAYS}",
    "due_at": f"t.due_at - {DAYS}",
    "original_due_at": f"t.original_due_at - {DAYS}",
    "finished_at": f"CASE WHEN n % 10 = 0 THEN NULL ELSE t.due_at - {DAYS} END",
    "returned_at": f"CASE WHEN n % 10 = 0 THEN NULL ELSE t.due_at - {DAYS} END",
    "search_text": "'h99.b-' || n || ' ' || t.search_text",
}
ITEM = {
    "uuid": "uuidv7()",
    "dossier_id": "d.id",
    "agency_id": "d.agency_id",
    "unit_id": "d.unit_id",
    "role": "'specialist'",
    "step_kind": "'draft'",
    "assignee_id": "p.specialist_id",
    "handler_id": "p.specialist_id",
    "state": "CASE WHEN d.state = 4 THEN 'open' ELSE 'done' END",
    "opened_at": "d.received_at",
    "dossier_due_at": "d.due_at",
    "done_at": "d.finished_at",
}


def _copy(table: str, where: str, changes: dict[str, str], source: str) -> None:
    """INSERT copies of the rows ``where`` of a table, one for each row of ``source``, with columns changed."""
    columns = [row[0] for row in _pairs(COLUMNS, [table])]
    values = ", ".join(changes.get(name, f"t.{name}") for name in columns)
    glue = "" if source.endswith("AND") else " WHERE"
    _run(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} t, {source}{glue} {where}")  # noqa: S608


COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_name = %s AND table_schema = 'public' AND column_name <> 'id' ORDER BY ordinal_position
"""


@contextmanager
def _bulk_mode() -> Iterator[None]:
    """Without foreign-key checks and with indexes built once at the end."""
    indexes = _pairs(INDEXES, [list(BULKY)])
    for name, _ in indexes:
        _run(f'DROP INDEX "{name}"')
    _run("SET session_replication_role = replica")
    _run("SET synchronous_commit = off")
    _run("SET maintenance_work_mem = '512MB'")
    try:
        yield
    finally:
        _run("RESET session_replication_role")
        _run("RESET synchronous_commit")
        for _, definition in indexes:
            _run(definition)


INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)
AND indexdef NOT LIKE 'CREATE UNIQUE%%' AND indexname NOT LIKE '%%_dossier_id_%%'
"""


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _pairs(sql: str, params: list[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [tuple(str(value) if isinstance(value, UUID) else value for value in row) for row in cursor]
