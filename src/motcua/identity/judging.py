"""Who judges agencies by their work: asked by the room of reform, and by the rooms whose figures it counts."""

from typing import Final

from motcua.identity.models import AgencyKind, Role
from motcua.identity.rules.staff import StaffContext

JUDGES: Final = (Role.REFORM_MANAGER, Role.APPRAISER, Role.REFORM_COUNCIL)
"""They judge agencies by what these have issued and sent; auditors of the province look over their shoulders."""


def audits_province(staff: StaffContext) -> bool:
    """An auditor of the People's Committee, not of a department."""
    return any(held.agency_kind == AgencyKind.PROVINCE for held in staff.matching(Role.AUDITOR))


def judges(staff: StaffContext) -> bool:
    """Whoever overlooks, appraises or votes reads the official documents and records that agencies are judged by."""
    return staff.has_role(*JUDGES) or audits_province(staff)
