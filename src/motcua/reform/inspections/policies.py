"""Who plans, inspects, is inspected and reads: the one policy of this part.

The organiser of a plan for the province is the standing body (its managers of the index); of a plan for own units
the agency (its reform officers and leaders). What concerns the standing body itself, managers and leaders of the
People's Committee organise in its place; its own people read of that what any inspected agency reads. Members of the
team act for the inspections of their team, unless they have moved to the inspected side since. The inspected side, an
agency or a unit, sees what was sent to it and nothing before; so do the bodies that check, judge or direct the whole
province. Everybody else is told that there is no such thing.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from motcua.identity.api import AgencyKind, Role, StaffContext
from motcua.reform.inspections.choices import Kind, Post, Scope, Stage
from motcua.reform.inspections.houses import (
    Thing,
    concerned_by,
    is_own_matter,
    matters_of,
    own_matters,
)
from motcua.reform.inspections.models import (
    Inspection,
    InspectionPlan,
    InspectionTeam,
    RemedyNotice,
    Shortcoming,
    TeamMember,
)
from motcua.reform.inspections.rules.states import INSPECTION, NOTIFIED_SHORTCOMINGS, SHORTCOMING, Side
from motcua.reform.offices import JUDGES, is_own_house, manages_matters_of, reads_province, stands_in
from motcua.reform.papers.api import PaperState

ORGANISERS = {Scope.PROVINCE: (Role.REFORM_MANAGER,), Scope.OWN: (Role.REFORM_OFFICER, Role.LEADER)}
ANSWERERS = (Role.REFORM_OFFICER, Role.LEADER)
VERDICTS = frozenset({"close", "partly", "reject", "reopen"})
READERS = (*ANSWERERS, *JUDGES, Role.INSPECTOR, Role.HEAD_OF_UNIT, Role.AUDITOR)


def heads(staff: StaffContext) -> frozenset[int]:
    """Ids of the units that this person heads."""
    return frozenset(held.unit_id for held in staff.matching(Role.HEAD_OF_UNIT))


def organised_by(staff: StaffContext, model: type[Model]) -> Q:
    """Inspections, notices or shortcomings (``model``) that this person organises, like :func:`organises`."""
    managed = plans_managed_by(staff) & ~matters_of(model, staff.agency_ids)
    if not stands_in(staff):
        return managed
    elsewhere = {held.agency_id for held in staff.matching() if held.agency_kind != AgencyKind.PROVINCE}
    return managed | (own_matters(model) & ~matters_of(model, frozenset(elsewhere)))


def plans_managed_by(staff: StaffContext) -> Q:
    """Plans that this person makes, and all rows below them."""
    managed = Q(pk__in=())
    for scope, roles in ORGANISERS.items():
        managed |= Q(scope=scope, agency_id__in=staff.agencies_with(*roles))
    return managed


def organises(staff: StaffContext, thing: InspectionPlan | Thing) -> bool:
    """Does this person manage the plan, or decide on what stands below it?"""
    if isinstance(thing, InspectionPlan) or thing.scope == Scope.OWN:
        return staff.has_role(*ORGANISERS[Scope(thing.scope)], agency_id=thing.agency_id)
    return manages_matters_of(staff, agency_id=concerned_by(thing), standing_body_id=thing.agency_id)


class InspectionPolicy:
    """Filters for lists and look-ups, and one question for each move of the two tables of states."""

    # Reading

    def plans(self, staff: StaffContext) -> QuerySet[InspectionPlan]:
        """Own plans; those of others once they were issued, for their teams and who reads across agencies."""
        team = TeamMember.objects.filter(team__plan=OuterRef("pk"), user_id=staff.user_id)
        seen = plans_managed_by(staff) | Q(Q(approved_at__isnull=False) & Exists(team))
        if reads_province(staff):
            seen |= Q(approved_at__isnull=False)
        return InspectionPlan.objects.filter(seen)

    def inspections(self, staff: StaffContext) -> QuerySet[Inspection]:
        team = TeamMember.objects.filter(team=OuterRef("team"), user_id=staff.user_id)
        leads = Q(agency_id__in=staff.agencies_with(Role.LEADER))
        seen = organised_by(staff, Inspection) | ((Q(Exists(team)) | leads) & ~_at_home(staff))
        told = Q(pk__isnull=False) if reads_province(staff) else self._inspected(staff)
        return Inspection.objects.filter(seen | (Q(notified_at__isnull=False) & told))

    def known_lines(self, staff: StaffContext) -> QuerySet[Inspection]:
        """Lines of plans that may be listed or counted for this person: a surprise only once it shows itself."""
        hidden = Q(kind=Kind.SURPRISE, notified_at__isnull=True)
        return Inspection.objects.filter(~hidden | organised_by(staff, Inspection))

    def shortcomings(self, staff: StaffContext) -> QuerySet[Shortcoming]:
        """Those of own plans and teams in every state; others when they were notified."""
        team = TeamMember.objects.filter(team=OuterRef("inspection__team"), user_id=staff.user_id)
        seen = organised_by(staff, Shortcoming) | (Q(Exists(team)) & ~_at_home(staff, "inspection__"))
        told = Q(pk__isnull=False) if reads_province(staff) else self._owned(staff)
        return Shortcoming.objects.filter(seen | (Q(state__in=NOTIFIED_SHORTCOMINGS) & told))

    def notices(self, staff: StaffContext) -> QuerySet[RemedyNotice]:
        """Those of own plans and teams in every state; others once they were issued."""
        team = TeamMember.objects.filter(team=OuterRef("inspection__team"), user_id=staff.user_id)
        seen = organised_by(staff, RemedyNotice) | (Q(Exists(team)) & ~_at_home(staff, "inspection__"))
        told = Q(pk__isnull=False) if reads_province(staff) else self._received(staff)
        return RemedyNotice.objects.filter(seen | (Q(issued_at__isnull=False) & told))

    def sees_draft(self, staff: StaffContext, inspection: Inspection) -> bool:
        """The draft conclusion is for its authors; for the inspected side from the day it was sent; for nobody else."""
        if self.sides(staff, inspection) & {Side.ORGANISER, Side.TEAM}:
            return True
        if inspection.stage == Stage.CONCLUDED:
            return True
        sent = inspection.stage in (Stage.DRAFT_SENT, Stage.ANSWERED)
        return sent and Side.INSPECTED in self.sides(staff, inspection)

    # Acting

    def sides(self, staff: StaffContext, inspection: Inspection) -> frozenset[Side]:
        """In which capacities this person meets the inspection."""
        found = set()
        if organises(staff, inspection):
            found.add(Side.ORGANISER)
        if _serves(staff, inspection):
            found.add(Side.TEAM)
        if inspection.notified_at is not None and _answers_for(
            staff, inspection.scope, inspection.subject_agency_id, inspection.subject_unit_id
        ):
            found.add(Side.INSPECTED)
        return frozenset(found)

    def may(self, staff: StaffContext, event: str, inspection: Inspection) -> bool:
        """May this person make this move of the inspection's table, were it the time for it?

        The head of the team, or who was put in the head's place, and the head of the inspected agency or unit sign
        the minutes, nobody for them. Nobody of the team acts for the inspected side, in whatever office.
        """
        line = INSPECTION[event]
        if not line.sides & self.sides(staff, inspection):
            return False
        if line.sides == {Side.INSPECTED} and _is_member(staff, inspection):
            return False
        if event == "send_minutes":
            return inspection.team is not None and head_of(inspection.team) == staff.user_id
        if event == "sign_minutes" and inspection.scope == Scope.PROVINCE:
            return staff.has_role(Role.LEADER, agency_id=inspection.subject_agency_id)
        return True

    def may_name_head(self, staff: StaffContext, inspection: Inspection) -> bool:
        """Whoever signs the decision on the team puts another member in its head's place."""
        serves = inspection.team is not None and inspection.team.decided_at is not None
        runs = inspection.stage not in (Stage.PLANNED, Stage.CONCLUDED, Stage.CANCELLED)
        return serves and runs and _signs_for_issuer(staff, inspection)

    def may_add(self, staff: StaffContext, plan: InspectionPlan, agency_id: int) -> bool:
        """Who plans names every agency; of a surprise in an issued plan the inspected agency learns nothing."""
        if plan.approved_at is None or plan.scope == Scope.OWN:
            return organises(staff, plan)
        return manages_matters_of(staff, agency_id=agency_id, standing_body_id=plan.agency_id)

    def require(self, staff: StaffContext, event: str, inspection: Inspection) -> None:
        """Raise ``PermissionDenied`` unless :meth:`may`."""
        if not self.may(staff, event, inspection):
            raise PermissionDenied(event)

    def require_organiser(self, staff: StaffContext, thing: InspectionPlan | Thing) -> None:
        """Raise ``PermissionDenied`` unless :func:`organises`."""
        if not organises(staff, thing):
            raise PermissionDenied("organise")

    def shortcoming_sides(self, staff: StaffContext, shortcoming: Shortcoming) -> frozenset[Side]:
        """In which capacities this person meets the shortcoming."""
        found = {Side.ORGANISER} if organises(staff, shortcoming) else set()
        inspection = shortcoming.inspection
        if inspection is not None and _serves(staff, inspection):
            found.add(Side.TEAM)
        if shortcoming.state in NOTIFIED_SHORTCOMINGS and _answers_for(
            staff, shortcoming.scope, shortcoming.owner_agency_id, shortcoming.owner_unit_id
        ):
            found.add(Side.INSPECTED)
        return frozenset(found)

    def may_move(self, staff: StaffContext, event: str, shortcoming: Shortcoming) -> bool:
        """May this person make this move of the shortcoming's table?

        Nobody verifies the remedy of the own agency or unit, also as a member of the team, nor one they reported;
        and nobody withdraws or changes (``withdraw``) what the own house was to read in a draft that was sent.
        """
        if not SHORTCOMING[event].sides & self.shortcoming_sides(staff, shortcoming):
            return False
        if event == "withdraw":
            return not (was_sent(shortcoming) and self._is_own(staff, shortcoming))
        if event not in VERDICTS:
            return True
        reported = any(each.reported_by_id == staff.user_id for each in shortcoming.remedies.all())
        return not reported and not self._is_own(staff, shortcoming)

    def require_move(self, staff: StaffContext, event: str, shortcoming: Shortcoming) -> None:
        """Raise ``PermissionDenied`` unless :meth:`may_move`."""
        if not self.may_move(staff, event, shortcoming):
            raise PermissionDenied(event)

    def may_acknowledge(self, staff: StaffContext, notice: RemedyNotice) -> bool:
        """The receipt is noted by whom the notice was sent to."""
        sent = notice.issued_at is not None
        return sent and _answers_for(
            staff, notice.scope, notice.recipient_agency_id, notice.recipient_unit_id
        )

    def _is_own(self, staff: StaffContext, shortcoming: Shortcoming) -> bool:
        return serves_there(
            staff,
            scope=shortcoming.scope,
            agency_id=shortcoming.owner_agency_id,
            unit_id=shortcoming.owner_unit_id,
        )

    def _inspected(self, staff: StaffContext) -> Q:
        agency = Q(scope=Scope.PROVINCE, subject_agency_id__in=staff.agencies_with(*ANSWERERS))
        return agency | Q(scope=Scope.OWN, subject_unit_id__in=heads(staff))

    def _owned(self, staff: StaffContext) -> Q:
        agency = Q(scope=Scope.PROVINCE, owner_agency_id__in=staff.agencies_with(*ANSWERERS))
        return agency | Q(owner_unit_id__in=heads(staff))

    def _received(self, staff: StaffContext) -> Q:
        agency = Q(scope=Scope.PROVINCE, recipient_agency_id__in=staff.agencies_with(*ANSWERERS))
        return agency | Q(recipient_unit_id__in=heads(staff))


def serves_there(staff: StaffContext, *, scope: str, agency_id: int, unit_id: int | None) -> bool:
    """Is the own house inspected: the agency by the province, the unit by its own agency?"""
    if scope == Scope.PROVINCE:
        return is_own_house(staff, agency_id=agency_id)
    return unit_id is not None and is_own_house(staff, agency_id=agency_id, unit_id=unit_id)


def was_sent(shortcoming: Shortcoming) -> bool:
    """Did it stand in a draft that was sent to the inspected side, also in one that was taken back since?"""
    conclusion = getattr(shortcoming.inspection, "conclusion", None)
    sent_at = conclusion and conclusion.sent_at
    return sent_at is not None and shortcoming.created_at <= sent_at


def _at_home(staff: StaffContext, prefix: str = "") -> Q:
    """Inspections of the own house as of today, like :func:`serves_there`."""
    agency = {f"{prefix}scope": Scope.PROVINCE, f"{prefix}subject_agency_id__in": staff.agency_ids}
    units = {held.unit_id for held in staff.matching()}
    return Q(**agency) | Q(**{f"{prefix}scope": Scope.OWN, f"{prefix}subject_unit_id__in": units})


def _signs_for_issuer(staff: StaffContext, inspection: Inspection) -> bool:
    """A leader of whoever issues the documents about it."""
    if is_own_matter(inspection):
        return organises(staff, inspection) and staff.has_role(Role.LEADER)
    return staff.has_role(Role.LEADER, agency_id=inspection.agency_id)


def _is_member(staff: StaffContext, inspection: Inspection) -> bool:
    """Named in the decision on the team, wherever the person serves by now."""
    team = inspection.team
    return team is not None and any(member.user_id == staff.user_id for member in team.members.all())


def teams_kept_from(staff: StaffContext) -> QuerySet[InspectionTeam]:
    """Teams that will surprise the own house: who oversees the province does not read of them either.

    Nor of any that the People's Committee named for it and withdrew: its inspections know that team no more, and wait.
    """
    waiting = Inspection.objects.filter(_at_home(staff), kind=Kind.SURPRISE, notified_at__isnull=True)
    surprising = Q(inspections__in=waiting.exclude(stage=Stage.CANCELLED))
    withdrawn = Q(
        ~Q(paper__agency=F("plan__agency")),
        plan__scope=Scope.PROVINCE,
        plan__agency__in=staff.agency_ids,
        paper__state=PaperState.CANCELLED,
    )
    return InspectionTeam.objects.filter(surprising | withdrawn)


def _serves(staff: StaffContext, inspection: Inspection) -> bool:
    """A member of its team who serves in the inspected house by now, does not inspect it any more."""
    if not _is_member(staff, inspection):
        return False
    agency_id, unit_id = inspection.subject_agency_id, inspection.subject_unit_id
    return not serves_there(staff, scope=inspection.scope, agency_id=agency_id, unit_id=unit_id)


def head_of(team: InspectionTeam) -> int | None:
    """Account id of who heads the team: the member last put in its head's place, else its head."""
    named = max(team.acting_heads.all(), key=lambda row: row.pk, default=None)
    if named is not None:
        return named.user_id
    return next((member.user_id for member in team.members.all() if member.post == Post.HEAD), None)


def _answers_for(staff: StaffContext, scope: str, agency_id: int, unit_id: int | None) -> bool:
    if scope == Scope.PROVINCE:
        return staff.has_role(*ANSWERERS, agency_id=agency_id)
    return unit_id in heads(staff)


policy = InspectionPolicy()
