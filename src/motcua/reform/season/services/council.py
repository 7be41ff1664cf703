"""The appraisal council: who is present, votes, decisions, minutes."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.api import Appointment, Role, StaffContext, User, get_staff_context
from motcua.reform import offices
from motcua.reform.rules.edition import read_figure
from motcua.reform.rules.season import ABSTAIN, decided
from motcua.reform.season import policies
from motcua.reform.season.appraisal_models import CouncilMember, Motion, Vote
from motcua.reform.season.choices import Column, MotionState, State
from motcua.reform.season.models import Season
from motcua.reform.season.notices import tell
from motcua.reform.season.services.assessment import note_card
from motcua.reform.season.services.entries import (
    SeasonRefused,
    add_entry,
    lock_card,
    lock_season,
    require_state,
)
from motcua.reform.season.services.rounds import note


@transaction.atomic
def set_council(
    *,
    season: Season,
    present: Iterable[User],
    absent: Iterable[User],
    chair: User | None,
    staff: StaffContext,
    by: User,
    now: datetime,
) -> list[CouncilMember]:
    """Say who sits on the council and who of them is present. Raises ``PermissionDenied``, :class:`SeasonRefused`
    (``not_a_member`` with ``name``, ``wrong_state``, ``votes_cast`` while an item is being voted on).
    """
    locked = lock_season(season)
    if not policies.manages(staff, locked):
        raise PermissionDenied("council")
    if not may_be_named(locked):
        raise SeasonRefused("wrong_state", state=locked.get_state_display())
    here, away = list(present), list(absent)
    today = timezone.localdate(now)
    for user in [*here, *away]:
        if not get_staff_context(user_id=user.pk, on=today).has_role(Role.REFORM_COUNCIL):
            raise SeasonRefused("not_a_member", name=user.full_name)
    if _is_voting(locked):
        raise SeasonRefused("votes_cast")
    agencies = _agencies([user.pk for user in [*here, *away]])
    former = set(locked.council.values_list("user_id", flat=True))
    locked.council.all().delete()
    rows = CouncilMember.objects.bulk_create(
        CouncilMember(
            season=locked,
            user=user,
            agency_id=agencies[user.pk],
            is_present=user in here,
            is_chair=user == chair,
        )
        for user in [*here, *away]
    )
    note(locked, "season.council_set", by, now, present=str(len(here)), absent=str(len(away)))
    _tell_members(locked, [user for user in [*here, *away] if user.pk not in former], now)
    return rows


def _tell_members(season: Season, people: list[User], now: datetime) -> None:
    """Whoever was not a member before: until now the council's page was closed to them."""
    tell(
        people=people,
        season=season,
        news=lambda: _("named a member of the appraisal council"),
        url=reverse("season:council", args=[season.year]),
        now=now,
    )


def may_be_set(season: Season) -> bool:
    """Would :func:`set_council` act now? Not once the scores are final, nor while an item is being voted on."""
    return may_be_named(season) and not _is_voting(season)


def may_be_named(season: Season) -> bool:
    """Are there members still to come, be it after a vote that is under way?"""
    return season.state not in (State.FINAL, State.PUBLISHED)


def _is_voting(season: Season) -> bool:
    return Vote.objects.filter(motion__scorecard__season=season, motion__state=MotionState.OPEN).exists()


def _agencies(user_ids: list[int]) -> dict[int, int]:
    rows = Appointment.objects.filter(user_id__in=user_ids).order_by("valid_from")
    return dict(rows.values_list("user_id", "unit__agency_id"))


def voters_of(motion: Motion, *, now: datetime) -> set[int]:
    """Members present who may vote on this item: nobody of the rated agency. The majority is counted of them."""
    return voters_by_motion(motion.scorecard.season, [motion], now=now)[motion.pk]


def voters_by_motion(season: Season, motions: Iterable[Motion], *, now: datetime) -> dict[int, set[int]]:
    """The same for many items of a season, by id, in two statements."""
    present = set(season.council.filter(is_present=True).values_list("user_id", flat=True))
    belongs = offices.agencies_of(user_ids=present, year=season.year, today=timezone.localdate(now))
    return {
        motion.pk: {one for one in present if motion.scorecard.agency_id not in belongs.get(one, set())}
        for motion in motions
    }


@transaction.atomic
def cast_vote(*, motion: Motion, choice: str, staff: StaffContext, by: User, now: datetime) -> Vote:
    """Vote on an item; with the majority reached it is decided at once. A vote stands: the same again is answered.

    Raises ``PermissionDenied`` (absent, no member, member of the agency) and :class:`SeasonRefused` (``wrong_state``,
    ``decided``, ``voted``, ``no_such_option``).
    """
    card = lock_card(motion.scorecard)
    row = Motion.objects.select_for_update(of=("self",)).select_related("scorecard__season").get(pk=motion.pk)
    require_state(card.season, State.COUNCIL)
    voters = voters_of(row, now=now)
    if by.pk not in voters or not staff.has_role(Role.REFORM_COUNCIL):
        raise PermissionDenied("vote")
    known = row.votes.filter(user=by).first()
    if known is not None:
        if known.choice == choice:
            return known
        raise SeasonRefused("voted")
    if row.state != MotionState.OPEN:
        raise SeasonRefused("decided")
    if choice not in {ABSTAIN, *(option["key"] for option in row.options)}:
        raise SeasonRefused("no_such_option")
    vote = Vote.objects.create(motion=row, user=by, choice=choice, at=now)
    note_card(card, "motion.voted", by, now, code=row.code)
    chosen = decided(row.votes.values_list("choice", flat=True), members=len(voters))
    if chosen is not None:
        _decide(row, chosen, None, now)
    return vote


@transaction.atomic
def decide_by_chair(
    *, motion: Motion, choice: str, reason: str, staff: StaffContext, by: User, now: datetime
) -> Motion:
    """Where everybody has voted and no option has the majority, the chair's option decides, with a reason.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``wrong_state``, ``votes_missing``, ``reason_missing``,
    ``no_such_option``).
    """
    card = lock_card(motion.scorecard)
    row = Motion.objects.select_for_update(of=("self",)).select_related("scorecard__season").get(pk=motion.pk)
    require_state(card.season, State.COUNCIL)
    voters = voters_of(row, now=now)
    chair = card.season.council.filter(is_chair=True, is_present=True, user_id=by.pk).exists()
    if not chair or by.pk not in voters or not staff.has_role(Role.REFORM_COUNCIL):
        raise PermissionDenied("chair")
    if row.state == MotionState.DECIDED:
        return row
    if row.votes.count() < len(voters):
        raise SeasonRefused("votes_missing")
    if not reason.strip():
        raise SeasonRefused("reason_missing")
    if choice not in {option["key"] for option in row.options}:
        raise SeasonRefused("no_such_option")
    _decide(row, choice, by, now, reason.strip())
    return row


def _decide(motion: Motion, chosen: str, by: User | None, now: datetime, reason: str = "") -> None:
    option = next(option for option in motion.options if option["key"] == chosen)
    points = read_figure(option["points"])
    assert points is None or isinstance(points, Fraction)
    motion.state, motion.chosen, motion.decided_at = MotionState.DECIDED, chosen, now
    motion.save(update_fields=["state", "chosen", "decided_at"])
    card = motion.scorecard
    add_entry(
        card=card,
        code=motion.code,
        column=Column.COUNCIL,
        points=points,
        inputs={name: read_figure(value) for name, value in option.get("inputs", {}).items()},
        reason=reason,
        by=by,
        now=now,
    )
    note_card(card, "motion.decided", by, now, code=motion.code, choice=chosen)
