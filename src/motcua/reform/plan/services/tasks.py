"""What happens to a task: given, noted on, reported, confirmed, returned, moved, cancelled.

Each function locks the task, looks again whether the act still fits, writes the change with its note, and can be
repeated without doing it twice.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from motcua.identity.api import Agency, StaffContext, User, get_user
from motcua.platform.audit.api import record
from motcua.platform.files.api import StoredFile
from motcua.reform.plan import policies
from motcua.reform.plan.models import (
    WORKING_STATES,
    NoteKind,
    PlanState,
    PlanTask,
    ReformPlan,
    TaskEvidence,
    TaskNote,
    TaskSource,
    TaskState,
)
from motcua.reform.plan.notices import tell_given, tell_returned
from motcua.reform.plan.parameters import list_areas
from motcua.reform.rules.plan import Extension, due_in_force
from motcua.reform.standing_body import find_standing_body


class NotPossible(Exception):
    """The task is no longer in a state where this can be done."""


class PastDue(Exception):
    """Nobody is given a due date that has passed, or one earlier than they were promised."""


class OtherContent(Exception):
    """What made ``task`` comes once more and says something else: nothing is written, and nobody is told it was."""

    def __init__(self, task: PlanTask) -> None:
        super().__init__(str(task))
        self.task = task


class NothingToShow(Exception):
    """A task is reported done with words on the product or with evidence, not with neither."""


def add_task(
    *,
    agency_id: int,
    source: str,
    source_id: str,
    text: str,
    due_on: date,
    now: datetime,
    area: str = "direction",
    product: str = "",
    unit_id: int | None = None,
    person_id: int | None = None,
    source_label: str = "",
    actor: User | None = None,
) -> PlanTask:
    """A task beside the yearly plan; for other rooms the door to this register.

    ``source`` is a :class:`TaskSource` other than ``plan``; ``source_id`` names what made it there, and a second
    call with the same one answers with the task of the first. The caller has checked that ``actor`` may. Raises
    ``ValueError`` for an unknown source or area, :class:`PastDue` for a date before the day of ``now``: what was
    kept elsewhere is taken over with the moment at which it was given.
    """
    if source not in set(TaskSource.values) - {TaskSource.PLAN} or area not in {
        known.code for known in list_areas()
    }:
        raise ValueError(f"no task of source {source!r} in area {area!r}")
    values: dict[str, object] = {
        "source": source,
        "source_id": source_id,
        "source_label": source_label.strip(),
        "area": area,
        "text": text.strip(),
        "product": product.strip(),
        "unit_id": unit_id,
        "person_id": person_id,
    }
    with transaction.atomic():
        agency = lock_agency(agency_id)
        made = PlanTask.objects.filter(agency=agency, source=source, source_id=source_id)
        known = made.first() if source_id else None
        if known is not None:
            return known
        _require_ahead(due_on, now)
        return write_task(agency=agency, plan=None, due_on=due_on, values=values, actor=actor, now=now)


def lock_agency(agency_id: int) -> Agency:
    """Numbers of tasks are given out one after the other; rows that point at the agency are not held up."""
    return Agency.objects.select_for_update(no_key=True).get(pk=agency_id)


def write_task(
    *,
    agency: Agency,
    plan: ReformPlan | None,
    due_on: date,
    values: dict[str, object],
    actor: User | None,
    now: datetime,
) -> PlanTask:
    """The row and its trace; the caller holds the lock of :func:`lock_agency`."""
    year = plan.year if plan else due_on.year
    last = PlanTask.objects.filter(agency=agency, year=year).aggregate(last=Max("number"))["last"] or 0
    task = PlanTask.objects.create(
        **values,
        agency=agency,
        plan=plan,
        year=year,
        number=last + 1,
        first_due_on=due_on,
        due_on=due_on,
        target_on=due_on,
        created_at=now,
        created_by=actor,
    )
    if plan is None:
        # A task of a draft is no task yet: its first note is written when the plan is issued.
        _note(task, NoteKind.ADDED, "", actor, now, new_due_on=due_on)
        tell_given(task=task, by=actor, now=now)
    _trace("added", task, actor, now, {"source": task.source, "due_on": due_on.isoformat()})
    return task


def give_task(
    *,
    staff: StaffContext,
    agency_id: int,
    from_province: bool,
    source: str,
    source_id: str,
    source_label: str,
    text: str,
    due_on: date,
    area: str,
    product: str,
    unit_id: int | None,
    person_id: int | None,
    now: datetime,
) -> PlanTask:
    """A direction written down in a form, or an assignment by the province; the same form twice is one task.

    Raises ``PermissionDenied``, :class:`PastDue`, :class:`OtherContent` where its task was made with other
    words.
    """
    if from_province:
        body = find_standing_body(on=timezone.localdate(now))
        policies.require(policies.may_assign_to(staff, agency_id, standing_body_id=body.pk))
    else:
        policies.require(policies.may_direct(staff, agency_id))
    typed: dict[str, Any] = {
        "source_label": source_label,
        "text": text,
        "area": area,
        "product": product,
        "unit_id": unit_id,
        "person_id": person_id,
    }
    task = add_task(
        agency_id=agency_id,
        source=TaskSource.PROVINCE if from_province else source,
        source_id=source_id,
        due_on=due_on,
        **typed,
        actor=get_user(user_id=staff.user_id),
        now=now,
    )
    if not _says(task, {**typed, "first_due_on": due_on}):
        raise OtherContent(task)
    return task


def _says(task: PlanTask, typed: Mapping[str, Any]) -> bool:
    """Whether the task was made with these words; who does it may have been chosen anew since."""
    chosen = {"unit_id", "person_id"} if task.notes.filter(kind=NoteKind.ASSIGNED).exists() else set()
    said = {name: value.strip() if isinstance(value, str) else value for name, value in typed.items()}
    return all(getattr(task, name) == value for name, value in said.items() if name not in chosen)


def note_progress(*, task_id: int, text: str, staff: StaffContext, now: datetime) -> PlanTask:
    """Add what has been done so far. Raises ``PermissionDenied``, :class:`NotPossible`."""
    with transaction.atomic():
        task = _locked(task_id)
        policies.require(policies.may_report(staff, task))
        if task.state not in (*WORKING_STATES, TaskState.REPORTED):
            raise NotPossible(task.state)
        actor = get_user(user_id=staff.user_id)
        _note(task, NoteKind.PROGRESS, text.strip(), actor, now)
        _trace("progress_noted", task, actor, now)
    return task


def add_evidence(
    *, task_id: int, file: StoredFile, label: str, staff: StaffContext, now: datetime
) -> TaskEvidence:
    """Put a stored file beside the task; the same content twice is one piece of evidence."""
    with transaction.atomic():
        task = _locked(task_id)
        policies.require(policies.may_report(staff, task))
        if task.state == TaskState.CANCELLED:
            raise NotPossible(task.state)
        known = task.evidence.filter(file__blob_id=file.blob_id).first()
        if known is not None:
            return known
        actor = get_user(user_id=staff.user_id)
        piece = TaskEvidence.objects.create(
            task=task, file=file, label=label.strip(), added_at=now, added_by=actor
        )
        _trace("evidence_added", task, actor, now, {"evidence": str(piece.uuid)})
    return piece


def report_done(*, task_id: int, result: str, staff: StaffContext, now: datetime) -> PlanTask:
    """Say that the task is done, with its product or evidence; reported twice, the first day counts.

    Raises ``PermissionDenied``, :class:`NotPossible`, :class:`NothingToShow`.
    """
    with transaction.atomic():
        task = _locked(task_id)
        policies.require(policies.may_report(staff, task))
        if task.state == TaskState.REPORTED:
            return task
        _require_live(task, WORKING_STATES)
        if not result.strip() and not task.evidence.exists():
            raise NothingToShow
        actor = get_user(user_id=staff.user_id)
        task.state, task.result = TaskState.REPORTED, result.strip()
        task.reported_on, task.reported_by = timezone.localdate(now), actor
        task.save(update_fields=["state", "result", "reported_on", "reported_by"])
        _note(task, NoteKind.REPORTED, task.result, actor, now)
        _trace("reported", task, actor, now)
    return task


def confirm_done(*, task_id: int, text: str, staff: StaffContext, now: datetime) -> PlanTask:
    """Accept a report: the task is done on the day it was reported. Confirmed twice changes nothing.

    Raises ``PermissionDenied`` (also for the one who reported), :class:`NotPossible`.
    """
    with transaction.atomic():
        task = _locked(task_id)
        policies.require(policies.may_confirm(staff, task, today=timezone.localdate(now)))
        if task.state == TaskState.DONE:
            return task
        _require_live(task, (TaskState.REPORTED,))
        actor = get_user(user_id=staff.user_id)
        task.state, task.done_on = TaskState.DONE, task.reported_on
        task.save(update_fields=["state", "done_on"])
        _note(task, NoteKind.CONFIRMED, text.strip(), actor, now)
        _trace("confirmed", task, actor, now)
    return task


def return_task(*, task_id: int, reason: str, staff: StaffContext, now: datetime) -> PlanTask:
    """Send a report back; its day no longer counts. Raises like :func:`confirm_done`."""
    with transaction.atomic():
        task = _locked(task_id)
        policies.require(policies.may_confirm(staff, task, today=timezone.localdate(now)))
        if task.state == TaskState.RETURNED:
            return task
        _require_live(task, (TaskState.REPORTED,))
        actor = get_user(user_id=staff.user_id)
        reporter = task.reported_by
        task.state, task.reported_on, task.reported_by = TaskState.RETURNED, None, None
        task.save(update_fields=["state", "reported_on", "reported_by"])
        _note(task, NoteKind.RETURNED, reason.strip(), actor, now)
        tell_returned(task=task, reporter=reporter, reason=reason.strip(), now=now)
        _trace("returned", task, actor, now)
    return task


def extend_task(*, task_id: int, due_on: date, reason: str, staff: StaffContext, now: datetime) -> PlanTask:
    """Grant a new due date. Granted after the old one has passed it is only a target: the task stays late.

    Raises ``PermissionDenied``, :class:`NotPossible`, :class:`PastDue` for a date that has passed or lies before the
    one in force; granting the same date again changes nothing.
    """
    with transaction.atomic():
        task = _locked(task_id)
        policies.require(policies.may_alter(staff, task, today=timezone.localdate(now)))
        if task.target_on == due_on:
            return task
        _require_live(task, WORKING_STATES)
        _require_ahead(due_on, now, in_force=task.due_on)
        actor, old = get_user(user_id=staff.user_id), task.due_on
        granted = Extension(granted_on=timezone.localdate(now), due_on=due_on)
        task.due_on, task.target_on = due_in_force(first=task.due_on, extensions=[granted]), due_on
        task.save(update_fields=["due_on", "target_on"])
        _note(task, NoteKind.EXTENDED, reason.strip(), actor, now, old_due_on=old, new_due_on=due_on)
        _trace("extended", task, actor, now, {"due_on": due_on.isoformat(), "counts": task.due_on == due_on})
    return task


def cancel_task(*, task_id: int, reason: str, staff: StaffContext, now: datetime) -> PlanTask:
    """Take the task off the list, with a reason. Raises ``PermissionDenied``, :class:`NotPossible`."""
    with transaction.atomic():
        task = _locked(task_id)
        policies.require(policies.may_alter(staff, task, today=timezone.localdate(now)))
        if task.state == TaskState.CANCELLED:
            return task
        _require_live(task, (*WORKING_STATES, TaskState.REPORTED))
        actor = get_user(user_id=staff.user_id)
        task.state, task.cancelled_on = TaskState.CANCELLED, timezone.localdate(now)
        task.save(update_fields=["state", "cancelled_on"])
        _note(task, NoteKind.CANCELLED, reason.strip(), actor, now)
        _trace("cancelled", task, actor, now)
    return task


def hand_on(
    *, task_id: int, unit_id: int | None, person_id: int | None, staff: StaffContext, now: datetime
) -> PlanTask:
    """Put another unit or person in charge. Raises ``PermissionDenied``, :class:`NotPossible`."""
    with transaction.atomic():
        task = _locked(task_id)
        policies.require(policies.may_hand_on(staff, task))
        if (task.unit_id, task.person_id) == (unit_id, person_id):
            return task
        if task.state not in WORKING_STATES:
            raise NotPossible(task.state)
        actor = get_user(user_id=staff.user_id)
        task.unit_id, task.person_id = unit_id, person_id
        task.save(update_fields=["unit", "person"])
        _note(task, NoteKind.ASSIGNED, "", actor, now)
        tell_given(task=task, by=actor, now=now)
        _trace("handed_on", task, actor, now, {"unit": unit_id, "person": person_id})
    return task


def get_evidence(*, task: PlanTask, uuid: UUID) -> TaskEvidence:
    """One piece of evidence of a task that the caller may see; raises ``TaskEvidence.DoesNotExist``."""
    return task.evidence.select_related("file__blob").get(uuid=uuid)


def _locked(task_id: int) -> PlanTask:
    # The plan is not read with it: whoever closes the plan holds this row, and the plan is to be as it is afterwards.
    return PlanTask.objects.select_for_update(of=("self",)).select_related("agency").get(pk=task_id)


def _require_live(task: PlanTask, states: Sequence[str]) -> None:
    if task.state not in states or (task.plan is not None and task.plan.state != PlanState.ISSUED):
        raise NotPossible(task.state)


def _require_ahead(due_on: date, now: datetime, *, in_force: date = date.min) -> None:
    if due_on < max(timezone.localdate(now), in_force):
        raise PastDue


def _note(
    task: PlanTask,
    kind: str,
    text: str,
    actor: User | None,
    now: datetime,
    *,
    old_due_on: date | None = None,
    new_due_on: date | None = None,
) -> None:
    TaskNote.objects.create(
        task=task,
        kind=kind,
        text=text,
        at=now,
        author=actor,
        old_due_on=old_due_on,
        new_due_on=new_due_on,
    )


def _trace(
    act: str, task: PlanTask, actor: User | None, now: datetime, detail: dict[str, object] | None = None
) -> None:
    record(
        action=f"reform_task.{act}",
        now=now,
        actor=actor,
        agency_code=task.agency.code,
        object_type="reform_task",
        object_id=task.uuid,
        detail=detail,
    )
