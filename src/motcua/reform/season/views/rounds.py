"""Rounds: the list, the standing body's page, its steps, deviations and exports."""

from collections.abc import Mapping
from typing import Any, cast, get_args

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Agency, AgencyKind, Membership, Role, StaffRequest, get_user, role_required
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.platform.outbox.jobs import defer
from motcua.reform import offices
from motcua.reform.editions.api import EditionState, IndexEdition
from motcua.reform.editions.settings_words import METHOD_NAMES
from motcua.reform.season import policies
from motcua.reform.season import presentation as shown
from motcua.reform.season.boards import progress_of, score_rows
from motcua.reform.season.choices import STEP_NAMES, CardState, State
from motcua.reform.season.forms import DateForm, ReasonForm, SeasonForm, SwitchForm
from motcua.reform.season.models import Scorecard, Season, SeasonDate
from motcua.reform.season.parameters import source_text
from motcua.reform.season.queries import due_day, edition_of, list_scorecards, list_seasons
from motcua.reform.season.refusals import refusal_text
from motcua.reform.season.services import dates, moves, rounds, switching
from motcua.reform.season.services.computing import COMPUTE
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.freezing import ask_to_freeze
from motcua.reform.season.surveys import surveys_counted_otherwise, unpublished_surveys
from motcua.reform.season.views.common import attempt, load_season, who
from motcua.reform.surveys.api import SurveyRound


@require_safe
@role_required(*policies.READERS)
def show_list(request: StaffRequest) -> HttpResponse:
    """Rounds with the own agency's card in each."""
    seasons = list(list_seasons())
    own = policies.own_agencies(request.staff)
    cards = {
        (card.season_id, card.agency_id): card
        for season in seasons
        for card in season.scorecards.filter(agency__in=own).select_related("agency")
    }
    lines = [
        {
            "season": season,
            "tone": shown.STATE_TONES[State(season.state)],
            "cards": [card for (pk, _agency), card in cards.items() if pk == season.pk],
        }
        for season in seasons
    ]
    context = {
        "lines": lines,
        "may_start": policies.may_start(request.staff),
        "oversees": offices.oversees(request.staff),
    }
    return render(request, "reform/season/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_MANAGER)
def start(request: StaffRequest) -> HttpResponse:
    """Prepare a round."""
    taken = list_seasons().values("year")
    editions = IndexEdition.objects.filter(state=EditionState.PUBLISHED).exclude(year__in=taken)
    agencies = Agency.objects.filter(kind=AgencyKind.DEPARTMENT, is_active=True).order_by("code")
    form = SeasonForm(request.POST or None, editions=editions.order_by("-year"), agencies=agencies)
    if request.method == "POST" and form.is_valid():
        edition = form.cleaned_data["edition"]
        season = rounds.start_season(
            year=edition.year,
            edition=edition,
            standing_body=Agency.objects.get(pk=_body(request).agency_id),
            agencies=form.cleaned_data["agencies"],
            blocks=rounds.usual_blocks(edition, form.cleaned_data["agencies"]),
            by=get_user(user_id=request.staff.user_id),
            now=clock.now(),
        )
        return redirect("season:season", season.year)
    context = {"form": form, "has_editions": editions.exists()}
    return render(request, "reform/season/new.html", context, status=422 if form.errors else 200)


def _body(request: StaffRequest) -> Membership:
    return next(request.staff.matching(Role.REFORM_MANAGER))


@require_safe
@role_required(*policies.READERS)
def show_season(request: StaffRequest, year: int) -> HttpResponse:
    """Dates and steps for everybody; how far each agency is for those who oversee."""
    return season_page(request, load_season(year))


def season_page(
    request: StaffRequest,
    season: Season,
    *,
    status: int = 200,
    dated: Mapping[str, DateForm] | None = None,
    **forms: Any,
) -> HttpResponse:
    """The page of a round; ``dated`` and ``forms`` are those with errors."""
    manages, oversees = policies.manages(request.staff, season), offices.oversees(request.staff)
    own = list_scorecards(season).filter(agency__in=policies.own_agencies(request.staff))
    context = {
        "season": season,
        "tone": shown.STATE_TONES[State(season.state)],
        "dates": _dates(season, dated or {}),
        "steps": _steps(season),
        "own": own,
        "manages": manages,
        "oversees": oversees,
        "appraises": season.appraisers.filter(user_id=request.staff.user_id).exists(),
        "stands_in": policies.decides_for_body(request.staff, season, clock.today()),
        "body_owes": _body_owes(season),
        "sits": season.council.filter(user_id=request.staff.user_id).exists(),
        "progress": progress_of(season) if oversees else None,
        "waits_for": _waits_for(season) if manages else [],
        "counted_otherwise": _counted_otherwise(season) if manages else [],
        "newer_edition": _newer_edition(season) if manages else None,
        "next_move": moves.next_move(season),
        "is_running": season.state not in (State.PUBLISHED,),
        "may_reopen": season.state not in (State.DRAFT, State.PUBLISHED),
        "may_switch": season.state in (State.DRAFT, State.OPEN),
        "is_computing": season.compute_asked_at is not None
        and (season.computed_at is None or season.computed_at < season.compute_asked_at),
        "reason_form": ReasonForm(),
        "switch_form": SwitchForm(editions=_other_editions(season)),
        **forms,
    }
    return render(request, "reform/season/season.html", context, status=status)


def _body_owes(season: Season) -> Scorecard | None:
    """The standing body's own card when its last day is over: its managers do not let it go on."""
    due_on = due_day(season, "self_assessment")
    is_over = season.state == State.OPEN and due_on is not None and due_on < clock.today()
    rows = season.scorecards.filter(agency=season.standing_body, state=CardState.DRAFT)
    return rows.first() if is_over else None


def _waits_for(season: Season) -> list[SurveyRound]:
    """Surveys whose publication the figures wait for; none once they are frozen."""
    runs = season.frozen_at is None and season.state in (State.DRAFT, State.OPEN)
    return unpublished_surveys(season) if runs else []


def _counted_otherwise(season: Season) -> list[dict[str, Any]]:
    """Surveys whose percent and the index's are of two methods, with the names of both."""
    own = METHOD_NAMES[edition_of(season).settings.survey_method]
    return [
        {"survey": found, "method": METHOD_NAMES[found.method], "own": own}
        for found in surveys_counted_otherwise(season)
    ]


def _dates(season: Season, dated: Mapping[str, DateForm]) -> list[dict[str, Any]]:
    order = list(STEP_NAMES)
    rows = sorted(season.dates.all(), key=lambda row: order.index(row.step))
    return [
        {
            "row": row,
            "name": STEP_NAMES[row.step],
            "source": source_text(row.source),
            "is_past": row.due_on < clock.today(),
            "form": dated.get(row.step) or _date_form(row),
        }
        for row in rows
    ]


def _date_form(row: SeasonDate) -> DateForm:
    initial = {"due_on": row.due_on, "source": "" if row.is_choice else row.source}
    return DateForm(initial=initial, auto_id=f"id_{row.step}_%s")


def _steps(season: Season) -> list[dict[str, Any]]:
    """The states as a way: done, here, to come."""
    states = list(State)
    at = states.index(State(season.state))
    return [
        {
            "label": state.label,
            "title": state.label,
            "state": "done" if number < at else "current" if number == at else "todo",
        }
        for number, state in enumerate(states)
    ]


def _other_editions(season: Season) -> Any:
    rows = IndexEdition.objects.filter(year=season.year, state=EditionState.PUBLISHED)
    return rows.exclude(pk=season.edition_id).order_by("-version")


def _newer_edition(season: Season) -> IndexEdition | None:
    """Published since the round went by its own, and not taken over yet; None once the appraisal has begun."""
    if season.state not in (State.DRAFT, State.OPEN):
        return None
    newer: IndexEdition | None = _other_editions(season).filter(version__gt=season.edition.version).first()
    return newer


@require_POST
@role_required(Role.REFORM_MANAGER)
def compute(request: StaffRequest, year: int) -> HttpResponse:
    """Ask for the computed column anew; a job does it."""
    season = _managed(request, year)
    Season.objects.filter(pk=season.pk).update(compute_asked_at=clock.now(), compute_done=0, compute_total=0)
    defer(COMPUTE, year=season.year)
    messages.success(request, _("The figures are being computed. This takes a few seconds."))
    return redirect("season:season", year)


def _managed(request: StaffRequest, year: int) -> Season:
    season = load_season(year)
    if not policies.manages(request.staff, season):
        raise PermissionDenied("manage")
    return season


@require_POST
@role_required(Role.REFORM_MANAGER)
def freeze_figures(request: StaffRequest, year: int) -> HttpResponse:
    """Cut-off: keep the figures with their records."""
    season = _managed(request, year)
    attempt(
        request,
        lambda: ask_to_freeze(season=season, **who(request)),
        _("The figures are being frozen with their records. This takes a few seconds."),
    )
    return redirect("season:season", year)


@require_POST
@role_required(Role.REFORM_MANAGER)
def go_on(request: StaffRequest, year: int) -> HttpResponse:
    """End this step and begin the next; ``state`` says which one the page showed, so that a second press does not
    end two.
    """
    season = _managed(request, year)
    seen = request.POST.get("state", "")
    if seen == season.state:
        attempt(
            request,
            lambda: moves.advance(season=season, seen=seen, **who(request)),
            _("The next step of the round has begun."),
        )
    return redirect("season:season", year)


@require_POST
@role_required(Role.REFORM_MANAGER)
def go_back(request: StaffRequest, year: int) -> HttpResponse:
    """Open the former step again, with a reason."""
    season = _managed(request, year)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return season_page(request, season, status=422, reason_form=form)
    seen = request.POST.get("state", "")
    if seen == season.state:
        reason = form.cleaned_data["reason"]
        attempt(
            request,
            lambda: moves.reopen(season=season, reason=reason, seen=seen, **who(request)),
            _("The former step is open again."),
        )
    return redirect("season:season", year)


@require_POST
@role_required(Role.REFORM_MANAGER)
def change_date(request: StaffRequest, year: int, step: str) -> HttpResponse:
    """Set the last day of a step."""
    season = _managed(request, year)
    if step not in STEP_NAMES:
        raise Http404
    form = DateForm(request.POST, auto_id=f"id_{step}_%s")
    if form.is_valid():
        try:
            dates.set_date(season=season, step=step, **form.cleaned_data, **who(request))
        except SeasonRefused as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The last day is set."))
            return redirect("season:season", year)
    return season_page(request, season, status=422, dated={step: form})


@require_POST
@role_required(Role.REFORM_MANAGER)
def change_edition(request: StaffRequest, year: int) -> HttpResponse:
    """Rate the year by another published version of the index."""
    season = _managed(request, year)
    form = SwitchForm(request.POST, editions=_other_editions(season))
    if not form.is_valid():
        return season_page(request, season, status=422, switch_form=form)
    data = form.cleaned_data
    attempt(
        request,
        lambda: switching.switch_edition(
            season=season, edition=data["edition"], reason=data["reason"], **who(request)
        ),
        _("The version of the index is changed. What stayed the same keeps its points."),
    )
    return redirect("season:season", year)


@require_safe
@role_required(*policies.READERS)
def export_scores(request: StaffRequest, year: int) -> HttpResponseBase:
    """Every score this person may see, as CSV, XLSX or ODS; exact, as fractions, and rounded for reading."""
    season = load_season(year)
    wanted = request.GET.get("dang", "csv")
    if wanted not in get_args(Format):
        raise Http404(_("No file is made in this format."))
    rows = list(policies.visible_cards(list_scorecards(season), request.staff))
    headers = [
        _("Agency"),
        _("Criterion"),
        _("Name"),
        _("Points at most"),
        _("Computed"),
        _("Self-assessed"),
        _("Recognised"),
        _("Recognised, exact"),
        _("Note"),
    ]
    return export_response(
        filename=f"cchc-{season.year}",
        columns=headers,
        rows=score_rows(season, rows, request.staff),
        format=cast(Format, wanted),
    )
