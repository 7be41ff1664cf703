"""Who may know of an initiative and of a council, and who may do what with them."""

from collections.abc import Callable, Mapping
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from motcua.identity.api import Role, StaffContext, User, get_user
from motcua.reform.initiatives.models import Initiative, InitiativeCouncil, InitiativeReview, Level, State
from motcua.reform.initiatives.rules.names import is_same_name
from motcua.reform.offices import oversees, stands_in

UNFILED: Final = (State.DRAFT, State.WITHDRAWN)
OPEN_TO_AUTHORS: Final = (State.DRAFT, State.RETURNED)


def visible_initiatives(staff: StaffContext) -> QuerySet[Initiative]:
    """Own ones; what the own agency has filed; before the own council; recognised ones of the whole province.

    A draft is known to its makers and to the reform officer of its agency alone.
    """
    makers = Q(made_by=staff.user_id) | Q(authors__user=staff.user_id)
    officer = Q(agency__in=staff.agencies_with(Role.REFORM_OFFICER))
    heads = Q(agency__in=staff.agencies_with(Role.LEADER, Role.HEAD_OF_UNIT, Role.AUDITOR))
    filed = ~Q(state__in=UNFILED)
    allowed = makers | officer | heads & filed | Q(state=State.RECOGNISED)
    allowed |= Q(reviews__council__members__user=staff.user_id)
    if oversees(staff):
        allowed |= filed
    return Initiative.objects.filter(pk__in=Initiative.objects.filter(allowed).values("pk"))


def visible_councils(staff: StaffContext) -> QuerySet[InitiativeCouncil]:
    """Councils of the own agency for who runs them, those one sits in, all for who oversees."""
    runs = Q(agency__in=staff.agencies_with(Role.REFORM_OFFICER, Role.LEADER, Role.CLERK))
    allowed = runs | Q(members__user=staff.user_id)
    councils = InitiativeCouncil.objects.all()
    if oversees(staff):
        return councils
    return councils.filter(pk__in=InitiativeCouncil.objects.filter(allowed).values("pk"))


def may_edit(staff: StaffContext, initiative: Initiative) -> bool:
    """Who wrote it down, or an author, while it is with the authors."""
    return initiative.state in OPEN_TO_AUTHORS and _makes(staff, initiative)


def may_withdraw(staff: StaffContext, initiative: Initiative) -> bool:
    """Its makers, until a council has it."""
    states = (*OPEN_TO_AUTHORS, State.SUBMITTED, State.ACCEPTED)
    return initiative.state in states and _makes(staff, initiative)


def may_check(staff: StaffContext, initiative: Initiative) -> bool:
    """The reform officer or the leader of the agency, never an author."""
    checks = staff.has_role(Role.REFORM_OFFICER, Role.LEADER, agency_id=initiative.agency_id)
    return initiative.state == State.SUBMITTED and checks and not concerns(staff, initiative)


def may_compare(staff: StaffContext, initiative: Initiative) -> bool:
    """Whoever checks or scores sees what is alike; authors do not see others' unrecognised work."""
    runs = staff.has_role(Role.REFORM_OFFICER, Role.LEADER, agency_id=initiative.agency_id) or oversees(staff)
    return runs or initiative.reviews.filter(council__members__user=staff.user_id).exists()


def may_set_up(staff: StaffContext, *, level: str, agency_id: int) -> bool:
    """A council of an agency: its reform officer or leader; one of the province: the standing body of reform, or
    leaders of the People's Committee. So somebody is left where one of them is an author.
    """
    if level == Level.PROVINCE:
        return stands_in(staff) or staff.has_role(Role.REFORM_MANAGER)
    return level == Level.UNIT and staff.has_role(Role.REFORM_OFFICER, Role.LEADER, agency_id=agency_id)


def may_run(staff: StaffContext, council: InitiativeCouncil) -> bool:
    """Who sets a council up also puts initiatives before it, closes the scoring and drafts the decision.

    Each of these asks besides that no initiative :func:`concerns` the person.
    """
    return may_set_up(staff, level=council.level, agency_id=council.agency_id)


def may_score(staff: StaffContext, review: InitiativeReview) -> bool:
    """A member of its council who is neither an author nor named like one."""
    if review.council is None or concerns(staff, review.initiative):
        return False
    return review.council.members.filter(user_id=staff.user_id).exists()


def may_spread(staff: StaffContext, initiative: Initiative) -> bool:
    """Record where it is applied: makers, the agency's reform officer, the standing body."""
    officer = staff.has_role(Role.REFORM_OFFICER, agency_id=initiative.agency_id)
    allowed = officer or staff.has_role(Role.REFORM_MANAGER) or _makes(staff, initiative)
    return initiative.state == State.RECOGNISED and allowed


def may_record_national(staff: StaffContext, initiative: Initiative) -> bool:
    """The standing body records a recognition that came from outside the province."""
    return staff.has_role(Role.REFORM_MANAGER) and initiative.state == State.RECOGNISED


def may_set_targets(staff: StaffContext) -> bool:
    """Yearly targets come from the standing body of reform."""
    return staff.has_role(Role.REFORM_MANAGER)


def is_author(user_id: int, initiative: Initiative) -> bool:
    """Whether the account belongs to one of the authors."""
    return any(author.user_id == user_id for author in initiative.authors.all())


def is_involved(user: User, initiative: Initiative) -> bool:
    """An author, or somebody who bears the name of one that is written as text.

    Also where the authors said that this is another person: nobody but they knows, and others can judge.
    """
    return any(
        author.user_id == user.pk
        or (author.user_id is None and is_same_name(author.full_name, user.full_name))
        for author in initiative.authors.all()
    )


def concerns(staff: StaffContext, initiative: Initiative) -> bool:
    """Nobody checks, appoints for, scores, closes or decides on the own initiative: :func:`is_involved`."""
    return is_involved(get_user(user_id=staff.user_id), initiative)


Check = Callable[[StaffContext, Initiative], bool]
CHECKS: Final[Mapping[str, Check]] = {
    "edit": may_edit,
    "withdraw": may_withdraw,
    "check": may_check,
    "compare": may_compare,
    "spread": may_spread,
    "record_national": may_record_national,
}


def require(allowed: bool) -> None:
    """Raise ``PermissionDenied`` unless allowed."""
    if not allowed:
        raise PermissionDenied


def _makes(staff: StaffContext, initiative: Initiative) -> bool:
    return initiative.made_by_id == staff.user_id or is_author(staff.user_id, initiative)
