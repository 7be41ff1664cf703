"""The reform index for everybody: only what is published, without an account and without script."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.platform.files.api import file_response
from motcua.reform.results.agency import area_chart, criterion_lines, standing_of
from motcua.reform.results.board_parts import block_tabs, chosen_block
from motcua.reform.results.chain import verdict_on
from motcua.reform.results.corrections import changes_of
from motcua.reform.results.downloads import JSON_NAME, REPORT_NAME, SIGNATURE_NAME, snapshot_response
from motcua.reform.results.methods import methods_of
from motcua.reform.results.models import Snapshot
from motcua.reform.results.presentation import export_table, make_board, ranking_chart
from motcua.reform.results.queries import list_snapshots, published_snapshots, snapshot_of
from motcua.reform.results.reading import reading_of
from motcua.reform.results.report import issued_report

_FORMATS = {"ket-qua.csv": "csv", "ket-qua.xlsx": "xlsx", "ket-qua.ods": "ods"}


@require_safe
def show_newest(request: HttpRequest) -> HttpResponse:
    """The newest published year, or that there is none yet."""
    newest = published_snapshots().defer("content", "signature").first()
    if newest is None:
        return render(request, "reform/results/public_none.html")
    return redirect("reform_index_year", year=newest.year)


@require_safe
def show_year(request: HttpRequest, year: int) -> HttpResponse:
    """Classes, intervals, groups, how it was computed, and everything to compute it again."""
    snapshot = _snapshot(year)
    reading = reading_of(snapshot)
    board = make_board(reading, block=chosen_block(request, reading))
    context: dict[str, Any] = {
        "snapshot": snapshot,
        "board": board,
        "blocks": block_tabs(board),
        "chart": ranking_chart(board),
        "years": published_snapshots().values_list("year", flat=True),
        "former": list_snapshots().filter(year=year).exclude(pk=snapshot.pk).order_by("-number"),
        "changes": changes_of(snapshot),
        "settings": board.edition.settings,
        "methods": methods_of(board.reading),
        "verdict": verdict_on(snapshot, today=clock.today()),
        "report": issued_report(snapshot),
    }
    return render(request, "reform/results/public_year.html", context)


@require_safe
def show_agency(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One agency with the raw figures behind every criterion."""
    reading = reading_of(_snapshot(year))
    try:
        standing = standing_of(reading, code)
    except KeyError:
        raise Http404 from None
    board = make_board(reading)
    context = {
        "year": year,
        "board": board,
        "row": board.row(code),
        "standing": standing,
        "result": standing.result,
        "chart": area_chart(standing),
        "criteria": criterion_lines(standing),
    }
    return render(request, "reform/results/public_agency.html", context)


@require_safe
def download(request: HttpRequest, year: int, name: str) -> HttpResponseBase:
    """The ranking as a spreadsheet, the signed document, its signature, or the report on it."""
    snapshot = _snapshot(year)
    if name in (JSON_NAME, SIGNATURE_NAME):
        return snapshot_response(snapshot, is_signature=name == SIGNATURE_NAME)
    if name == REPORT_NAME:
        return _report(snapshot)
    if name not in _FORMATS:
        raise Http404
    reading = reading_of(snapshot)
    columns, rows = export_table(make_board(reading, block=chosen_block(request, reading)))
    wanted = cast(Format, _FORMATS[name])
    return export_response(rows=rows, columns=columns, filename=f"chi-so-cai-cach-{year}", format=wanted)


def _report(snapshot: Snapshot) -> HttpResponseBase:
    paper = issued_report(snapshot)
    if paper is None or paper.file is None:
        raise Http404
    response: HttpResponseBase = file_response(paper.file, inline=True)
    return response


def _snapshot(year: int) -> Snapshot:
    snapshot = snapshot_of(year)
    if snapshot is None:
        raise Http404
    return snapshot
