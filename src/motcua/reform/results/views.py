"""Pages of results in the office: the board of a year, one agency, computing, publishing, downloads."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, refuse, role_required
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.reform.editions.settings_words import block_name
from motcua.reform.results import live, services
from motcua.reform.results.agency import (
    area_chart,
    criterion_lines,
    left_out,
    standing_of,
    waterfall_chart,
)
from motcua.reform.results.board_parts import block_tabs, chosen_block, measured_head
from motcua.reform.results.corrections import reason_from, unpublished_corrections
from motcua.reform.results.downloads import JSON_NAME, SIGNATURE_NAME, snapshot_response
from motcua.reform.results.forms import CorrectionForm
from motcua.reform.results.hindrances import hindrance_lines
from motcua.reform.results.known import known_of, measured_words
from motcua.reform.results.methods import methods_of
from motcua.reform.results.models import RunKind, Snapshot
from motcua.reform.results.outlook import (
    action_lines,
    assumption_of,
    outlook_of,
    progress_of,
    reach_chart,
    year_end_of,
)
from motcua.reform.results.policies import READERS, may_publish, may_see, may_see_all, own_results
from motcua.reform.results.presentation import (
    Board,
    export_table,
    heat_chart,
    make_board,
    ranking_chart,
    trend_chart,
)
from motcua.reform.results.queries import (
    current_snapshot,
    list_snapshots,
    newest_run,
    open_runs,
    provisional,
    published_snapshots,
)
from motcua.reform.results.reading import Reading, read_document, reading_of
from motcua.reform.results.report import draft_report
from motcua.reform.results.runs import PROVISIONAL_DRAWS, ask_run
from motcua.reform.results.wording import problem_words
from motcua.reform.season.api import Scorecard, Season, State, list_seasons, season_of

_FORMATS = ("csv", "xlsx", "ods")


@require_safe
@role_required(*READERS)
def show_newest(request: StaffRequest) -> HttpResponse:
    """Leads to the newest year that has anything to show this person."""
    for season in list_seasons():
        if may_see_all(request.staff, season) or _own_cards(request, season).exists():
            return redirect("results:season", year=season.year)
    return render(request, "reform/results/none.html")


@require_safe
@role_required(*READERS)
def show_season(request: StaffRequest, year: int) -> HttpResponseBase:
    """The board of a year; before it is published an agency is led to its own page."""
    season = _season(year)
    if not may_see_all(request.staff, season):
        return _to_own(request, season)
    wanted = request.GET.get("_export", "")
    snapshot = current_snapshot(season)
    board = _board(request, season, snapshot)
    if board and wanted in _FORMATS:
        return _export(board, wanted, is_provisional=snapshot is None)
    return _season_page(request, season, snapshot, board)


def _board(request: StaffRequest, season: Season, snapshot: Snapshot | None) -> Board | None:
    run = None if snapshot else provisional(season)
    reading = _reading(snapshot, run)
    if reading is None:
        return None
    board = make_board(reading, block=chosen_block(request, reading))
    return board if snapshot else board.sorted_by(request.GET.get("sort", ""))


def _season_page(
    request: StaffRequest,
    season: Season,
    snapshot: Snapshot | None,
    board: Board | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {**_board_context(request, season, snapshot, board), **more}
    return render(request, "reform/results/season.html", context, status=status)


def _reading(snapshot: Snapshot | None, run: Any) -> Reading | None:
    if snapshot is not None:
        return reading_of(snapshot)
    return read_document(run.document) if run is not None else None


def _to_own(request: StaffRequest, season: Season) -> HttpResponse:
    card = _own_cards(request, season).order_by("agency__code").first()
    if card is None:
        return refuse(request, reason="role")
    return redirect("results:agency", year=season.year, code=card.agency.code)


def _own_cards(request: StaffRequest, season: Season) -> QuerySet[Scorecard]:
    return season.scorecards.filter(agency__in=own_results(request.staff)).select_related("agency")


def _export(board: Board, wanted: str, *, is_provisional: bool) -> HttpResponseBase:
    columns, rows = export_table(board, is_provisional=is_provisional)
    name = f"chi-so-cai-cach-{board.edition.year}{'-tam-tinh' if is_provisional else ''}"
    return export_response(rows=rows, columns=columns, filename=name, format=cast(Format, wanted))


def _board_context(
    request: StaffRequest, season: Season, snapshot: Snapshot | None, board: Board | None
) -> dict[str, Any]:
    may = may_publish(request.staff, season)
    under_way = open_runs(season).first()
    context: dict[str, Any] = {
        "season": season,
        "board": board,
        "snapshot": snapshot,
        "computed_at": _made_at(board),
        "under_way": under_way,
        "may_compute": may and snapshot is None and under_way is None,
        "may_publish": may and season.state == State.FINAL and under_way is None,
        "may_correct": may and snapshot is not None,
        **_corrections(season if may and snapshot is not None else None),
        "years": _years(year=season.year),
        "chain": list_snapshots().filter(season=season).order_by("-number") if snapshot else [],
        "failure": _failure(season) if may else "",
    }
    if board is not None:
        context["blocks"] = block_tabs(board)
        context["measured"] = None if snapshot else measured_head(request, board)
        context["charts"] = _board_charts(board)
        context["is_other_edition"] = (
            not snapshot and board.reading.edition.document != season.edition.document
        )
        context["methods"] = methods_of(board.reading, most_draws=None if snapshot else PROVISIONAL_DRAWS)
    return context


def _corrections(season: Season | None) -> dict[str, Any]:
    """The form that publishes a correction, with the decisions that wait for it."""
    waiting = unpublished_corrections(season) if season else []
    return {
        "waiting": waiting,
        "correction_form": CorrectionForm(initial={"reason": reason_from(waiting)}),
    }


def _made_at(board: Board | None) -> datetime | None:
    return datetime.fromisoformat(board.reading.document["made_at"]) if board else None


def _failure(season: Season) -> str:
    kind = RunKind.CORRECTION if season.state == State.PUBLISHED else RunKind.PUBLICATION
    run = newest_run(season, kind)
    return problem_words(run.problem) if run is not None and run.problem else ""


def _years(*, year: int) -> list[dict[str, Any]]:
    return [
        {"label": str(season.year), "url": f"../{season.year}/", "current": season.year == year}
        for season in list_seasons()
    ]


def _board_charts(board: Board) -> list[Any]:
    past = [reading_of(row) for row in published_snapshots()[:5]]
    trend = trend_chart(past, [row.code for row in board.rows])
    return [chart for chart in (ranking_chart(board), heat_chart(board), trend) if chart is not None]


@require_safe
@role_required(*READERS)
def show_agency(request: StaffRequest, year: int, code: str) -> HttpResponse:
    """One agency: published figures, or while the season runs the live standing of the own one."""
    season = _season(year)
    card = season.scorecards.filter(agency__code=code).select_related("agency").first()
    if card is None or not may_see(request.staff, season, card.agency_id):
        raise Http404
    snapshot = current_snapshot(season)
    if snapshot is not None:
        standing = standing_of(reading_of(snapshot), code)
    else:
        standing = live.standing(season, card.agency, request.staff)
    board = make_board(reading_of(snapshot)) if snapshot else None
    former = published_snapshots().filter(year__lt=year).first()
    reach = reach_chart(standing)
    charts = [
        area_chart(standing),
        waterfall_chart(standing),
        trend_chart([reading_of(row) for row in published_snapshots()[:5]], [code]),
    ]
    context = {
        "season": season,
        "standing": standing,
        "result": standing.result,
        "is_live": snapshot is None,
        "computed_at": None if snapshot else live.computed_at(season, card.agency),
        "board": board,
        "row": board.row(code) if board else None,
        "charts": [chart for chart in charts if chart is not None],
        "reach": reach,
        "assumption": assumption_of(standing.year) if standing.year else "",
        "known": known_of(standing),
        "measured": measured_words(standing),
        "actions": action_lines(standing),
        "hindrances": hindrance_lines(standing),
        "outlook": outlook_of(standing),
        "year_end": year_end_of(standing),
        "progress": progress_of(standing, reading_of(former) if former else None),
        "criteria": criterion_lines(standing),
        "peer_block": block_name(standing.card.block) if left_out(standing) else "",
        "sees_all": may_see_all(request.staff, season),
    }
    return render(request, "reform/results/agency.html", context)


@require_POST
@role_required(Role.REFORM_MANAGER)
def ask(request: StaffRequest, year: int, kind: str) -> HttpResponse:
    """Compute the provisional standing, publish, or correct: in the background."""
    season = _season(year)
    if not may_publish(request.staff, season):
        return refuse(request, reason="role")
    if kind not in RunKind.values:
        raise Http404
    form = CorrectionForm(request.POST) if kind == RunKind.CORRECTION else None
    if form is not None and not form.is_valid():
        snapshot = current_snapshot(season)
        board = _board(request, season, snapshot)
        return _season_page(request, season, snapshot, board, status=422, correction_form=form)
    reason = form.cleaned_data["reason"] if form is not None else ""
    try:
        ask_run(season=season, kind=RunKind(kind), staff=request.staff, now=clock.now(), reason=reason)
    except services.PublishRefused as refused:
        messages.error(request, problem_words(refused.code))
    else:
        messages.info(
            request, _("The computation has begun. This page shows its progress when it is loaded again.")
        )
    return redirect("results:season", year=year)


@require_POST
@role_required(Role.REFORM_MANAGER)
def report(request: StaffRequest, year: int) -> HttpResponse:
    """The report on the result as a draft document, which the leader signs and the clerk seals."""
    season = _season(year)
    snapshot = current_snapshot(season)
    if snapshot is None:
        raise Http404
    if not may_publish(request.staff, season):
        return refuse(request, reason="role")
    paper = draft_report(snapshot=snapshot, season=season, staff=request.staff, now=clock.now())
    return redirect("papers:paper", uuid=paper.uuid)


@require_safe
@role_required(*READERS)
def download(request: StaffRequest, year: int, name: str) -> HttpResponse:
    """The signed document or its signature."""
    snapshot = current_snapshot(_season(year))
    if snapshot is None:
        raise Http404
    if name not in (JSON_NAME, SIGNATURE_NAME):
        raise Http404
    return snapshot_response(snapshot, is_signature=name == SIGNATURE_NAME)


def _season(year: int) -> Season:
    season = season_of(year)
    if season is None:
        raise Http404
    return season
