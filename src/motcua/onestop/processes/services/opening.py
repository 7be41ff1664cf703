"""Processes come to life: versions from steps, the run of a dossier, and the rows of the worklist."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from motcua.identity.api import User
from motcua.onestop.dossiers.models import Channel, Dossier
from motcua.onestop.dossiers.rules.steps import moved_target
from motcua.onestop.procedures.models import AfterPause
from motcua.onestop.processes import bpmn, engine
from motcua.onestop.processes.models import ProcessInstance, ProcessVersion, WorkItem, WorkItemState
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.rules.steps import PROVINCE, RECEIVE, RECEPTION, RETURN, UNIT, Step, plan_steps
from motcua.platform.calendar.api import calendar_for

# Drawings by digest. There are about as many as procedures, some ten kilobytes each.
_drawings: dict[str, str] = {}


def load_process(*, key: str, steps: Sequence[Mapping[str, Any]], now: datetime) -> ProcessVersion:
    """The process version drawn from ``steps`` (rows of role, names, working_hours); equal steps make no new
    version.

    Raises :class:`~motcua.onestop.processes.rules.steps.ProcessRefused`.
    """
    document = bpmn.draw(process_id=f"process_{key.replace('-', '_')}", steps=plan_steps(rows=steps))
    return store_process(key=key, document=document, now=now)


@transaction.atomic
def store_process(*, key: str, document: str, now: datetime) -> ProcessVersion:
    """Keep a drawing as the newest version of a process; the same drawing again answers with the version it
    is.
    """
    engine.check(bpmn=document)
    digest = bpmn.digest(document)
    versions = ProcessVersion.objects.select_for_update().filter(key=key).order_by("-number")
    newest = versions.first()
    if newest is not None and newest.digest == digest:
        return newest
    number = newest.number + 1 if newest else 1
    return ProcessVersion.objects.create(key=key, number=number, bpmn=document, digest=digest, created_at=now)


def drawing_of(version: ProcessVersion) -> str:
    """The BPMN of a version. Each process reads a drawing once; it is kept by what it says, never by a number
    that another row may bear in another database or after a restore.
    """
    known = _drawings.get(version.digest)
    if known is None:
        known = _drawings[version.digest] = version.bpmn
    return known


def steps_of(version: ProcessVersion) -> tuple[Step, ...]:
    return bpmn.read_steps(drawing_of(version))


def get_version(version_id: int) -> ProcessVersion:
    """A version without its drawing, which :func:`drawing_of` reads when this process does not know it."""
    return ProcessVersion.objects.defer("bpmn").get(pk=version_id)


def start_process(*, dossier: Dossier, actor: User, now: datetime) -> WorkItem:
    """Start the internal process of a dossier just received; answers with the first open step.

    Called by ``receive`` inside its transaction, with the dossier locked. The reception itself is the first
    row. Raises :class:`StepRefused` (``process_missing``).
    """
    version = get_version(_process_of(dossier, now))
    document = drawing_of(version)
    move = engine.start(bpmn=document)
    rows: list[WorkItem] = []
    steps = {step.key: step for step in bpmn.read_steps(document)}
    first = move.opened[0]
    if steps[first.step_key].kind == RECEIVE:
        rows.append(_reception_row(dossier, steps[first.step_key], first, actor, now))
        move = engine.complete(bpmn=document, state=move.state, task_id=first.task_id, outcome="received")
    ProcessInstance.objects.create(
        dossier=dossier, version=version, state=move.state, is_finished=False, updated_at=now
    )
    opened = [
        new_item(dossier=dossier, step=steps[task.step_key], task=task, opened_by_id=actor.pk, now=now)
        for task in move.opened
    ]
    WorkItem.objects.bulk_create([*rows, *opened])
    return opened[0]


def new_item(
    *,
    dossier: Dossier,
    step: Step,
    task: engine.OpenTask,
    opened_by_id: int | None,
    now: datetime,
    assignee_id: int | None = None,
    handler_id: int | None = None,
) -> WorkItem:
    """An unsaved row of the worklist for one open task, placed where its people sit."""
    return WorkItem(
        dossier=dossier,
        task_id=task.task_id,
        step_key=step.key,
        step_kind=step.kind,
        name_vi=step.name_vi,
        name_en=step.name_en,
        role=step.role,
        agency_id=_agency_of(dossier, step.place),
        unit_id=dossier.unit_id if step.place == UNIT else None,
        assignee_id=assignee_id,
        handler_id=handler_id,
        opened_by_id=opened_by_id,
        opened_at=now,
        claimed_at=now if assignee_id else None,
        target_at=target_of(dossier=dossier, step=step, now=now),
        dossier_due_at=dossier.due_at,
    )


def target_of(*, dossier: Dossier, step: Step, now: datetime) -> datetime | None:
    """By when the step should be done: its hours of office time from now. Never the legal due date.

    The return has none: the applicant or the carrier decides when a finished result is fetched.
    """
    if step.working_hours <= 0 or step.kind == RETURN:
        return None
    calendar = calendar_for(dossier.agency.calendar)
    return calendar.add_office_time(now, timedelta(hours=step.working_hours))


def refresh_due(*, dossier: Dossier) -> None:
    """Copy a changed due moment to the open steps, which sort by it. Called with the dossier locked."""
    open_items(dossier).update(dossier_due_at=dossier.due_at)


def move_targets(*, dossier: Dossier, paused_at: datetime, resumed_at: datetime) -> None:
    """The clock goes on: open steps get back the office time they had when it stopped, or all of theirs where the
    limit starts anew. Called with the dossier locked.
    """
    calendar = calendar_for(dossier.agency.calendar)
    starts_anew = dossier.version.after_pause == AfterPause.RESTART
    for item in open_items(dossier).exclude(target_at=None):
        assert item.target_at is not None
        item.target_at = moved_target(
            calendar=calendar,
            target=item.target_at,
            counted_from=item.opened_at if starts_anew else paused_at,
            resumed_at=resumed_at,
        )
        item.save(update_fields=["target_at"])


def cancel_open_items(*, dossier: Dossier, now: datetime) -> int:
    """Take the dossier off every desk, because it ended another way; answers how many steps were open."""
    cancelled = open_items(dossier).update(state=WorkItemState.CANCELLED, done_at=now, pending="")
    ProcessInstance.objects.filter(dossier=dossier).update(is_finished=True, updated_at=now)
    return cancelled


def close_return_step(*, dossier: Dossier, actor_id: int | None, now: datetime) -> None:
    """The result reached the applicant by post, online or at the counter: that does the last step."""
    open_items(dossier).update(
        state=WorkItemState.DONE,
        outcome="returned",
        done_at=now,
        done_by_id=F("assignee_id") if actor_id is None else actor_id,
    )
    ProcessInstance.objects.filter(dossier=dossier).update(is_finished=True, updated_at=now)


def open_items(dossier: Dossier) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(dossier=dossier, state=WorkItemState.OPEN)


def is_returned_by_itself(dossier: Dossier) -> bool:
    """An online result is with the applicant the moment it is issued."""
    return dossier.return_channel == Channel.ONLINE


def steps_by_key(steps: Iterable[Step]) -> dict[str, Step]:
    return {step.key: step for step in steps}


def local_day(now: datetime) -> date:
    return timezone.localdate(now)


def _process_of(dossier: Dossier, now: datetime) -> int:
    version = dossier.version
    if version.process_id is not None:
        return version.process_id
    if not version.steps:
        raise StepRefused("process_missing")
    # A version without a drawing runs the default one of its published steps.
    return load_process(key=version.procedure.key, steps=version.steps, now=now).pk


def _reception_row(
    dossier: Dossier, step: Step, task: engine.OpenTask, actor: User, now: datetime
) -> WorkItem:
    row = new_item(dossier=dossier, step=step, task=task, opened_by_id=None, now=now, assignee_id=actor.pk)
    row.opened_at = row.claimed_at = dossier.submitted_at
    row.target_at = None
    row.state, row.outcome = WorkItemState.DONE, "received"
    row.done_at, row.done_by = now, actor
    return row


def _agency_of(dossier: Dossier, place: str) -> int:
    if place == RECEPTION:
        return dossier.received_by_agency_id or dossier.agency_id
    if place == PROVINCE:
        return dossier.agency.parent_id or dossier.agency_id
    return dossier.agency_id
