"""Appraisers' work, appeals and their answers, bonus and penalty points."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, User, role_required
from motcua.platform import clock
from motcua.reform.editions.api import bodies_of, body_name
from motcua.reform.editions.presentation import points_text
from motcua.reform.season import policies
from motcua.reform.season import presentation as shown
from motcua.reform.season.appealed import outcomes
from motcua.reform.season.appraisal_models import Appeal, Appraiser
from motcua.reform.season.choices import Answer, Column, State
from motcua.reform.season.forms import AnswerForm, AppealForm, AppraiserForm, ExtraForm, OpinionForm
from motcua.reform.season.models import ScoreEntry, Season
from motcua.reform.season.people import deciders_by_agency, people_with_role
from motcua.reform.season.queries import edition_of, held, list_scorecards, newest_entries
from motcua.reform.season.refusals import refusal_text
from motcua.reform.season.services import appeals, appraisal, extras
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.waiting import appraisers_of, waiting_by_post
from motcua.reform.season.views.assessment import criterion_page
from motcua.reform.season.views.common import attempt, load_card, load_criterion, load_season, who


@require_safe
@role_required(Role.APPRAISER)
def show_work(request: StaffRequest, year: int) -> HttpResponse:
    """Cards and areas that wait for this appraiser."""
    season = load_season(year)
    cards = {card.pk: card for card in policies.visible_cards(list_scorecards(season), request.staff)}
    named = appraisers_of(season, cards.values(), today=clock.today())
    counts = waiting_by_post(season, cards.values(), today=clock.today())
    areas = {area.code: area for area in edition_of(season).areas}
    mine = [post for post, user_id in named.items() if user_id == request.staff.user_id]
    context = {
        "season": season,
        "lines": [
            {
                "card": cards[post.card_id],
                "area": areas[post.area],
                "order": post.order,
                "waiting": counts[post],
            }
            for post in mine
            if post.area in areas
        ],
        "waiting": sum(counts[post] for post in mine),
    }
    return render(request, "reform/season/appraisal.html", context)


@require_POST
@role_required(Role.APPRAISER)
def judge(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """Agree, or say what the criterion is worth instead."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    form = OpinionForm(request.POST, criterion=criterion)
    agrees = "agree" in request.POST
    if agrees or form.is_valid():
        claim = None if agrees else form.claim()
        try:
            appraisal.give_opinion(scorecard=card, code=code, claim=claim, **who(request))
        except SeasonRefused as refused:
            if agrees:
                messages.error(request, refusal_text(refused))
                return redirect("season:criterion", uuid, code)
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("Your view on %(code)s is noted.") % {"code": code})
            return redirect("season:criterion", uuid, code)
    return criterion_page(request, card, criterion, status=422, opinion_form=form)


@require_POST
@role_required(Role.APPRAISER)
def agree(request: StaffRequest, uuid: UUID, area: str) -> HttpResponse:
    """Agree on everything in an area that still waits and does not depart from the computed points."""
    card = load_card(request, uuid)
    try:
        count = appraisal.agree_with_rest(scorecard=card, area=area, **who(request))
    except SeasonRefused as refused:
        messages.error(request, refusal_text(refused))
    else:
        words = ngettext("Agreed on %(n)d criterion.", "Agreed on %(n)d criteria.", count) % {"n": count}
        messages.success(request, words)
    return redirect(f"{reverse('season:card', args=[uuid])}?area={area}")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_MANAGER)
def name_people(request: StaffRequest, year: int) -> HttpResponse:
    """Who appraises which area, first and second."""
    season = load_season(year)
    if not policies.manages(request.staff, season):
        raise PermissionDenied("manage")
    areas = edition_of(season).areas
    users = people_with_role(Role.APPRAISER, on=clock.today())
    agencies = [card.agency for card in list_scorecards(season)]
    form = AppraiserForm(request.POST or None, areas=areas, users=users, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = dict(form.cleaned_data)
        data["user"] = User.objects.get(pk=data["user"])
        data["agency"] = next((one for one in agencies if one.pk == data["agency"]), None)
        if attempt(
            request,
            lambda: appraisal.name_appraiser(season=season, **data, **who(request)),
            _("The appraiser is named."),
        ):
            return redirect("season:appraisers", year)
    context = {"season": season, "form": form, "lines": _named(season)}
    return render(request, "reform/season/appraisers.html", context, status=422 if form.errors else 200)


def _named(season: Season) -> list[dict[str, Any]]:
    """Areas with their deciding body, both appraisers and who stands in for single agencies."""
    edition = edition_of(season)
    bodies = bodies_of(edition)
    rows = list(
        Appraiser.objects.filter(season=season)
        .select_related("user", "agency")
        .order_by("order", "agency__code")
    )
    return [
        {
            "area": area,
            "body": body_name(area, bodies),
            "first": [row for row in rows if row.area == area.code and row.order == appraisal.FIRST],
            "second": [row for row in rows if row.area == area.code and row.order == appraisal.SECOND],
        }
        for area in edition.areas
    ]


@require_POST
@role_required(Role.REFORM_OFFICER, Role.LEADER)
def appeal(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """File an explanation or appeal."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            appeals.file_appeal(scorecard=card, code=code, **form.cleaned_data, **who(request))
        except SeasonRefused as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The appeal is filed; the standing body must answer it."))
            return redirect("season:criterion", uuid, code)
    return criterion_page(request, card, criterion, status=422, appeal_form=form)


@require_safe
@role_required(*policies.DECIDERS, Role.AUDITOR)
def show_appeals(request: StaffRequest, year: int) -> HttpResponse:
    """All appeals of a round, unanswered ones first, each with the form of its answer."""
    return _appeals_page(request, load_season(year))


def _appeals_page(
    request: StaffRequest,
    season: Season,
    *,
    status: int = 200,
    answered: tuple[UUID, AnswerForm] | None = None,
) -> HttpResponse:
    if not policies.sees_appeals(request.staff, season, clock.today()):
        raise PermissionDenied("oversee")
    rows = policies.visible_appeals(Appeal.objects.filter(scorecard__season=season), request.staff)
    rows = rows.select_related("scorecard__agency", "scorecard__season__edition", "filed_by", "answered_by")
    filed = list(rows.order_by("answered_at", "filed_at"))
    points = _points_of(season, filed)
    agencies = {row.scorecard.agency_id for row in filed}
    able = deciders_by_agency(season, agencies, on=clock.today())
    came_to = outcomes(filed)
    lines = [
        _appeal_line(row, points, answered)
        | shown.outcome_words(came_to[row.pk])
        | {"may_answer": request.user in able[row.scorecard.agency_id]}
        for row in filed
    ]
    context = {
        "season": season,
        "open": [line for line in lines if not line["row"].answer],
        "done": [line for line in lines if line["row"].answer],
        "is_open": season.state == State.APPEAL,
    }
    return render(request, "reform/season/appeals.html", context, status=status)


def _points_of(season: Season, rows: Sequence[Appeal]) -> dict[tuple[int, str, bool], ScoreEntry]:
    """What the agency said (True) and what was recognised last, by card id and criterion: one statement."""
    cards = {row.scorecard_id: row.scorecard for row in rows}
    columns = [Column.SELF, Column.APPRAISED, Column.COUNCIL]
    entries = newest_entries(season, columns, scorecards=cards.values())
    return {
        (entry.scorecard_id, entry.code, entry.column == Column.SELF): entry
        for entry in sorted(entries, key=lambda entry: entry.pk)
    }


def _appeal_line(
    row: Appeal,
    points: Mapping[tuple[int, str, bool], ScoreEntry],
    answered: tuple[UUID, AnswerForm] | None,
) -> dict[str, Any]:
    criterion = edition_of(row.scorecard.season).criterion(row.code)
    own = points.get((row.scorecard_id, row.code, True))
    recognised = points.get((row.scorecard_id, row.code, False))
    form = AnswerForm(criterion=criterion, held=held(own) if own else None, prefix=row.uuid.hex[:8])
    if answered is not None and answered[0] == row.uuid:
        form = answered[1]
    return {
        "row": row,
        "criterion": criterion,
        "own": points_text(own.points) if own else "—",
        "recognised": points_text(recognised.points) if recognised else "—",
        "asked": points_text(row.asked_points),
        "form": form,
    }


@require_POST
@role_required(*policies.DECIDERS)
def answer(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Answer an appeal; what was typed stays when it is refused."""
    row = (
        Appeal.objects.select_related("scorecard__season__edition", "scorecard__agency")
        .filter(uuid=uuid)
        .first()
    )
    if row is None or not policies.visible_appeals(Appeal.objects.filter(pk=row.pk), request.staff).exists():
        raise Http404
    if not policies.decides_on(request.staff, row.scorecard, clock.today()):
        raise PermissionDenied("answer")
    season = row.scorecard.season
    criterion = edition_of(season).criterion(row.code)
    form = AnswerForm(request.POST, criterion=criterion, prefix=row.uuid.hex[:8])
    if form.is_valid():
        data = form.cleaned_data
        claim = form.claim() if data["answer"] == Answer.ACCEPTED else None
        try:
            appeals.answer_appeal(
                appeal=row,
                answer=data["answer"],
                text=data["text"],
                claim=claim,
                to_council=data["to_council"],
                **who(request),
            )
        except SeasonRefused as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The appeal is answered."))
            return redirect("season:appeals", season.year)
    return _appeals_page(request, season, status=422, answered=(row.uuid, form))


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*policies.DECIDERS)
def change_extra(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Bonus, penalty, facts that lower the class."""
    card = load_card(request, uuid)
    if not policies.decides_on(request.staff, card, clock.today()):
        raise PermissionDenied("extra")
    codes = extras.extra_codes(edition_of(card.season))
    form = ExtraForm(request.POST or None, codes=codes)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(request, lambda: extras.set_extra(scorecard=card, **values, **who(request)), _("Noted.")):
            return redirect("season:extra", uuid)
    context = {
        "card": card,
        "season": card.season,
        "form": form,
        "entries": card.extras.select_related("by").order_by("-id"),
        "names": codes,
    }
    return render(request, "reform/season/extra.html", context, status=422 if form.errors else 200)
