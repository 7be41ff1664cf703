"""Who may know of plans and tasks, and who may do what with them.

An agency's people read its issued plan; a draft is read by those who make it. The province (standing body, appraisers
and council of the index, auditors of the People's Committee) reads issued plans and the tasks it has assigned, never a
draft and never the inner directions of an agency.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from motcua.identity.api import Role, StaffContext
from motcua.reform.offices import JUDGES, judges
from motcua.reform.plan.models import LIVE_PLANS, PlanTask, ReformPlan, TaskSource

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
    allowed = own | drafts | live if judges(staff) else own | drafts
    return ReformPlan.objects.filter(allowed)


def visible_tasks(staff: StaffContext) -> QuerySet[PlanTask]:
    """Tasks that this person may know of."""
    owed = Q(plan__isnull=True) | Q(plan__state__in=LIVE_PLANS)
    allowed = Q(agency__in=staff.agencies_with(*READERS)) & owed | Q(
        agency__in=staff.agencies_with(*DRAFTERS)
    )
    if judges(staff):
        allowed |= Q(source=TaskSource.PROVINCE) | Q(plan__state__in=LIVE_PLANS)
    return PlanTask.objects.filter(allowed)


def may_draft(staff: StaffContext, agency_id: int) -> bool:
    """Make the plan, send it for signature, close it."""
    return staff.has_role(Role.REFORM_OFFICER, agency_id=agency_id)


def may_confirm_date(staff: StaffContext, plan: ReformPlan) -> bool:
    """Say that a plan signed outside bears its date: the leader, never whoever typed it."""
    return staff.has_role(Role.LEADER, agency_id=plan.agency_id) and staff.user_id != plan.noted_by_id


def may_direct(staff: StaffContext, agency_id: int) -> bool:
    """Give the agency's own people a task beside the plan."""
    return staff.has_role(Role.LEADER, Role.REFORM_OFFICER, agency_id=agency_id)


def may_assign_from_province(staff: StaffContext) -> bool:
    """Give any agency a task of the People's Committee."""
    return staff.has_role(Role.REFORM_MANAGER)


def may_report(staff: StaffContext, task: PlanTask) -> bool:
    """Note progress, show evidence, report done: who is in charge, the head of the unit, the reform officer."""
    if staff.has_role(Role.REFORM_OFFICER, agency_id=task.agency_id):
        return True
    in_charge = task.person_id == staff.user_id and staff.has_role(agency_id=task.agency_id)
    return in_charge or _heads_unit(staff, task)


def may_confirm(staff: StaffContext, task: PlanTask) -> bool:
    """Judge a report: never the one who made it; of the province's tasks the province judges."""
    if task.reported_by_id == staff.user_id:
        return False
    if task.source == TaskSource.PROVINCE:
        return may_assign_from_province(staff)
    judges = staff.has_role(Role.LEADER, Role.REFORM_OFFICER, agency_id=task.agency_id)
    return judges or _heads_unit(staff, task)


def may_alter(staff: StaffContext, task: PlanTask) -> bool:
    """Grant a new due date, cancel: whoever answers for the order, the leader or the province."""
    if task.source == TaskSource.PROVINCE:
        return may_assign_from_province(staff)
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
