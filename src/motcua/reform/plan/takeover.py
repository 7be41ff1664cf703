"""Taking over plans that were kept elsewhere: years that are over, or under way, written in bulk and only once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Agency
from motcua.platform.audit.api import record
from motcua.reform.plan.models import (
    DateBasis,
    NoteKind,
    PlanState,
    PlanTask,
    ReformPlan,
    TaskNote,
    TaskSource,
    TaskState,
)
from motcua.reform.plan.services.tasks import lock_agency


@dataclass(frozen=True, kw_only=True)
class KeptTask:
    """A task as it stood elsewhere; ``done_on`` empty: not done. ``confirmed_by_id`` is another person."""

    area: str
    text: str
    product: str
    due_on: date
    given_on: date
    unit_id: int | None = None
    person_id: int | None = None
    source: str = TaskSource.PLAN
    source_id: str = ""
    source_label: str = ""
    done_on: date | None = None
    reported_on: date | None = None
    result: str = ""
    confirmed_by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class KeptPlan:
    """A plan as it stood elsewhere, with its tasks and those given beside it in the same year."""

    agency: Agency
    year: int
    title: str
    introduction: str
    issued_on: date
    document_number: str
    closed: bool
    tasks: Sequence[KeptTask]


def take_over_plan(*, kept: KeptPlan, now: datetime) -> bool:
    """Write the plan with its tasks and their course unless the year is there already; answers whether it did."""
    with transaction.atomic():
        lock_agency(kept.agency.pk)
        if ReformPlan.objects.filter(agency=kept.agency, year=kept.year).exists():
            return False
        plan = ReformPlan.objects.create(
            agency=kept.agency,
            year=kept.year,
            title=kept.title,
            introduction=kept.introduction,
            state=PlanState.CLOSED if kept.closed else PlanState.ISSUED,
            issued_on=kept.issued_on,
            date_basis=DateBasis.KEPT,
            document_number=kept.document_number,
            created_at=_moment(kept.issued_on),
            closed_at=_moment(date(kept.year + 1, 1, 20)) if kept.closed else None,
        )
        numbers = count(1)
        rows = [_row(task, plan, next(numbers)) for task in kept.tasks]
        PlanTask.objects.bulk_create(rows)
        notes = [note for task, row in zip(kept.tasks, rows, strict=True) for note in _notes(task, row)]
        TaskNote.objects.bulk_create(notes)
        record(
            action="reform_plan.taken_over",
            now=now,
            agency_code=kept.agency.code,
            object_type="reform_plan",
            object_id=plan.uuid,
            detail={"year": kept.year, "tasks": len(rows)},
        )
    return True


def _row(task: KeptTask, plan: ReformPlan, number: int) -> PlanTask:
    reported_on = task.reported_on or task.done_on
    state = TaskState.DONE if task.done_on else TaskState.REPORTED if reported_on else TaskState.OPEN
    return PlanTask(
        agency=plan.agency,
        plan=plan if task.source == TaskSource.PLAN else None,
        year=plan.year,
        number=number,
        source=task.source,
        source_id=task.source_id,
        source_label=task.source_label,
        area=task.area,
        text=task.text,
        product=task.product,
        unit_id=task.unit_id,
        person_id=task.person_id,
        first_due_on=task.due_on,
        due_on=task.due_on,
        target_on=task.due_on,
        state=state,
        reported_on=reported_on,
        reported_by_id=task.person_id if reported_on else None,
        result=task.result if reported_on else "",
        done_on=task.done_on,
        created_at=_moment(task.given_on),
    )


def _notes(task: KeptTask, row: PlanTask) -> list[TaskNote]:
    notes = [TaskNote(task=row, kind=NoteKind.ADDED, at=_moment(task.given_on), new_due_on=task.due_on)]
    if row.reported_on:
        reported = {"at": _moment(row.reported_on, 15), "author_id": task.person_id, "text": task.result}
        notes.append(TaskNote(task=row, kind=NoteKind.REPORTED, **reported))
    if row.done_on:
        confirmed = {"at": _moment(row.done_on, 16), "author_id": task.confirmed_by_id}
        notes.append(TaskNote(task=row, kind=NoteKind.CONFIRMED, **confirmed))
    return notes


def _moment(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
