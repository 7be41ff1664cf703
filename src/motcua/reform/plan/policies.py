"""Who may know of plans and tasks, and who may do what with them.

An agency's people read its issued plan; a draft is read by those who make it. The province (standing body, appraisers
and council of the index, leaders and auditors of the People's Committee) reads issued plans and the tasks it has
assigned, never a draft and never the inner directions of an agency.

What the province has assigned the standing body judges. Its own tasks, assigned or of its plan, are judged by the
People's Committee: over what others confirm themselves the standing body looks, over its own nobody would.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from motcua.identity.api import Role, StaffContext
from motcua.reform.offices import JUDGES, manages_matters_of, reads_province, stands_in
from motcua.reform.plan.models import LIVE_PLANS, PlanTask, ReformPlan, TaskSource
from motcua.reform.standing_body import find_standing_body

READERS = (
    Role.REFORM_OFFICER,
    Role.LEADER,
    Role.HEAD_OF_UNIT,
    Role.SPECIALIST,
    Role.CLERK,
    Role.RECEIVER,
    Role.SURVEYOR,
    Role.COUNCIL,
    Role.PROCEDURE_EDITOR,
    *JUDGES,
    Role.AUDITOR,
)
DRAFTERS = (Role.REFORM_OFFICER, Role.LEADER, Role.HEAD_OF_UNIT)


def visible_plans(staff: StaffContext) -> QuerySet[ReformPlan]:
    """Plans that this person may know of."""
    live = Q(state__in=LIVE_PLANS)
    own = Q(agency__in=staff.agencies_with(*READERS)) & live
    drafts = Q(agency__in=staff.agencies_with(*DRAFTERS))
    allowed = own | drafts | live if reads_province(staff) else own | drafts
    return ReformPlan.objects.filter(allowed)


def visible_tasks(staff: StaffContext) -> QuerySet[PlanTask]:
    """Tasks that this person may know of."""
    owed = Q(plan__isnull=True) | Q(plan__state__in=LIVE_PLANS)
    allowed = Q(agency__in=staff.agencies_with(*READERS)) & owed | Q(
        agency__in=staff.agencies_with(*DRAFTERS)
    )
    if reads_province(staff):
        allowed |= Q(source=TaskSource.PROVINCE) | Q(plan__state__in=LIVE_PLANS)
    return PlanTask.objects.filter(allowed)


def may_draft(staff: StaffContext, agency_id: int) -> bool:
    """Make the plan and send it for signature."""
    return staff.has_role(Role.REFORM_OFFICER, agency_id=agency_id)


def may_close(staff: StaffContext, agency_id: int) -> bool:
    """Close the year, and open it again: whoever has issued its plan."""
    return staff.has_role(Role.LEADER, agency_id=agency_id)


def may_confirm_date(staff: StaffContext, plan: ReformPlan) -> bool:
    """Say that a plan signed outside bears its date: the leader, never whoever typed it."""
    return staff.has_role(Role.LEADER, agency_id=plan.agency_id) and staff.user_id != plan.noted_by_id


def may_direct(staff: StaffContext, agency_id: int) -> bool:
    """Give the agency's own people a task beside the plan."""
    return staff.has_role(Role.LEADER, Role.REFORM_OFFICER, agency_id=agency_id)


def may_assign_from_province(staff: StaffContext) -> bool:
    """Give some agency a task of the People's Committee; which, says :func:`may_assign_to`."""
    return staff.has_role(Role.REFORM_MANAGER) or stands_in(staff)


def may_assign_to(staff: StaffContext, agency_id: int, *, standing_body_id: int) -> bool:
    """Give this agency a task of the People's Committee, and judge it."""
    return manages_matters_of(staff, agency_id=agency_id, standing_body_id=standing_body_id)


def is_judged_above(task: PlanTask, *, standing_body_id: int) -> bool:
    """Is it judged outside its agency: assigned by the province, or of the standing body's own plan?"""
    of_own_plan = task.source == TaskSource.PLAN and task.agency_id == standing_body_id
    return of_own_plan or task.source == TaskSource.PROVINCE


def may_report(staff: StaffContext, task: PlanTask) -> bool:
    """Note progress, show evidence, report done: who is in charge, the head of the unit, the reform officer."""
    if staff.has_role(Role.REFORM_OFFICER, agency_id=task.agency_id):
        return True
    in_charge = task.person_id == staff.user_id and staff.has_role(agency_id=task.agency_id)
    return in_charge or _heads_unit(staff, task)


def may_confirm(staff: StaffContext, task: PlanTask, *, today: date) -> bool:
    """Judge a report: never the one who made it; of the province's tasks the province judges."""
    if task.reported_by_id == staff.user_id:
        return False
    body_id = find_standing_body(on=today).pk
    if is_judged_above(task, standing_body_id=body_id):
        return may_assign_to(staff, task.agency_id, standing_body_id=body_id)
    judges = staff.has_role(Role.LEADER, Role.REFORM_OFFICER, agency_id=task.agency_id)
    return judges or _heads_unit(staff, task)


def may_alter(staff: StaffContext, task: PlanTask, *, today: date) -> bool:
    """Grant a new due date, cancel: whoever answers for the order, the leader or the province."""
    body_id = find_standing_body(on=today).pk
    if is_judged_above(task, standing_body_id=body_id):
        return may_assign_to(staff, task.agency_id, standing_body_id=body_id)
    return staff.has_role(Role.LEADER, agency_id=task.agency_id)


def may_hand_on(staff: StaffContext, task: PlanTask) -> bool:
    """Choose another unit or person inside the agency."""
    officer = staff.has_role(Role.REFORM_OFFICER, Role.LEADER, agency_id=task.agency_id)
    return officer or _heads_unit(staff, task)


def require(allowed: bool) -> None:
    """Raise ``PermissionDenied`` unless allowed."""
    if not allowed:
        raise PermissionDenied


def _heads_unit(staff: StaffContext, task: PlanTask) -> bool:
    if task.unit_id is None:
        return False
    return staff.has_role(Role.HEAD_OF_UNIT, agency_id=task.agency_id, unit_id=task.unit_id)
