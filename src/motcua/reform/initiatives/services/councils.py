"""Setting a council up by decision, and putting initiatives before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Agency, StaffContext, User, get_province, get_user
from motcua.platform.audit.api import record
from motcua.reform.initiatives import documents
from motcua.reform.initiatives.models import (
    CouncilState,
    Initiative,
    InitiativeCouncil,
    InitiativeCouncilMember,
    InitiativeReview,
    Level,
    MemberRole,
    ReviewState,
    State,
)
from motcua.reform.initiatives.notices import tell_authors, tell_members
from motcua.reform.initiatives.parameters import get_parameter
from motcua.reform.initiatives.policies import is_involved, may_run, may_set_up, require
from motcua.reform.initiatives.services._base import (
    InitiativeRefused,
    lock_initiative,
    lock_review,
    note,
    require_not_own,
)
from motcua.reform.initiatives.services.conflicts import refuse_own_paper
from motcua.reform.papers.api import Paper, PaperKind, PaperState, make_paper, void_paper

SUBJECT = "initiative.council"
DECISION = "initiative.decision"
_UNSETTLED: Final = (ReviewState.SCORING, ReviewState.PASSED)
_WAITING: Final = (State.SUBMITTED, State.RETURNED, State.ACCEPTED)
_RUNNING: Final = (MemberRole.CHAIR, MemberRole.SECRETARY)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A member of a council to be."""

    user: User
    role: str = MemberRole.MEMBER


@transaction.atomic
def set_up_council(
    *, agency: Agency, level: str, year: int, seats: Sequence[Seat], staff: StaffContext, now: datetime
) -> InitiativeCouncil:
    """Draft a council and its decision; it sits once the decision is signed. The same seats again are the same council.

    A provincial council is one of the People's Committee, whatever ``agency`` says. Raises ``PermissionDenied``
    and :class:`InitiativeRefused`: ``council_size``, ``council_chair``, ``council_twice``, ``own_initiative`` for an
    author of what waits for such a council.
    """
    require(may_set_up(staff, level=level, agency_id=agency.pk))
    _check_seats(seats, now)
    body = get_province() if level == Level.PROVINCE else agency
    maker = get_user(user_id=staff.user_id)
    known = _known_council(body, level, year, seats, maker)
    if known is not None:
        return known
    if level == Level.UNIT:
        _require_none_waits(maker, agency)
    council = InitiativeCouncil.objects.create(
        agency=body,
        level=level,
        year=year,
        made_by=maker,
        made_at=now,
    )
    InitiativeCouncilMember.objects.bulk_create(
        InitiativeCouncilMember(council=council, user=seat.user, role=seat.role) for seat in seats
    )
    title, data = documents.council_decision(council=council, seats=seats, on=timezone.localdate(now))
    council.decision = make_paper(
        kind=PaperKind.DECISION,
        agency=council.agency,
        title=title,
        data=data,
        template=documents.DECISION,
        made_by=maker,
        now=now,
        subject=(SUBJECT, council.uuid),
    )
    council.save(update_fields=["decision"])
    _note_council(council, "set_up", maker, now, members=len(seats))
    return council


def seat_council(paper: Paper, now: datetime) -> None:
    """The decision is signed: the council sits. Runs in the transaction of the signature."""
    council = InitiativeCouncil.objects.select_for_update().get(uuid=paper.subject_id)
    if council.state == CouncilState.DRAFT:
        council.state = CouncilState.SITTING
        council.save(update_fields=["state"])
        _note_council(council, "seated", paper.signer, now)


def end_council(paper: Paper, now: datetime) -> None:
    """The decision is cancelled: the council does not sit any more, and gives back what it has not recognised.

    Its sheets are dropped with it, and so is a decision of recognition that waits: another council begins anew. An
    author of what it has before it does not do that.
    """
    council = InitiativeCouncil.objects.select_for_update().get(uuid=paper.subject_id)
    refuse_own_paper(paper.cancelled_by, council.reviews.filter(state__in=_UNSETTLED))
    council.state = CouncilState.ENDED
    council.save(update_fields=["state"])
    _note_council(council, "ended", paper.cancelled_by, now)
    waiting = Paper.objects.filter(
        subject_type=DECISION, subject_id=str(council.uuid), state=PaperState.DRAFT
    )
    for decision in waiting.order_by("pk"):
        assert paper.cancelled_by is not None
        void_paper(paper=decision, reason=paper.cancel_reason, by=paper.cancelled_by, now=now)
    unsettled = council.reviews.filter(state__in=_UNSETTLED, decision=None)
    for pk in unsettled.order_by("pk").values_list("pk", flat=True):
        _give_back(lock_review(pk), paper.cancelled_by, now)


def _give_back(review: InitiativeReview, actor: User | None, now: datetime) -> None:
    initiative = review.initiative
    review.ballots.all().delete()
    review.delete()
    if review.level == Level.UNIT:
        initiative.state = State.ACCEPTED
        initiative.save(update_fields=["state"])
    note(initiative, "given_back", actor, now, level=review.level)


@transaction.atomic
def put_before_council(
    *, initiatives: Iterable[Initiative], council: InitiativeCouncil, staff: StaffContext, now: datetime
) -> list[InitiativeReview]:
    """Open the scoring of accepted initiatives; at provincial level, of those recognised in their agency.

    What is before it already stays as it is. Raises ``PermissionDenied`` and :class:`InitiativeRefused`:
    ``council_not_sitting``, ``not_for_council``, ``own_initiative``, ``council_of_author``,
    ``too_few_without_conflict``.
    """
    related = ("agency", "made_by", "decision__signer")
    councils = InitiativeCouncil.objects.select_for_update(of=("self",)).select_related(*related)
    locked = councils.get(pk=council.pk)
    require(may_run(staff, locked))
    if locked.state != CouncilState.SITTING:
        raise InitiativeRefused("council_not_sitting")
    members = list(locked.members.select_related("user").order_by("pk"))
    opened = [_open(pk, locked, members, staff, now) for pk in sorted(item.pk for item in initiatives)]
    tell_members(locked, [review for review, is_new in opened if is_new], now=now)
    return [review for review, _is_new in opened]


def _open(
    pk: int,
    council: InitiativeCouncil,
    members: Sequence[InitiativeCouncilMember],
    staff: StaffContext,
    now: datetime,
) -> tuple[InitiativeReview, bool]:
    initiative = lock_initiative(pk)
    known = initiative.reviews.filter(level=council.level).first()
    if known is not None and known.council_id == council.pk:
        return known, False
    if known is not None or not _is_for(initiative, council):
        raise InitiativeRefused("not_for_council", title=initiative.title)
    require_not_own(staff, initiative)
    _require_apart(initiative, council, members, now)
    review = InitiativeReview.objects.create(
        initiative=initiative,
        level=council.level,
        council=council,
        state=ReviewState.SCORING,
        opened_at=now,
    )
    if council.level == Level.UNIT:
        initiative.state = State.SCORING
        initiative.save(update_fields=["state"])
    note(initiative, "put_before_council", get_user(user_id=staff.user_id), now, level=council.level)
    tell_authors(initiative, "before_council", now=now, level=council.level)
    return review, True


def _require_apart(
    initiative: Initiative,
    council: InitiativeCouncil,
    members: Sequence[InitiativeCouncilMember],
    now: datetime,
) -> None:
    """Whoever appointed the council or runs its meeting has no part in the initiative; enough others can score."""
    signer = council.decision.signer if council.decision else None
    heads = [council.made_by, signer, *(member.user for member in members if member.role in _RUNNING)]
    own = [person.full_name for person in heads if person is not None and is_involved(person, initiative)]
    if own:
        raise InitiativeRefused("council_of_author", title=initiative.title, who=own[0])
    entitled = sum(not is_involved(member.user, initiative) for member in members)
    if entitled < int(get_parameter(name="scorers_min", on=timezone.localdate(now)).value):
        raise InitiativeRefused("too_few_without_conflict", title=initiative.title)


def _require_none_waits(maker: User, agency: Agency) -> None:
    """Nobody appoints the council for the own initiative."""
    filed = Initiative.objects.filter(agency=agency, state__in=_WAITING).only("title")
    for initiative in filed.prefetch_related("authors").order_by("pk"):
        if is_involved(maker, initiative):
            raise InitiativeRefused("own_initiative", title=initiative.title)


def _is_for(initiative: Initiative, council: InitiativeCouncil) -> bool:
    if council.level == Level.PROVINCE:
        return initiative.state == State.RECOGNISED
    return initiative.state == State.ACCEPTED and initiative.agency_id == council.agency_id


def _check_seats(seats: Sequence[Seat], now: datetime) -> None:
    day = timezone.localdate(now)
    least = int(get_parameter(name="council_min", on=day).value)
    most = int(get_parameter(name="council_max", on=day).value)
    if not least <= len(seats) <= most:
        raise InitiativeRefused("council_size", least=least, most=most)
    if len({seat.user.pk for seat in seats}) < len(seats):
        raise InitiativeRefused("council_twice")
    if sum(seat.role == MemberRole.CHAIR for seat in seats) != 1:
        raise InitiativeRefused("council_chair")


def _known_council(
    body: Agency, level: str, year: int, seats: Sequence[Seat], maker: User
) -> InitiativeCouncil | None:
    """One of the same maker that waits or sits with the very same seats; the second of two presses waits here for
    the first. Somebody else's stays apart: who appointed a council matters for what may come before it.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=body.pk)
    wanted = {(seat.user.pk, str(seat.role)) for seat in seats}
    councils = InitiativeCouncil.objects.filter(agency=body, level=level, year=year, made_by=maker)
    for council in councils.exclude(state=CouncilState.ENDED).prefetch_related("members").order_by("pk"):
        if {(member.user_id, member.role) for member in council.members.all()} == wanted:
            return council
    return None


def _note_council(
    council: InitiativeCouncil, what: str, actor: User | None, now: datetime, **detail: int
) -> None:
    record(
        action=f"initiative_council.{what}",
        now=now,
        actor=actor,
        agency_code=council.agency.code,
        object_type="initiative_council",
        object_id=council.uuid,
        detail={"level": council.level, **detail},
    )
