"""Who sees a result, and who publishes it.

Before publication an agency knows its own card alone; the standing body, appraisers, council and auditors of the
province see all. Afterwards everybody does.
"""

from typing import Final

from motcua.identity.api import AgencyKind, Role, StaffContext
from motcua.reform.season.api import Season, State

OVERSEERS: Final = (Role.REFORM_MANAGER, Role.APPRAISER, Role.REFORM_COUNCIL)
OWN: Final = (
    Role.REFORM_OFFICER,
    Role.LEADER,
    Role.HEAD_OF_UNIT,
    Role.SPECIALIST,
    Role.INSPECTOR,
    Role.SURVEYOR,
)
READERS: Final = (*OWN, *OVERSEERS, Role.AUDITOR)


def oversees(staff: StaffContext) -> bool:
    """Does this person see every agency's standing before it is published?"""
    of_province = (held.agency_kind == AgencyKind.PROVINCE for held in staff.matching(Role.AUDITOR))
    return staff.has_role(*OVERSEERS) or any(of_province)


def may_see_all(staff: StaffContext, season: Season) -> bool:
    return season.state == State.PUBLISHED or oversees(staff)


def may_see(staff: StaffContext, season: Season, agency_id: int) -> bool:
    """May this person see the result of one agency in this season?"""
    own = staff.agencies_with(*OWN, Role.AUDITOR)
    return may_see_all(staff, season) or agency_id in own


def may_publish(staff: StaffContext, season: Season) -> bool:
    """The managers of the body that runs the season."""
    return staff.has_role(Role.REFORM_MANAGER, agency_id=season.standing_body_id)
