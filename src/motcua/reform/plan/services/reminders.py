"""Reminding of tasks that near or have passed their due date: the person, then the head of unit, then the leader.

What is due is derived from dates; a row per task, stage and due date says that it was done, so a run that is repeated
or made up for later tells nobody twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Role, User, users_with_role
from motcua.platform.audit.api import record
from motcua.platform.calendar.api import calendar_for
from motcua.reform.plan.models import WORKING_STATES, PlanState, PlanTask, ReminderStage, TaskReminder
from motcua.reform.plan.notices import tell
from motcua.reform.plan.parameters import escalation_on
from motcua.reform.plan.presentation import due_words
from motcua.reform.plan.queries import OWED
from motcua.reform.rules.plan import steps_due

# Looked at ahead: more calendar days than any lead in working days can span over a long holiday.
_HORIZON = timedelta(days=45)
_ROLES = {
    ReminderStage.LATE_HEAD: Role.HEAD_OF_UNIT,
    ReminderStage.LATE_LEADER: Role.LEADER,
}


@dataclass(frozen=True)
class _Due:
    task_id: int
    stage: str


def remind_due(*, now: datetime) -> int:
    """Take every step of the escalation that is due and has not been taken; returns how many."""
    today = timezone.localdate(now)
    return sum(remind(task_id=due.task_id, stage=due.stage, now=now) for due in list(_list_due(today)))


def remind(*, task_id: int, stage: str, now: datetime) -> bool:
    """Take one step for one task, in one transaction with the note that it was taken; at most once."""
    with transaction.atomic():
        task = (
            PlanTask.objects.select_for_update(of=("self",))
            .select_related("agency", "person", "unit", "plan")
            .get(pk=task_id)
        )
        today = timezone.localdate(now)
        if task.state not in WORKING_STATES or stage not in _stages(task, today):
            return False
        reminder, is_first = TaskReminder.objects.get_or_create(
            task=task, stage=stage, due_on=task.due_on, defaults={"sent_at": now}
        )
        if not is_first:
            return False
        people = _recipients(task, stage, today)
        for person in people:
            _tell(task, person, today, now)
        reminder.recipients = len(people)
        reminder.save(update_fields=["recipients"])
        record(
            action="reform_task.reminded",
            now=now,
            agency_code=task.agency.code,
            object_type="reform_task",
            object_id=task.uuid,
            detail={"stage": stage},
        )
    return True


def _list_due(today: date) -> Iterable[_Due]:
    # Nobody is reminded of a closed year.
    tasks = PlanTask.objects.filter(OWED, state__in=WORKING_STATES, due_on__lte=today + _HORIZON)
    tasks = tasks.exclude(plan__state=PlanState.CLOSED).select_related("agency").order_by("due_on", "id")
    taken = set(
        TaskReminder.objects.filter(task__in=tasks.order_by().values("pk")).values_list(
            "task_id", "stage", "due_on"
        )
    )
    for task in tasks:
        for stage in _stages(task, today):
            if (task.pk, stage, task.due_on) not in taken:
                yield _Due(task.pk, stage)


def _stages(task: PlanTask, today: date) -> tuple[str, ...]:
    return steps_due(
        escalation_on(today).steps,
        due_on=task.due_on,
        today=today,
        calendar=calendar_for(task.agency.calendar),
    )


def _recipients(task: PlanTask, stage: str, on: date) -> list[User]:
    """Who hears: the person in charge, or those who could put somebody in charge."""
    role = _ROLES.get(ReminderStage(stage))
    if role is None and task.person is not None:
        return [task.person]
    if role == Role.LEADER:
        return users_with_role(role=Role.LEADER, agency_id=task.agency_id, on=on)
    heads: list[User] = []
    if task.unit_id is not None:
        heads = users_with_role(role=Role.HEAD_OF_UNIT, agency_id=task.agency_id, unit_id=task.unit_id, on=on)
    return heads or users_with_role(role=Role.REFORM_OFFICER, agency_id=task.agency_id, on=on)


def _tell(task: PlanTask, person: User, today: date, now: datetime) -> None:
    tell(
        task=task,
        person=person,
        news=lambda: due_words(task, today=today)[1],
        by_mail=task.due_on < today,
        now=now,
    )
