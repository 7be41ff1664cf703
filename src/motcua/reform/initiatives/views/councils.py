"""Councils: setting up, what is before them, secret score sheets, closing, the decision."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, refuse, role_required, staff_required
from motcua.platform import clock
from motcua.platform.ui.lists import build_list
from motcua.reform.initiatives import policies, presentation
from motcua.reform.initiatives.deadlines import score_by
from motcua.reform.initiatives.forms import BallotForm, CouncilForm
from motcua.reform.initiatives.models import (
    CouncilState,
    InitiativeCouncil,
    InitiativeReview,
    Level,
    ReviewState,
)
from motcua.reform.initiatives.parameters import CRITERIA, score_rules
from motcua.reform.initiatives.queries import (
    get_own_ballot,
    list_candidates,
    list_councils_for,
    list_people,
    list_reviews_of,
    own_agency,
)
from motcua.reform.initiatives.services import councils, recognising, scoring
from motcua.reform.initiatives.services._base import InitiativeRefused
from motcua.reform.initiatives.similar import find_similar
from motcua.reform.initiatives.tables import CouncilTable
from motcua.reform.initiatives.views._base import act, load_council, load_review, refusal_text

_MAKERS: Final = (Role.REFORM_OFFICER, Role.REFORM_MANAGER, Role.LEADER)


@require_safe
@staff_required
def show_list(request: StaffRequest) -> HttpResponseBase:
    """Councils this person may know of."""
    page = build_list(
        request,
        key="initiative-councils",
        table_class=CouncilTable,
        queryset=list_councils_for(staff=request.staff),
    )
    context = {"page": page, "may_set_up": request.staff.has_role(*_MAKERS)}
    return page.export or render(request, "reform/initiatives/councils.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*_MAKERS)
def set_up(request: StaffRequest) -> HttpResponse:
    """Choose the members; the decision is drafted and goes to the leader."""
    agency = own_agency(staff=request.staff, role=_MAKERS)
    levels = [
        level
        for level in (Level.UNIT, Level.PROVINCE)
        if policies.may_set_up(request.staff, level=level, agency_id=agency.pk)
    ]
    people = list_people(agency=agency, everywhere=Level.PROVINCE in levels, on=clock.today())
    data = request.POST if request.method == "POST" else None
    form = CouncilForm(data, levels=levels, people=people, initial={"year": clock.today().year})
    if data is not None and form.is_valid():
        try:
            council = councils.set_up_council(
                agency=agency,
                level=form.cleaned_data["level"],
                year=form.cleaned_data["year"],
                seats=form.seats(),
                staff=request.staff,
                now=clock.now(),
            )
        except InitiativeRefused as refused:
            form.add_error("members" if refused.code.startswith("council_") else None, refusal_text(refused))
        else:
            messages.success(request, _("The council is drafted; its decision waits for the leader."))
            return redirect("initiatives:council", council.uuid)
    return render(
        request, "reform/initiatives/set_up.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
@staff_required
def show_council(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Members, initiatives with how many sheets are in, and one's own sheets."""
    council = load_council(request, uuid)
    may_run = policies.may_run(request.staff, council)
    reviews = list_reviews_of(council=council)
    context = {
        "council": council,
        "tone": presentation.council_tone(council),
        "readable": presentation.readable(reviews, request.staff, council.decision),
        "rows": presentation.council_rows(council, reviews, request.staff),
        "may_run": may_run,
        "is_sitting": council.state == CouncilState.SITTING,
        "chooser": presentation.chooser(list_candidates(council=council)) if may_run else None,
        "waits": any(review.state == ReviewState.PASSED and review.decision_id is None for review in reviews),
    }
    return render(request, "reform/initiatives/council.html", context)


@require_POST
@staff_required
def put_before(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Open the scoring of the chosen initiatives."""
    council = load_council(request, uuid)
    policies.require(policies.may_run(request.staff, council))
    chosen = request.POST.getlist("initiative")
    initiatives = [item for item in list_candidates(council=council) if str(item.uuid) in chosen]
    if not initiatives:
        messages.error(request, _("Choose at least one initiative."))
        return redirect("initiatives:council", uuid)
    return act(
        request,
        lambda: councils.put_before_council(
            initiatives=initiatives, council=council, staff=request.staff, now=clock.now()
        ),
        _("%(count)s initiatives are before the council.") % {"count": len(initiatives)},
        "initiatives:council",
        uuid,
    )


@require_POST
@staff_required
def draft_decision(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The decision on everything that passed; it leads to the document."""
    council = load_council(request, uuid)
    try:
        paper = recognising.draft_decision(council=council, staff=request.staff, now=clock.now())
    except InitiativeRefused as refused:
        messages.error(request, refusal_text(refused))
        return redirect("initiatives:council", uuid)
    messages.success(request, _("The decision is drafted and waits for the leader."))
    return redirect("papers:paper", paper.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def score(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One's own secret sheet; what others wrote is shown to nobody."""
    review = load_review(request, uuid)
    if not policies.may_score(request.staff, review):
        return refuse(request, reason="role")
    own = get_own_ballot(staff=request.staff, review=review)
    maxima = score_rules(on=timezone.localdate(review.opened_at)).maxima
    data = request.POST if request.method == "POST" else None
    initial = {name: getattr(own, name) for name in (*CRITERIA, "remark")} if own else None
    form = BallotForm(data, maxima=maxima, initial=initial)
    if data is None or not form.is_valid():
        return _sheet(request, review, form, status=422 if form.errors else 200)
    assert review.council is not None
    return act(
        request,
        lambda: scoring.cast_ballot(
            review=review,
            scores=form.scores(),
            remark=form.cleaned_data["remark"],
            staff=request.staff,
            now=clock.now(),
        ),
        _("The score sheet is handed in. It can be changed until the scoring is closed."),
        "initiatives:council",
        review.council.uuid,
    )


@require_POST
@staff_required
def close(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Count the sheets."""
    review = load_review(request, uuid)
    if review.council is None:
        raise Http404
    return act(
        request,
        lambda: scoring.close_scoring(review=review, staff=request.staff, now=clock.now()),
        _("The scoring is closed."),
        "initiatives:council",
        review.council.uuid,
    )


def _sheet(request: StaffRequest, review: InitiativeReview, form: BallotForm, *, status: int) -> HttpResponse:
    council: InitiativeCouncil | None = review.council
    context: dict[str, Any] = {
        "review": review,
        "council": council,
        "initiative": review.initiative,
        "form": form,
        "rows": presentation.summary(review.initiative),
        "similar": find_similar(review.initiative, staff=request.staff),
        "is_open": review.state == ReviewState.SCORING,
        "score_by": score_by(review) if council else None,
    }
    return render(request, "reform/initiatives/score.html", context, status=status)
