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
COMPUTED, FINAL = "computed", "final"
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


def column_for(staff: StaffContext, season: Season) -> str:
    """Which points this person may see now: an agency learns what was appraised with the appeal window."""
    is_known = season.state in (State.APPEAL, State.COUNCIL, State.FINAL, State.PUBLISHED)
    return leading_column(season.state) if is_known or oversees(staff) else COMPUTED


def leading_column(state: str) -> str:
    """The column from which a season's standing is read: while agencies draft, only what was computed."""
    return COMPUTED if state in (State.DRAFT, State.OPEN) else FINAL


def may_publish(staff: StaffContext, season: Season) -> bool:
    """The managers of the body that runs the season."""
    return staff.has_role(Role.REFORM_MANAGER, agency_id=season.standing_body_id)
