"""Who sees and does what in the yearly round. An agency never sees another's card; what is drafted stays inside it."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from motcua.identity.api import AgencyKind, Role, StaffContext
from motcua.reform import offices
from motcua.reform.season.appraisal_models import Appraiser, CouncilMember
from motcua.reform.season.choices import CardState, State
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.people import deciders

AGENCY_ROLES = (Role.REFORM_OFFICER, Role.LEADER, Role.HEAD_OF_UNIT, Role.SPECIALIST)
UNIT_ROLES = (Role.HEAD_OF_UNIT, Role.SPECIALIST)
PROVINCE_ROLES = offices.JUDGES
DECIDERS = (Role.REFORM_MANAGER, Role.REFORM_COUNCIL)
READERS = (*AGENCY_ROLES, *PROVINCE_ROLES, Role.AUDITOR)
# From the appeal window on the agency knows what was recognised.
RESULTS_KNOWN = (State.APPEAL, State.COUNCIL, State.FINAL, State.PUBLISHED)


def manages(staff: StaffContext, season: Season) -> bool:
    """May this person run the round? The standing body's managers."""
    return staff.has_role(Role.REFORM_MANAGER, agency_id=season.standing_body_id)


def may_start(staff: StaffContext) -> bool:
    return staff.has_role(Role.REFORM_MANAGER)


def own_agencies(staff: StaffContext) -> frozenset[int]:
    """Agencies whose drafts this person may see: auditors of an agency look into their own."""
    inside = {
        held.agency_id for held in staff.matching(Role.AUDITOR) if held.agency_kind != AgencyKind.PROVINCE
    }
    return staff.agencies_with(*AGENCY_ROLES) | inside


def visible_cards(queryset: QuerySet[Scorecard], staff: StaffContext) -> QuerySet[Scorecard]:
    """Cards this person may know of: the own agency's; once submitted (or gone on without), also for the standing
    body, for the appraisers and the council of that season.
    """
    seen = Q(agency__in=own_agencies(staff))
    submitted = ~Q(state=CardState.DRAFT)
    if offices.oversees(staff):
        return queryset.filter(seen | submitted)
    named = Appraiser.objects.filter(user_id=staff.user_id).values("season_id")
    seated = CouncilMember.objects.filter(user_id=staff.user_id).values("season_id")
    if staff.has_role(Role.APPRAISER):
        seen |= submitted & Q(season__in=named)
    if staff.has_role(Role.REFORM_COUNCIL):
        seen |= submitted & Q(season__in=seated)
    if any(held.agency_kind == AgencyKind.PROVINCE for held in staff.matching(Role.REFORM_COUNCIL)):
        # They may have to decide on it in the managers' place.
        seen |= submitted & Q(agency=F("season__standing_body"))
    return queryset.filter(seen)


def is_inside(staff: StaffContext, card: Scorecard) -> bool:
    """Does this person look at the card from within its agency?"""
    return card.agency_id in own_agencies(staff)


def shows_results(staff: StaffContext, card: Scorecard) -> bool:
    """May appraised points be shown? To the agency only when the results were sent to it."""
    return not is_inside(staff, card) or card.season.state in RESULTS_KNOWN


def may_draft(staff: StaffContext, card: Scorecard, unit_id: int | None) -> bool:
    """May this person draft a criterion that is given to ``unit_id``? The reform officer and the head everything."""
    if staff.has_role(Role.REFORM_OFFICER, Role.LEADER, agency_id=card.agency_id):
        return True
    return unit_id is not None and staff.has_role(*UNIT_ROLES, agency_id=card.agency_id, unit_id=unit_id)


def may_coordinate(staff: StaffContext, card: Scorecard) -> bool:
    """Give criteria to units, take computed points over, prepare the report, appeal."""
    return staff.has_role(Role.REFORM_OFFICER, Role.LEADER, agency_id=card.agency_id)


def may_sign(staff: StaffContext, card: Scorecard) -> bool:
    return staff.has_role(Role.LEADER, agency_id=card.agency_id)


def visible_evidence(queryset: QuerySet[Any], staff: StaffContext) -> QuerySet[Any]:
    """The own agency's evidence; others see what a submitted card shows them."""
    shown = visible_cards(Scorecard.objects.all(), staff)
    linked = Q(links__scorecard__in=shown, links__removed_at__isnull=True)
    return queryset.filter(Q(agency__in=own_agencies(staff)) | linked).distinct()


def may_correct_evidence(staff: StaffContext, agency_id: int) -> bool:
    """Correct what is said of a document of the agency: its reform officer and its head."""
    return staff.has_role(Role.REFORM_OFFICER, Role.LEADER, agency_id=agency_id)


def decides_on(staff: StaffContext, card: Scorecard, today: date) -> bool:
    """Answer appeals of this card, set its bonus and penalty points, let it go on, correct it: nobody does for the own
    house.
    """
    return staff.user_id in {one.pk for one in deciders(card.season, card.agency_id, on=today)}


def decides_for_body(staff: StaffContext, season: Season, today: date) -> bool:
    """Stands in for the managers, who all serve in the standing body, on its own card."""
    return staff.has_role(Role.REFORM_COUNCIL) and staff.user_id in {
        one.pk for one in deciders(season, season.standing_body_id, on=today)
    }


def visible_appeals(queryset: QuerySet[Any], staff: StaffContext) -> QuerySet[Any]:
    """All for those who oversee; for whoever stands in for the managers those of the standing body."""
    if offices.oversees(staff):
        return queryset
    return queryset.filter(scorecard__agency=F("scorecard__season__standing_body"))


def sees_appeals(staff: StaffContext, season: Season, today: date) -> bool:
    return offices.oversees(staff) or decides_for_body(staff, season, today)


def has_conflict(*, user_id: int, card: Scorecard, today: date) -> bool:
    """Nobody judges the own agency: the one of today, and those of the rated year."""
    return offices.belonged_to(user_id=user_id, agency_id=card.agency_id, year=card.season.year, today=today)
