"""The council's session: items, votes, who is present, minutes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, User, role_required
from motcua.platform import clock
from motcua.reform import offices
from motcua.reform.editions.presentation import points_text
from motcua.reform.rules.edition import read_figure
from motcua.reform.rules.season import ABSTAIN, majority_of
from motcua.reform.season import policies
from motcua.reform.season.appraisal_models import Motion
from motcua.reform.season.choices import MotionState, State
from motcua.reform.season.forms import CouncilForm
from motcua.reform.season.models import Season
from motcua.reform.season.people import people_with_role
from motcua.reform.season.queries import edition_of, list_motions
from motcua.reform.season.refusals import refusal_text
from motcua.reform.season.services import council, minutes
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.views.common import attempt, load_season, who

VIEWERS = (Role.REFORM_COUNCIL, Role.REFORM_MANAGER, Role.AUDITOR)


@require_safe
@role_required(*VIEWERS)
def show_council(request: StaffRequest, year: int) -> HttpResponse:
    """Items before the council and how it voted; the text reads as the minutes."""
    season = load_season(year)
    if not _may_view(request, season):
        return _not_seated(request, season)
    items = list_motions(season)
    voters = council.voters_by_motion(season, items, now=clock.now())
    lines = [_line(request, motion, voters[motion.pk]) for motion in items]
    members = season.council.select_related("user", "agency").order_by("-is_chair", "user__full_name")
    manages = policies.manages(request.staff, season)
    context = {
        "season": season,
        "lines": lines,
        "members": members,
        "present": sum(member.is_present for member in members),
        "manages": manages,
        "minutes": minutes.find_minutes(season),
        "may_set_members": manages and council.may_be_set(season),
        "may_write_minutes": manages and minutes.may_be_written(season),
        "is_over": season.state in (State.FINAL, State.PUBLISHED),
        "is_in_session": season.state == State.COUNCIL,
        "is_chair": any(member.is_chair and member.user_id == request.staff.user_id for member in members),
    }
    return render(request, "reform/season/council.html", context)


def _may_view(request: StaffRequest, season: Season) -> bool:
    seated = season.council.filter(user_id=request.staff.user_id).exists()
    return seated or offices.oversees(request.staff)


def _not_seated(request: StaffRequest, season: Season) -> HttpResponse:
    """They hold the role of the council, but not for this round, or not yet: no other role would help them."""
    context = {
        "season": season,
        "is_named": season.council.exists(),
        "may_be_named": council.may_be_named(season),
    }
    return render(request, "reform/season/council_closed.html", context, status=403)


def _line(request: StaffRequest, motion: Motion, voters: set[int]) -> dict[str, Any]:
    votes = list(motion.votes.all())
    mine = next((vote for vote in votes if vote.user_id == request.staff.user_id), None)
    options = [_option(option, votes) for option in motion.options]
    return {
        "motion": motion,
        "criterion": edition_of(motion.scorecard.season).criterion(motion.code),
        "options": options,
        "abstained": sum(vote.choice == ABSTAIN for vote in votes),
        "voters": len(voters),
        "majority": majority_of(len(voters)),
        "mine": mine,
        "may_vote": motion.state == MotionState.OPEN and request.staff.user_id in voters and mine is None,
        "all_voted": motion.state == MotionState.OPEN and bool(voters) and len(votes) >= len(voters),
        "chosen": next((one for one in options if one["key"] == motion.chosen), None),
    }


def _option(option: dict[str, Any], votes: list[Any]) -> dict[str, Any]:
    names = {
        "first": _("first appraiser"),
        "second": _("second appraiser"),
        "recognised": _("as recognised so far"),
        "asked": _("as the agency asks"),
    }
    points: Any = read_figure(option["points"])
    return {
        "key": option["key"],
        "name": names.get(option["key"], option["key"]),
        "points": _("n/a") if points is None else points_text(points),
        "votes": sum(vote.choice == option["key"] for vote in votes),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_MANAGER)
def set_members(request: StaffRequest, year: int) -> HttpResponse:
    """Say who of the council is present, and who chairs."""
    season = load_season(year)
    if not policies.manages(request.staff, season):
        raise PermissionDenied("manage")
    people = people_with_role(Role.REFORM_COUNCIL, on=clock.today())
    present = list(season.council.filter(is_present=True).values_list("user_id", flat=True))
    chair = season.council.filter(is_chair=True).values_list("user_id", flat=True).first()
    initial = {"present": present, "chair": chair}
    form = CouncilForm(request.POST or None, users=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        users = {user.pk: user for user, _agency in people}
        chosen = [users[pk] for pk in form.cleaned_data["present"]]
        values: dict[str, list[User] | User] = {
            "present": chosen,
            "absent": [user for user in users.values() if user not in chosen],
            "chair": users[form.cleaned_data["chair"]],
        }
        if attempt(
            request,
            lambda: council.set_council(season=season, **values, **who(request)),  # type: ignore[arg-type]
            _("Noted who is present."),
        ):
            return redirect("season:council", year)
    context = {"season": season, "form": form}
    return render(request, "reform/season/council_members.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(Role.REFORM_MANAGER)
def write_minutes(request: StaffRequest, year: int) -> HttpResponse:
    """Draft the minutes, then show the document."""
    season = load_season(year)
    try:
        paper = minutes.draft_minutes(season=season, **who(request))
    except SeasonRefused as refused:
        messages.error(request, refusal_text(refused))
        return redirect("season:council", year)
    return redirect("papers:paper", paper.uuid)


@require_POST
@role_required(Role.REFORM_COUNCIL)
def vote(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Vote on an item."""
    motion = _motion(request, uuid)
    choice = request.POST.get("choice", "")
    attempt(
        request,
        lambda: council.cast_vote(motion=motion, choice=choice, **who(request)),
        _("Your vote is counted."),
    )
    return redirect("season:council", motion.scorecard.season.year)


@require_POST
@role_required(Role.REFORM_COUNCIL)
def decide(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The chair decides where no option has the majority."""
    motion = _motion(request, uuid)
    choice, reason = request.POST.get("choice", ""), request.POST.get("reason", "")
    attempt(
        request,
        lambda: council.decide_by_chair(motion=motion, choice=choice, reason=reason, **who(request)),
        _("The item is decided."),
    )
    return redirect("season:council", motion.scorecard.season.year)


def _motion(request: StaffRequest, uuid: UUID) -> Motion:
    row = (
        Motion.objects.select_related("scorecard__season__edition", "scorecard__agency")
        .filter(uuid=uuid)
        .first()
    )
    seated = row is not None and row.scorecard.season.council.filter(user_id=request.staff.user_id).exists()
    if row is None or not seated:
        raise Http404
    return row
