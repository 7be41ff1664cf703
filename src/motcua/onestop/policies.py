"""Who may know of a dossier, and who may do what with it: the one policy object of the one-stop shop.

Citizens know their own dossiers and those of organisations they represent in writing. Staff know the dossiers
of their agency; a service centre those it received, and every submission that waits to be received (Decree
118/2025: centres accept dossiers regardless of administrative boundary inside the province); the People's
Committee those that one of its people has a step in. Everybody else is told that there is no such dossier.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.identity.api import AgencyKind, Membership, Role, StaffContext
from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.processes.models import WorkItem

WORKING_ROLES = (
    Role.RECEIVER,
    Role.SPECIALIST,
    Role.HEAD_OF_UNIT,
    Role.LEADER,
    Role.CLERK,
    Role.COUNCIL,
)


@dataclass(frozen=True)
class Acting:
    """In which capacity a person acts: the role, and the absent colleague when it is a delegation."""

    role: str
    agency_id: int
    unit_id: int
    appointment_id: int | None = None
    on_behalf_of_id: int | None = None


class OpenStep(Protocol):
    """What the policy has to know of a step: a work item, or a row of a list."""

    role: str
    agency_id: int
    unit_id: int | None
    assignee_id: int | None


class DossierPolicy:
    """One question per action (:meth:`acting_for`, :meth:`require`), one filter per kind of reader."""

    actions: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "receive": (Role.RECEIVER,),
        "refuse": (Role.RECEIVER,),
        "withdraw": (Role.RECEIVER,),
        "request_supplement": (Role.SPECIALIST, Role.HEAD_OF_UNIT, Role.RECEIVER),
        "draft_result": (Role.SPECIALIST,),
        "extend": (Role.LEADER, Role.HEAD_OF_UNIT),
        "stop": (Role.LEADER, Role.HEAD_OF_UNIT),
        "assign": (Role.HEAD_OF_UNIT,),
        "request_payment": (Role.SPECIALIST, Role.HEAD_OF_UNIT, Role.RECEIVER),
        "record_payment": (Role.RECEIVER, Role.CLERK),
        "handle_post": (Role.RECEIVER, Role.CLERK),
        "comment": WORKING_ROLES,
        "make_form": WORKING_ROLES,
    }

    # Reading

    def owned_by(
        self, *, user_id: int, person_id: int | None = None, organisation_ids: Iterable[int] = ()
    ) -> Q:
        """Dossiers of a citizen: their own, and those of organisations they represent today.

        What was filed for an organisation is the organisation's: who filed it keeps no access when the
        authority ends. At the counter the paper shown there gave authority for that one dossier.
        """
        own = Q(submitted_by_id=user_id)
        if person_id is not None:
            own |= Q(person_id=person_id)
        own &= Q(organisation_id__isnull=True) | Q(assisted_by_id__isnull=False)
        organisations = list(organisation_ids)
        return own | Q(organisation_id__in=organisations) if organisations else own

    def known_to(self, staff: StaffContext) -> Q:
        """Dossiers that a member of staff may open and search."""
        agencies = staff.agencies_with(*WORKING_ROLES, Role.AUDITOR)
        known = Q(agency_id__in=agencies) | Q(received_by_agency_id__in=agencies)
        if _agencies_of_kind(staff, AgencyKind.SERVICE_CENTRE, Role.RECEIVER):
            known |= Q(state=State.SUBMITTED)
        province = _agencies_of_kind(staff, AgencyKind.PROVINCE)
        if province:
            known |= Q(Exists(WorkItem.objects.filter(dossier=OuterRef("pk"), agency_id__in=province)))
        if _agencies_of_kind(staff, AgencyKind.PROVINCE, Role.AUDITOR):
            known |= Q(pk__isnull=False)
        return known

    def visible(self, queryset: QuerySet[Dossier], staff: StaffContext) -> QuerySet[Dossier]:
        """The queryset narrowed to what ``staff`` may know of; empty for people without an office."""
        return queryset.filter(self.known_to(staff)) if staff.memberships else queryset.none()

    def waiting_at_reception(self, staff: StaffContext) -> Q:
        """Submissions that this counter officer may receive: own agency's, or everybody's at a service
        centre.
        """
        submitted = Q(state=State.SUBMITTED)
        if _agencies_of_kind(staff, AgencyKind.SERVICE_CENTRE, Role.RECEIVER):
            return submitted
        return submitted & Q(agency_id__in=staff.agencies_with(Role.RECEIVER))

    # Acting

    def acting_for(self, *, staff: StaffContext, action: str, dossier: Dossier) -> Acting | None:
        """The capacity in which ``staff`` may do ``action`` to the dossier, or None."""
        roles = self.actions.get(action, ())
        # Without a role nothing would narrow the memberships, so an action nobody listed ends here.
        for membership in staff.matching(*roles) if roles else ():
            if self._reaches(membership, action, dossier):
                return _acting(membership)
        return None

    def require(self, *, staff: StaffContext, action: str, dossier: Dossier) -> Acting:
        """Like :meth:`acting_for`, raising ``PermissionDenied``."""
        acting = self.acting_for(staff=staff, action=action, dossier=dossier)
        if acting is None:
            raise PermissionDenied(action)
        return acting

    def _reaches(self, membership: Membership, action: str, dossier: Dossier) -> bool:
        if membership.role in (Role.SPECIALIST, Role.HEAD_OF_UNIT) and action != "comment":
            return membership.unit_id == dossier.unit_id
        if membership.agency_id in (dossier.agency_id, dossier.received_by_agency_id):
            return True
        if action in ("receive", "refuse"):
            return membership.agency_kind == AgencyKind.SERVICE_CENTRE
        return action == "comment" and membership.agency_kind == AgencyKind.PROVINCE

    def may_assist(self, *, staff: StaffContext, agency_id: int) -> Acting | None:
        """Counter officers file for people who come in person: for their own agency, at a service centre
        for every agency (118/2025/NĐ-CP, Art. 11).
        """
        for membership in staff.matching(Role.RECEIVER):
            is_centre = membership.agency_kind == AgencyKind.SERVICE_CENTRE
            if is_centre or membership.agency_id == agency_id:
                return _acting(membership)
        return None

    # Steps

    def acting_on(self, *, staff: StaffContext, item: OpenStep) -> Acting | None:
        """The capacity in which ``staff`` may do this step: right role and place, not taken by others."""
        for membership in _holders(staff, item):
            on_behalf_of = membership.delegator_user_id
            if item.assignee_id in (None, staff.user_id) or item.assignee_id == on_behalf_of:
                return _acting(membership)
        return None

    def holds(self, *, staff: StaffContext, item: OpenStep) -> bool:
        """Does ``staff`` have the role and the place of the step, whoever has taken it?"""
        return any(True for _membership in _holders(staff, item))

    def may_assign(self, *, staff: StaffContext, item: OpenStep) -> Acting | None:
        """Heads hand out the steps of their unit; without a unit, colleagues claim."""
        if item.unit_id is None:
            return None
        heads = staff.matching(Role.HEAD_OF_UNIT, agency_id=item.agency_id, unit_id=item.unit_id)
        return next((_acting(membership) for membership in heads), None)

    def own_steps(self, staff: StaffContext) -> Q:
        """Work items on a person's desk: their own, and those of colleagues they stand in for."""
        return Q(assignee_id__in=desk_ids(staff))

    def team_steps(self, staff: StaffContext) -> Q:
        """Work items of a person's colleagues and their own, by role and place; a head's whole unit."""
        return reduce(or_, self.team_places(staff), Q(pk__isnull=True))

    def team_places(self, staff: StaffContext) -> list[Q]:
        """The places that :meth:`team_steps` joins, each found by one look into an index; they may overlap."""
        places = []
        for role, agency_id, unit_id in _places(staff):
            if role == Role.HEAD_OF_UNIT:
                places.append(Q(agency_id=agency_id, unit_id=unit_id))
            else:
                places.append(Q(agency_id=agency_id, role=role, unit_id=unit_id))
                places.append(Q(agency_id=agency_id, role=role, unit_id__isnull=True))
        return places

    def answered_for(self, staff: StaffContext) -> Q:
        """Work items this person answers for: own ones, unclaimed ones, and a head's whole unit."""
        heads = Q(pk__isnull=True)
        for role, agency_id, unit_id in _places(staff):
            if role == Role.HEAD_OF_UNIT:
                heads |= Q(agency_id=agency_id, unit_id=unit_id)
        return self.own_steps(staff) | heads | (self.team_steps(staff) & Q(assignee_id__isnull=True))


def _places(staff: StaffContext) -> list[tuple[str, int, int]]:
    return sorted({(m.role, m.agency_id, m.unit_id) for m in staff.memberships if m.role in WORKING_ROLES})


def desk_ids(staff: StaffContext) -> frozenset[int]:
    """The person, and everybody whose work they take over today."""
    absent = {m.delegator_user_id for m in staff.memberships if m.delegator_user_id is not None}
    return frozenset({staff.user_id, *absent})


def _holders(staff: StaffContext, item: OpenStep) -> Iterable[Membership]:
    return staff.matching(item.role, agency_id=item.agency_id, unit_id=item.unit_id)


def _acting(membership: Membership) -> Acting:
    return Acting(
        role=membership.role,
        agency_id=membership.agency_id,
        unit_id=membership.unit_id,
        appointment_id=membership.appointment_id,
        on_behalf_of_id=membership.delegator_user_id,
    )


def _agencies_of_kind(staff: StaffContext, kind: Any, *roles: str) -> frozenset[int]:
    return frozenset(m.agency_id for m in staff.matching(*roles) if m.agency_kind == kind)


policy = DossierPolicy()
