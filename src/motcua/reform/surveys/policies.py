"""Who may plan surveys, see contacts and answers, interview, and read results.

The rated agency never sees a contact or a ballot, whatever roles its people hold: also the standing body does
not, where it is rated itself; an appraiser of the province then does what the manager does for the others.
"""

from django.db.models import Q, QuerySet

from motcua.identity.api import AgencyKind, Role, StaffContext
from motcua.reform.offices import JUDGES, is_own_house, judges, stands_in
from motcua.reform.surveys.models import RoundState, SurveyRound, SurveyTarget

MANAGERS = (Role.REFORM_MANAGER,)
REOPENERS = (*MANAGERS, Role.APPRAISER)
OVERSEERS = (*JUDGES, Role.AUDITOR)
RATED = (Role.REFORM_OFFICER, Role.LEADER, Role.HEAD_OF_UNIT)
INTERVIEWERS = (Role.SURVEYOR,)
READERS = (*OVERSEERS, *RATED)


def may_manage(staff: StaffContext) -> bool:
    """Plan, open, close and publish rounds: the standing body of the reform index."""
    return staff.has_role(*MANAGERS)


def may_reopen(staff: StaffContext) -> bool:
    """Take answers again: the standing body, or, where it is rated itself, an appraiser of the province."""
    return may_manage(staff) or _appraises_for_province(staff)


def own_targets(staff: StaffContext, *, round_id: int) -> QuerySet[SurveyTarget]:
    """Rated agencies of a round in which this person serves, whatever the office."""
    return SurveyTarget.objects.filter(round_id=round_id, agency_id__in=staff.agency_ids)


def may_handle(staff: StaffContext, target: SurveyTarget) -> bool:
    """See contacts and ballots of a rated agency, draw, invite, leave ballots out: never one's own agency's."""
    if is_own_house(staff, agency_id=target.agency_id):
        return False
    return may_manage(staff) or _appraises_for_province(staff)


def may_interview(staff: StaffContext, target: SurveyTarget) -> bool:
    """Interviewers never ask about the agency they work in."""
    return staff.has_role(*INTERVIEWERS) and not is_own_house(staff, agency_id=target.agency_id)


def handled_targets(staff: StaffContext) -> QuerySet[SurveyTarget]:
    """Rated agencies whose contacts and ballots this person handles."""
    if not (may_manage(staff) or _appraises_for_province(staff)):
        return SurveyTarget.objects.none()
    return SurveyTarget.objects.exclude(agency_id__in=staff.agency_ids)


def interviewed_targets(staff: StaffContext) -> QuerySet[SurveyTarget]:
    """Rated agencies about which this person may ask."""
    if not staff.has_role(*INTERVIEWERS):
        return SurveyTarget.objects.none()
    return SurveyTarget.objects.exclude(agency_id__in=staff.agency_ids)


def visible_rounds(staff: StaffContext) -> QuerySet[SurveyRound]:
    """Managers see every round; overseers the closed ones; a rated agency the published ones that rate it."""
    rounds = SurveyRound.objects.all()
    if may_manage(staff) or _appraises_for_province(staff):
        return rounds
    counted = Q(state__in=(RoundState.CLOSED, RoundState.PUBLISHED))
    if judges(staff):
        return rounds.filter(counted)
    if stands_in(staff):
        return rounds.filter(state=RoundState.PUBLISHED)
    own = staff.agencies_with(*RATED)
    published = rounds.filter(state=RoundState.PUBLISHED)
    return published.filter(targets__agency_id__in=own).distinct()


def visible_results(staff: StaffContext) -> QuerySet[SurveyTarget]:
    """Rated agencies whose counted results this person may read; one's own agency's only once they are published."""
    published = SurveyTarget.objects.filter(round__state=RoundState.PUBLISHED)
    if judges(staff):
        closed = SurveyTarget.objects.filter(round__state=RoundState.CLOSED)
        return published | closed.exclude(agency_id__in=staff.agency_ids)
    if stands_in(staff):
        return published
    return published.filter(agency_id__in=staff.agencies_with(*RATED))


def _appraises_for_province(staff: StaffContext) -> bool:
    return any(held.agency_kind == AgencyKind.PROVINCE for held in staff.matching(Role.APPRAISER))
