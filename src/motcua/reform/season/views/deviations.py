"""The page of deviations: inflation by agency, and the criteria behind it as a list."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform.ui.lists import ListPage
from motcua.reform import offices
from motcua.reform.season.deviations import Deviation, inflation_row, read_deviations
from motcua.reform.season.forms import named
from motcua.reform.season.models import Season
from motcua.reform.season.queries import edition_of
from motcua.reform.season.tables import DeviationFilter, DeviationTable
from motcua.reform.season.views.common import load_season


@require_safe
@role_required(Role.REFORM_MANAGER, Role.AUDITOR)
def show_deviations(request: StaffRequest, year: int) -> HttpResponseBase:
    """How far agencies rated themselves above what was recognised, and where."""
    season = load_season(year)
    if not offices.oversees(request.staff):
        raise PermissionDenied("oversee")
    inflations, deviations = read_deviations(season)
    page = _list(request, season, deviations, [agency for agency, _row in inflations])
    context = {
        "season": season,
        "page": page,
        "inflations": [
            inflation_row(agency, row)
            for agency, row in sorted(
                inflations, key=lambda pair: (pair[1] is None, -pair[1].index_points if pair[1] else 0)
            )
        ],
    }
    return page.export or render(request, "reform/season/deviations.html", context)


def _list(request: StaffRequest, season: Season, rows: list[Deviation], agencies: list[Any]) -> ListPage:
    filters = DeviationFilter(
        request.GET,
        agencies=[(agency.code, named(agency)) for agency in agencies],
        areas=[(area.code, f"{area.code}. {named(area)}") for area in edition_of(season).areas],
        request=request,
    )
    return ListPage(
        request,
        key=f"chenh-lech-{season.year}",
        table=DeviationTable(filters.chosen(rows), request=request),  # type: ignore[no-untyped-call]
        filterset=filters,
    )
