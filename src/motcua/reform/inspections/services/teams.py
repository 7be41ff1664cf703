"""The decision and the team: nobody inspects the own agency, and among own units nobody the own unit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from motcua.identity.api import Agency, StaffContext, User, get_staff_context, get_user
from motcua.reform.inspections import documents
from motcua.reform.inspections.choices import Post
from motcua.reform.inspections.houses import issuer_of
from motcua.reform.inspections.models import (
    ActingHead,
    Inspection,
    InspectionPlan,
    InspectionTeam,
    TeamMember,
)
from motcua.reform.inspections.notices import tell_head_named, tell_team_withdrawn
from motcua.reform.inspections.policies import head_of, policy, serves_there
from motcua.reform.inspections.presentation import inspection_code
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.rules.states import Stage
from motcua.reform.inspections.services._base import (
    advance,
    lock_inspection,
    lock_plan,
    next_ordinal,
    note,
    today_of,
)
from motcua.reform.papers.api import (
    Paper,
    PaperKind,
    PaperState,
    make_paper,
    revise_paper,
    void_paper,
)

DECISION = "inspection.decision"


@transaction.atomic
def appoint_team(
    *,
    plan: InspectionPlan,
    inspections: Sequence[Inspection],
    members: Mapping[int, str],
    duties: str,
    staff: StaffContext,
    now: datetime,
) -> InspectionTeam:
    """A team for some inspections of an issued plan, and the draft of its decision.

    ``members`` is account id → :class:`Post`. The team serves from the day its decision is issued. Raises
    ``PermissionDenied`` and :class:`InspectionRefused` (``plan_not_issued``, ``no_head``, ``own_agency``,
    ``not_staff``, ``moved_on``, ``surprise_named`` with ``codes``).
    """
    locked_plan = lock_plan(plan.pk)
    if not inspections:
        policy.require_organiser(staff, locked_plan)
    for each in inspections:
        policy.require_organiser(staff, each)
    if locked_plan.approved_at is None:
        raise InspectionRefused("plan_not_issued")
    if list(members.values()).count(Post.HEAD) != 1:
        raise InspectionRefused("no_head")
    chosen = [lock_inspection(each.pk) for each in sorted(inspections, key=lambda each: each.pk)]
    if not chosen or any(each.stage != Stage.PLANNED or each.team_id for each in chosen):
        raise InspectionRefused("moved_on")
    _require_no_betrayal(chosen)
    team = InspectionTeam.objects.create(
        plan=locked_plan,
        ordinal=next_ordinal(locked_plan.teams.all(), hidden=all(each.is_surprise for each in chosen)),
        duties=duties,
        made_by=get_user(user_id=staff.user_id),
        made_at=now,
    )
    TeamMember.objects.bulk_create(_members(team, chosen, members, today_of(now)))
    Inspection.objects.filter(pk__in=[each.pk for each in chosen]).update(team=team)
    _draft_decision(team, chosen, now)
    return team


def on_decision_sealed(paper: Paper, now: datetime) -> None:
    """The decision is issued: the team serves. Who has moved to the inspected side meanwhile is named and stops it.

    Raises :class:`InspectionRefused` (``own_agency``, ``not_staff``).
    """
    rows = InspectionTeam.objects.select_for_update(of=("self",)).select_related("plan")
    team = rows.get(paper=paper)
    waiting = team.inspections.filter(stage=Stage.PLANNED)
    subjects = list(waiting.values_list("subject_agency_id", "subject_unit_id"))
    for member in team.members.select_related("user"):
        office = own_office(user=member.user, on=today_of(now))
        _require_stranger(office, member.user, team.plan.scope, subjects)
    team.decided_at = now
    team.save(update_fields=["decided_at"])
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        inspection = lock_inspection(pk)
        advance(inspection, "decide")
        note("decided", inspection, actor=paper.sealed_by, now=now, detail={"document": paper.symbol})


def on_decision_cancelled(paper: Paper, now: datetime) -> None:
    """Without its decision a team serves no more: its inspections wait for another, notices not issued are dropped.

    Raises :class:`InspectionRefused` (``team_at_work``) once one of them was announced or begun.
    """
    team = InspectionTeam.objects.select_for_update(of=("self",)).select_related("plan").get(paper=paper)
    if team.decided_at is None:
        team.inspections.update(team=None)
        return
    standing = team.inspections.exclude(stage=Stage.CANCELLED).order_by("pk")
    notices = Paper.objects.select_for_update(of=("self",)).filter(pk__in=standing.values("notice_paper_id"))
    drafted = {each.pk: each for each in notices.order_by("pk")}
    inspections = [lock_inspection(pk) for pk in standing.values_list("pk", flat=True)]
    begun = [each for each in inspections if each.stage != Stage.DECIDED]
    if begun:
        raise InspectionRefused("team_at_work", codes=", ".join(map(inspection_code, begun)))
    team.decided_at = None
    team.save(update_fields=["decided_at"])
    for inspection in inspections:
        _release(inspection, drafted, paper, now)


def _release(inspection: Inspection, drafted: Mapping[int, Paper], paper: Paper, now: datetime) -> None:
    """Back into the plan, without a team; a notice drafted since its documents were locked is somebody's work."""
    if inspection.notice_paper_id is not None and inspection.notice_paper_id not in drafted:
        raise InspectionRefused("moved_on")
    tell_team_withdrawn(inspection, reason=paper.cancel_reason, now=now)
    inspection.team = None
    advance(inspection, "release")
    actor, notice = paper.cancelled_by, inspection.notice_paper
    note("team_withdrawn", inspection, actor=actor, now=now, detail={"reason": paper.cancel_reason})
    if notice is not None and actor is not None:
        void_paper(paper=notice, reason=paper.cancel_reason, by=actor, now=now)


@transaction.atomic
def name_acting_head(
    *, inspection: Inspection, user_id: int, reason: str, staff: StaffContext, now: datetime
) -> None:
    """Another member heads the team, for all its inspections, and signs; naming its head again ends that.

    The head may be away or have left office; the reason says which. Who heads it already stays so. Raises
    ``PermissionDenied`` and :class:`InspectionRefused` (``not_in_team``, ``not_staff``, ``own_agency``).
    """
    locked = lock_inspection(inspection.pk)
    if not policy.may_name_head(staff, locked):
        raise PermissionDenied("name_head")
    assert locked.team is not None
    team = (
        InspectionTeam.objects.select_for_update(of=("self",)).select_related("plan").get(pk=locked.team.pk)
    )
    if head_of(team) == user_id:
        return
    if not team.members.filter(user_id=user_id).exists():
        raise InspectionRefused("not_in_team")
    user = get_user(user_id=user_id)
    running = team.inspections.exclude(stage__in=(Stage.CONCLUDED, Stage.CANCELLED))
    subjects = list(running.values_list("subject_agency_id", "subject_unit_id"))
    _require_stranger(own_office(user=user, on=today_of(now)), user, team.plan.scope, subjects)
    former = head_of(team)
    ActingHead.objects.create(
        team=team, user=user, reason=reason.strip(), named_by_id=staff.user_id, named_at=now
    )
    actor = get_user(user_id=staff.user_id)
    note("head_named", locked, actor=actor, now=now, detail={"head": user.username, "reason": reason.strip()})
    tell_head_named(locked, [user] if former is None else [user, get_user(user_id=former)], now=now)


def leave_out_of_decision(*, inspection: Inspection, reason: str, by: User, now: datetime) -> None:
    """A decision that was not issued names a cancelled inspection no more; without any other it is dropped.

    Call it with the decision locked. A signed one stays as it was signed.
    """
    team = inspection.team
    if team is None or team.paper is None or team.decided_at is not None:
        return
    others = team.inspections.filter(stage=Stage.PLANNED).exclude(pk=inspection.pk).order_by("pk")
    rest = list(others.select_related("subject_agency", "subject_unit"))
    if not rest:
        void_paper(paper=team.paper, reason=reason, by=by, now=now)
    elif team.paper.state == PaperState.DRAFT:
        data = documents.decision_document(team, rest, on=today_of(now))
        revise_paper(paper=team.paper, title=f"Quyết định {data['subject']}", data=data, by=by, now=now)
        team.paper.addressees.set(_announced_to(rest))


def _draft_decision(team: InspectionTeam, inspections: Sequence[Inspection], now: datetime) -> None:
    data = documents.decision_document(team, inspections, on=today_of(now))
    team.paper = make_paper(
        kind=PaperKind.DECISION,
        agency=issuer_of(inspections[0]),
        title=f"Quyết định {data['subject']}",
        template=documents.DECISION,
        data=data,
        made_by=team.made_by,
        now=now,
        subject=(DECISION, team.uuid),
        addressees=_announced_to(inspections),
    )
    team.save(update_fields=["paper"])
    detail = {"team": team.ordinal} if team.is_numbered else {}
    for inspection in inspections:
        note("team_proposed", inspection, actor=team.made_by, now=now, detail=detail)


def _announced_to(inspections: Sequence[Inspection]) -> list[Agency]:
    """Whom the decision is sent to: an announced one would end a surprise."""
    return list({each.subject_agency for each in inspections if not each.is_surprise})


def _require_no_betrayal(inspections: Sequence[Inspection]) -> None:
    """A decision that goes to announced agencies names whom a surprise awaits only if it names them anyway."""
    announced = {_subject(each) for each in inspections if not each.is_surprise}
    named = [each for each in inspections if each.is_surprise and _subject(each) not in announced]
    if announced and named:
        raise InspectionRefused("surprise_named", codes=", ".join(map(inspection_code, named)))


def _subject(inspection: Inspection) -> tuple[int, int | None]:
    return inspection.subject_agency_id, inspection.subject_unit_id


def _members(
    team: InspectionTeam, inspections: Sequence[Inspection], members: Mapping[int, str], on: date
) -> list[TeamMember]:
    subjects = [(each.subject_agency_id, each.subject_unit_id) for each in inspections]
    rows = []
    for user_id, post in sorted(
        members.items(), key=lambda item: (list(Post.values).index(item[1]), item[0])
    ):
        user = get_user(user_id=user_id)
        office = own_office(user=user, on=on)
        held = office.memberships
        _require_stranger(office, user, team.plan.scope, subjects)
        rows.append(TeamMember(team=team, user=user, agency_id=held[0].agency_id, post=post))
    return rows


def _require_stranger(
    office: StaffContext, user: User, scope: str, subjects: Iterable[tuple[int, int | None]]
) -> None:
    for agency_id, unit_id in subjects:
        if serves_there(office, scope=scope, agency_id=agency_id, unit_id=unit_id):
            raise InspectionRefused("own_agency", name=user.full_name)


def own_office(*, user: User, on: date) -> StaffContext:
    """Where the person serves that day. Raises :class:`InspectionRefused` (``not_staff``)."""
    office = get_staff_context(user_id=user.pk, on=on)
    if not office.memberships:
        raise InspectionRefused("not_staff", name=user.full_name)
    return office
