"""Reads of plans and tasks; each asks for the person it reads for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from motcua.identity.api import (
    Agency,
    AgencyKind,
    Role,
    StaffContext,
    Unit,
    User,
    get_province,
    list_agencies,
)
from motcua.platform.audit.api import AuditEvent, list_events
from motcua.platform.calendar.api import calendar_for
from motcua.reform.offices import managers_of, stands_in
from motcua.reform.plan.models import (
    LIVE_PLANS,
    WORKING_STATES,
    PlanState,
    PlanTask,
    ReformPlan,
    TaskSource,
    TaskState,
)
from motcua.reform.plan.parameters import escalation_on
from motcua.reform.plan.policies import is_judged_above, may_assign_to, visible_plans, visible_tasks
from motcua.reform.rules.plan import Standing
from motcua.reform.standing_body import find_standing_body

OWED = Q(plan__isnull=True) | Q(plan__state__in=LIVE_PLANS)
"""Tasks that somebody has to do: those of drafts are not."""


@dataclass(frozen=True)
class Tally:
    """Counts of tasks by standing, for one area or one unit (``key``) or for all."""

    key: object
    counts: dict[str, int]

    def of(self, *standings: str) -> int:
        return sum(self.counts.get(standing, 0) for standing in standings)

    @property
    def total(self) -> int:
        """All that are owed; cancelled ones are not."""
        return sum(self.counts.values()) - self.counts.get(Standing.CANCELLED, 0)

    @property
    def done(self) -> int:
        return self.of(Standing.DONE, Standing.DONE_LATE)

    @property
    def late(self) -> int:
        return self.of(Standing.LATE)

    @property
    def waiting(self) -> int:
        return self.of(Standing.WAITING)

    @property
    def running(self) -> int:
        return self.of(Standing.OPEN, Standing.DUE_SOON, Standing.DUE_TODAY)


def soon_after(*, today: date, calendar: str = "VN") -> date:
    """The last due date that counts as near on ``today``."""
    days = escalation_on(today).soon_working_days
    return calendar_for(calendar).add_working_days(today, days)


def with_standing(tasks: QuerySet[PlanTask], *, today: date) -> "QuerySet[PlanTask]":
    """Tasks with ``standing`` as :func:`motcua.reform.rules.plan.standing` says it, computed by the database."""
    cases = [
        When(cancelled_on__isnull=False, then=Value(Standing.CANCELLED.value)),
        When(done_on__lte=F("due_on"), then=Value(Standing.DONE.value)),
        When(done_on__isnull=False, then=Value(Standing.DONE_LATE.value)),
        When(reported_on__isnull=False, then=Value(Standing.WAITING.value)),
        When(due_on__lt=today, then=Value(Standing.LATE.value)),
        When(due_on=today, then=Value(Standing.DUE_TODAY.value)),
        When(due_on__lte=soon_after(today=today), then=Value(Standing.DUE_SOON.value)),
    ]
    standing = Case(*cases, default=Value(Standing.OPEN.value), output_field=CharField())
    return tasks.annotate(standing=standing)


def list_tasks(*, staff: StaffContext, agency_id: int, today: date) -> QuerySet[PlanTask]:
    """Tasks of one agency that are owed or were, soonest first."""
    tasks = visible_tasks(staff).filter(OWED, agency_id=agency_id)
    return _shown(with_standing(tasks, today=today)).order_by("due_on", "year", "number")


def has_urgent_tasks(*, staff: StaffContext, agency_id: int, year: int, today: date) -> bool:
    """Whether something late can still be done: what a closed plan left undone cannot."""
    tasks = list_tasks(staff=staff, agency_id=agency_id, today=today).filter(year=year)
    late = tasks.filter(standing=Standing.LATE)  # type: ignore[misc]  # annotated
    return late.exclude(plan__state=PlanState.CLOSED).exists()


def get_reopening(*, plan: ReformPlan) -> AuditEvent | None:
    """When, by whom and why the closed year was last opened again, as the event log has it; None if it never was."""
    events = list_events(object_type="reform_plan", object_id=plan.uuid)
    return events.filter(action="reform_plan.reopened").last()


def list_my_tasks(*, staff: StaffContext, today: date) -> QuerySet[PlanTask]:
    """Open tasks of this person, and those of their units that nobody is in charge of yet."""
    units = [held.unit_id for held in staff.matching(Role.HEAD_OF_UNIT)]
    mine = Q(person_id=staff.user_id) | Q(person__isnull=True, unit__in=units)
    tasks = visible_tasks(staff).filter(OWED, mine, state__in=(*WORKING_STATES, TaskState.REPORTED))
    return _shown(with_standing(tasks, today=today)).order_by("due_on", "year", "number")


def list_to_confirm(*, staff: StaffContext, agency_id: int, today: date) -> QuerySet[PlanTask]:
    """Reports of one agency that wait for somebody to judge them, oldest first; for those who judge reports on tasks
    of the province, these of every agency too, and for whoever stands in for the standing body those of its tasks.
    """
    wanted = Q(agency=agency_id)
    if staff.has_role(Role.REFORM_MANAGER):
        wanted |= Q(source=TaskSource.PROVINCE)
    if stands_in(staff):
        judged = (TaskSource.PLAN, TaskSource.PROVINCE)
        wanted |= Q(agency=find_standing_body(on=today), source__in=judged)
    tasks = visible_tasks(staff).filter(OWED, wanted, state=TaskState.REPORTED)
    return _shown(with_standing(tasks, today=today)).order_by("reported_on", "id")


def list_draft_tasks(*, plan: ReformPlan, today: date) -> QuerySet[PlanTask]:
    """Tasks of one plan in the order of its paper: by area, then by number."""
    return _shown(with_standing(plan.tasks.all(), today=today)).order_by("area", "number")


def get_task_for(*, staff: StaffContext, uuid: UUID, today: date) -> PlanTask:
    """One task; raises ``PlanTask.DoesNotExist`` for everybody who may not know of it."""
    tasks = with_standing(visible_tasks(staff), today=today)
    return tasks.select_related("agency", "plan", "unit", "person", "reported_by", "created_by").get(
        uuid=uuid
    )


def list_assignable(*, staff: StaffContext, on: date) -> list[Agency]:
    """Agencies to which this person may give tasks of the province."""
    body_id = find_standing_body(on=on).pk
    return [one for one in list_agencies() if may_assign_to(staff, one.pk, standing_body_id=body_id)]


@dataclass(frozen=True)
class Judges:
    """Who confirms, moves and cancels a task that is judged outside its agency, and where they serve."""

    body: Agency
    people: list[User]
    is_in_place: bool
    """In the standing body's place, which does not judge its own tasks."""


def find_judges_above(*, task: PlanTask, on: date) -> Judges | None:
    """None for a task that is judged within its agency."""
    body = find_standing_body(on=on)
    if not is_judged_above(task, standing_body_id=body.pk):
        return None
    people = managers_of(agency_id=task.agency_id, standing_body_id=body.pk, on=on)
    is_own = task.agency_id == body.pk
    return Judges(get_province() if is_own else body, people, is_in_place=is_own)


def get_plan_for(*, staff: StaffContext, uuid: UUID) -> ReformPlan:
    """One plan; raises ``ReformPlan.DoesNotExist`` for everybody who may not know of it."""
    return visible_plans(staff).select_related("agency", "file__blob").get(uuid=uuid)


def find_plan(*, staff: StaffContext, agency_id: int, year: int) -> ReformPlan | None:
    """The agency's plan of the year, if there is one that this person may know of."""
    return visible_plans(staff).select_related("agency").filter(agency_id=agency_id, year=year).first()


def list_years(*, staff: StaffContext, agency_id: int) -> list[int]:
    """Years in which the agency has a plan or tasks, newest first."""
    plans = visible_plans(staff).filter(agency_id=agency_id).values_list("year", flat=True)
    tasks = visible_tasks(staff).filter(agency_id=agency_id).values_list("year", flat=True)
    return sorted(set(plans.union(tasks)), reverse=True)


def tally(*, staff: StaffContext, agency_id: int, year: int, by: str, today: date) -> list[Tally]:
    """Counts of the year's owed tasks by ``area`` or ``unit_id``, in one statement."""
    tasks = visible_tasks(staff).filter(OWED, agency_id=agency_id, year=year)
    return count_by(tasks, by=by, today=today)


def count_by(tasks: QuerySet[PlanTask], *, by: str, today: date) -> list[Tally]:
    """One tally for each value of ``by``, in one statement."""
    shown = with_standing(tasks, today=today).order_by().values_list(by, "standing")
    return gather(shown.annotate(n=Count("id")))


def gather(rows: Iterable[tuple[Any, ...]]) -> list[Tally]:
    """Rows of (key, standing, number) as one tally for each key."""
    found: dict[object, dict[str, int]] = {}
    for key, standing, number in rows:
        found.setdefault(key, {})[standing] = number
    return [Tally(key, counts) for key, counts in found.items()]


def list_province(*, year: int, today: date) -> list[dict[str, Any]]:
    """Every agency with the plan and the tasks of the year, for those who oversee the province; three statements."""
    plans = {plan.agency_id: plan for plan in ReformPlan.objects.filter(year=year, state__in=LIVE_PLANS)}
    owed = PlanTask.objects.filter(year=year).filter(
        Q(plan__state__in=LIVE_PLANS) | Q(source=TaskSource.PROVINCE)
    )
    counts = {entry.key: entry for entry in count_by(owed, by="agency_id", today=today)}
    agencies = Agency.objects.filter(is_active=True).exclude(kind=AgencyKind.PROVINCE).order_by("code")
    return [
        {
            "agency": agency,
            "plan": plans.get(agency.pk),
            "tally": counts.get(agency.pk, Tally(agency.pk, {})),
        }
        for agency in agencies
    ]


def list_units(*, agency_id: int) -> list[Unit]:
    """Units of an agency in their order."""
    return list(Unit.objects.filter(agency_id=agency_id).order_by("order", "id"))


def list_people(*, agency_id: int, on: date) -> list[User]:
    """People in office at the agency on a day, by name."""
    in_office = Q(appointments__valid_from__lte=on) & (
        Q(appointments__valid_to__isnull=True) | Q(appointments__valid_to__gte=on)
    )
    people = User.objects.filter(in_office, appointments__unit__agency_id=agency_id, is_active=True)
    return list(people.distinct().order_by("full_name", "id"))


def _shown(tasks: QuerySet[PlanTask]) -> QuerySet[PlanTask]:
    return tasks.select_related("unit", "person", "plan", "agency")
