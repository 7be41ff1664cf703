"""The yearly plan: begun, filled, issued by a signed paper, closed, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from motcua.identity.api import StaffContext, User, get_user
from motcua.platform.audit.api import record
from motcua.reform.plan import policies
from motcua.reform.plan.models import (
    WORKING_STATES,
    DateBasis,
    NoteKind,
    PlanState,
    PlanTask,
    ReformPlan,
    TaskNote,
    TaskSource,
    TaskState,
)
from motcua.reform.plan.services.tasks import NotPossible, lock_agency, write_task

_SAMENESS = ("area", "text", "product", "unit_id", "person_id", "due_on")


class EmptyPlan(Exception):
    """A plan without tasks is not issued."""


class StillDue(Exception):
    """A year is not closed while ``tasks`` can be done in time or wait to be confirmed."""

    def __init__(self, tasks: Sequence[PlanTask]) -> None:
        super().__init__(", ".join(map(str, tasks)))
        self.tasks = tasks


@dataclass(frozen=True, kw_only=True)
class TaskValues:
    """What a task of a draft says; ids belong to the agency of the plan."""

    area: str
    text: str
    product: str
    unit_id: int | None
    person_id: int | None
    due_on: date


def open_plan(
    *, agency_id: int, year: int, title: str, introduction: str, staff: StaffContext, now: datetime
) -> ReformPlan:
    """The agency's plan of the year, begun unless it is there already. Raises ``PermissionDenied``."""
    policies.require(policies.may_draft(staff, agency_id))
    actor = get_user(user_id=staff.user_id)
    with transaction.atomic():
        agency = lock_agency(agency_id)
        plan, is_new = ReformPlan.objects.get_or_create(
            agency=agency,
            year=year,
            defaults={
                "title": title.strip(),
                "introduction": introduction.strip(),
                "created_at": now,
                "created_by": actor,
            },
        )
        if is_new:
            trace("begun", plan, actor, now, {"year": year})
    return plan


def change_plan(
    *, plan_id: int, title: str, introduction: str, staff: StaffContext, now: datetime
) -> ReformPlan:
    """Reword title and introduction of a draft. Raises ``PermissionDenied``, :class:`NotPossible`."""
    with transaction.atomic():
        plan = _draft(plan_id, staff)
        plan.title, plan.introduction = title.strip(), introduction.strip()
        plan.save(update_fields=["title", "introduction"])
        trace("changed", plan, get_user(user_id=staff.user_id), now)
    return plan


def put_tasks(
    *, plan_id: int, tasks: Sequence[TaskValues], staff: StaffContext, now: datetime
) -> list[PlanTask]:
    """Add tasks to a draft; one that stands there already in every word, person and date is not added again.

    Raises ``PermissionDenied``, :class:`NotPossible`.
    """
    with transaction.atomic():
        lock_agency(ReformPlan.objects.values_list("agency_id", flat=True).get(pk=plan_id))
        plan = _draft(plan_id, staff)
        actor = get_user(user_id=staff.user_id)
        return [_write(plan, task, actor, now) for task in not_in_plan(plan=plan, tasks=tasks)]


def not_in_plan(*, plan: ReformPlan, tasks: Sequence[TaskValues]) -> list[TaskValues]:
    """The tasks that stand neither in the plan nor earlier in the list, in every word, person and date."""
    known = set(plan.tasks.values_list(*_SAMENESS))
    new = []
    for task in tasks:
        said = {**_columns(task), "due_on": task.due_on}
        sameness = tuple(said[name] for name in _SAMENESS)
        if sameness not in known:
            known.add(sameness)
            new.append(task)
    return new


def change_task(*, task_id: int, values: TaskValues, staff: StaffContext, now: datetime) -> PlanTask:
    """Reword a task while its plan is a draft. Raises ``PermissionDenied``, :class:`NotPossible`."""
    with transaction.atomic():
        plan = _draft_of(task_id, staff)
        task = PlanTask.objects.select_for_update(of=("self",)).select_related("agency").get(pk=task_id)
        for name, value in _columns(values).items():
            setattr(task, name, value)
        task.first_due_on = task.due_on = task.target_on = values.due_on
        task.save()
        trace("task_changed", plan, get_user(user_id=staff.user_id), now, {"task": str(task)})
    return task


def remove_task(*, task_id: int, staff: StaffContext, now: datetime) -> None:
    """Take a task out of a draft; one that is gone already is no error. Raises like :func:`change_task`."""
    with transaction.atomic():
        if not PlanTask.objects.filter(pk=task_id).exists():
            return
        plan = _draft_of(task_id, staff)
        task = PlanTask.objects.select_for_update().filter(pk=task_id).first()
        if task is None:
            return
        trace("task_removed", plan, get_user(user_id=staff.user_id), now, {"task": str(task)})
        task.delete()


def issue(
    *,
    plan: ReformPlan,
    issued_on: date,
    basis: DateBasis,
    document_number: str,
    actor: User | None,
    now: datetime,
) -> ReformPlan:
    """The plan is in force with the date of its paper; the caller has locked it."""
    plan.state, plan.issued_on, plan.document_number = PlanState.ISSUED, issued_on, document_number
    plan.date_basis = basis
    plan.save(update_fields=["state", "issued_on", "document_number", "date_basis"])
    TaskNote.objects.bulk_create(
        TaskNote(task=task, kind=NoteKind.ADDED, at=now, author=actor, new_due_on=task.due_on)
        for task in plan.tasks.order_by("number")
    )
    trace("issued", plan, actor, now, {"issued_on": issued_on.isoformat(), "symbol": document_number})
    return plan


def close_plan(*, plan_id: int, staff: StaffContext, now: datetime) -> ReformPlan:
    """End the plan's year: what is late stays undone, and nobody is reminded any more.

    Raises ``PermissionDenied``, :class:`NotPossible`, :class:`StillDue`; closed twice changes nothing.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id)
        policies.require(policies.may_close(staff, plan.agency_id))
        if plan.state == PlanState.CLOSED:
            return plan
        if plan.state != PlanState.ISSUED:
            raise NotPossible(plan.state)
        _hold_live_tasks(plan)
        tasks = list(tasks_still_due(plan=plan, today=timezone.localdate(now)))
        if tasks:
            raise StillDue(tasks)
        plan.state, plan.closed_at = PlanState.CLOSED, now
        plan.save(update_fields=["state", "closed_at"])
        trace("closed", plan, get_user(user_id=staff.user_id), now)
    return plan


def _hold_live_tasks(plan: ReformPlan) -> None:
    """Whoever reports, judges or moves a task holds its row and then reads the plan: what happens at this moment is
    seen here, and whoever comes later, also with a late task, sees a closed plan.
    """
    live = plan.tasks.filter(state__in=(*WORKING_STATES, TaskState.REPORTED))
    list(live.order_by("pk").select_for_update().values_list("pk", flat=True))


def tasks_still_due(*, plan: ReformPlan, today: date) -> QuerySet[PlanTask]:
    """What stands in the way of closing: tasks that can still be done in time, and reports that nobody has judged."""
    in_time = Q(state__in=WORKING_STATES, due_on__gte=today)
    return plan.tasks.filter(in_time | Q(state=TaskState.REPORTED)).order_by("due_on", "number")


def reopen_plan(*, plan_id: int, reason: str, staff: StaffContext, now: datetime) -> ReformPlan:
    """Open a closed year again, with a reason: its late tasks can be reported again.

    Days of reports are those of today, so that no figure of a year gone by becomes better. Raises
    ``PermissionDenied``, :class:`NotPossible`; opened twice changes nothing.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id)
        policies.require(policies.may_close(staff, plan.agency_id))
        if plan.state == PlanState.ISSUED:
            return plan
        if plan.state != PlanState.CLOSED:
            raise NotPossible(plan.state)
        plan.state, plan.closed_at = PlanState.ISSUED, None
        plan.save(update_fields=["state", "closed_at"])
        trace("reopened", plan, get_user(user_id=staff.user_id), now, {"reason": reason.strip()})
    return plan


def require_ready(plan: ReformPlan) -> None:
    """A draft with tasks can be issued. Raises :class:`NotPossible`, :class:`EmptyPlan`."""
    if plan.state != PlanState.DRAFT:
        raise NotPossible(plan.state)
    if not plan.tasks.exists():
        raise EmptyPlan


def locked_plan(plan_id: int) -> ReformPlan:
    """The plan with its agency, locked."""
    return ReformPlan.objects.select_for_update(of=("self",)).select_related("agency").get(pk=plan_id)


def _draft(plan_id: int, staff: StaffContext) -> ReformPlan:
    plan = locked_plan(plan_id)
    policies.require(policies.may_draft(staff, plan.agency_id))
    if plan.state != PlanState.DRAFT:
        raise NotPossible(plan.state)
    return plan


def _draft_of(task_id: int, staff: StaffContext) -> ReformPlan:
    """The draft in which the task stands, locked before the task as in :func:`close_plan`: neither waits for the
    other's row.
    """
    task = PlanTask.objects.get(pk=task_id)
    if task.plan_id is None or task.state != TaskState.OPEN:
        raise NotPossible(task.state)
    return _draft(task.plan_id, staff)


def _columns(values: TaskValues) -> dict[str, object]:
    return {
        "area": values.area,
        "text": values.text.strip(),
        "product": values.product.strip(),
        "unit_id": values.unit_id,
        "person_id": values.person_id,
    }


def _write(plan: ReformPlan, task: TaskValues, actor: User, now: datetime) -> PlanTask:
    return write_task(
        agency=plan.agency,
        plan=plan,
        due_on=task.due_on,
        values={"source": TaskSource.PLAN, **_columns(task)},
        actor=actor,
        now=now,
    )


def trace(
    act: str, plan: ReformPlan, actor: User | None, now: datetime, detail: dict[str, object] | None = None
) -> None:
    """One event of a plan in the event log."""
    record(
        action=f"reform_plan.{act}",
        now=now,
        actor=actor,
        agency_code=plan.agency.code,
        object_type="reform_plan",
        object_id=plan.uuid,
        detail=detail,
    )
