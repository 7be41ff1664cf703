"""Who sees a result, and who publishes it. Afterwards everybody does.

Before publication the managers of the standing body and the auditors of the province see all, everybody else the own
agency alone; what was recognised nobody reads of the own agency before its appeal window, here as on its card.
"""

from typing import Final

from motcua.identity.api import Role, StaffContext
from motcua.reform.offices import JUDGES, audits_province
from motcua.reform.season.api import Season, State
from motcua.reform.season.policies import RESULTS_KNOWN, manages, own_agencies

OWN: Final = (
    Role.REFORM_OFFICER,
    Role.LEADER,
    Role.HEAD_OF_UNIT,
    Role.SPECIALIST,
    Role.INSPECTOR,
    Role.SURVEYOR,
)
COMPUTED, FINAL = "computed", "final"
READERS: Final = (*OWN, *JUDGES, Role.AUDITOR)


def oversees(staff: StaffContext, season: Season) -> bool:
    """Does this person's office ask for every agency's standing before it is published?"""
    return manages(staff, season) or audits_province(staff)


def may_see_all(staff: StaffContext, season: Season) -> bool:
    """May this person read the ranking? While points are recognised, nobody who works in an agency that is rated."""
    if season.state == State.PUBLISHED:
        return True
    if not oversees(staff, season):
        return False
    if season.state in RESULTS_KNOWN or leading_column(season.state) == COMPUTED:
        return True
    return not season.scorecards.filter(agency__in=own_agencies(staff)).exists()


def own_results(staff: StaffContext) -> frozenset[int]:
    """Agencies whose result this person reads at any time."""
    return staff.agencies_with(*OWN, Role.AUDITOR)


def may_see(staff: StaffContext, season: Season, agency_id: int) -> bool:
    """May this person see the result of one agency in this season?"""
    return agency_id in own_results(staff) or may_see_all(staff, season)


def column_for(staff: StaffContext, season: Season) -> str:
    """Which points this person may see now: an agency learns what was appraised with the appeal window."""
    is_known = season.state in RESULTS_KNOWN or may_see_all(staff, season)
    return leading_column(season.state) if is_known else COMPUTED


def leading_column(state: str) -> str:
    """The column from which a season's standing is read: while agencies draft, only what was computed."""
    return COMPUTED if state in (State.DRAFT, State.OPEN) else FINAL


def may_publish(staff: StaffContext, season: Season) -> bool:
    """The managers of the body that runs the season."""
    return staff.has_role(Role.REFORM_MANAGER, agency_id=season.standing_body_id)
