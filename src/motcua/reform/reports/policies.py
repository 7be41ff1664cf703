"""Who may know of reports: the agency its own, the province what was sent, nobody else's draft."""

from django.db.models import Q, QuerySet

from motcua.identity.api import Role, StaffContext
from motcua.reform.offices import JUDGES, judges
from motcua.reform.plan.policies import require
from motcua.reform.reports.models import ReformReport, ReportState

DRAFTERS = (Role.REFORM_OFFICER, Role.LEADER, Role.HEAD_OF_UNIT, Role.CLERK)
READERS = (*DRAFTERS, Role.SPECIALIST, *JUDGES, Role.AUDITOR)
SENDERS = (Role.REFORM_OFFICER, Role.CLERK)

__all__ = [
    "DRAFTERS",
    "READERS",
    "SENDERS",
    "is_inside",
    "may_draft",
    "may_send",
    "require",
    "visible_reports",
]


def visible_reports(staff: StaffContext) -> QuerySet[ReformReport]:
    """Reports that this person may know of."""
    sent = Q(state=ReportState.SENT)
    own = Q(agency__in=staff.agencies_with(*READERS)) & sent
    drafts = Q(agency__in=staff.agencies_with(*DRAFTERS))
    return ReformReport.objects.filter(own | drafts | sent if judges(staff) else own | drafts)


def is_inside(staff: StaffContext, report: ReformReport) -> bool:
    """Does this person read the report from within its agency?"""
    return staff.has_role(*DRAFTERS, Role.SPECIALIST, agency_id=report.agency_id)


def may_draft(staff: StaffContext, agency_id: int) -> bool:
    """Begin, write, compute, lay before the leader."""
    return staff.has_role(Role.REFORM_OFFICER, agency_id=agency_id)


def may_send(staff: StaffContext, agency_id: int) -> bool:
    """Send what was signed and sealed."""
    return staff.has_role(*SENDERS, agency_id=agency_id)
