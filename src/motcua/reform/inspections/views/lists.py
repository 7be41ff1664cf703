"""Lists of inspections, plans, shortcomings, notices and versions of checklists; what is overdue; the rates."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.ui.lists import build_list
from motcua.reform.inspections import figures, parameters, queries
from motcua.reform.inspections.policies import READERS
from motcua.reform.inspections.rates_page import chart_of, rate_rows
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services.written_notices import notify_corrections
from motcua.reform.inspections.tables import (
    InspectionFilter,
    InspectionTable,
    NoticeFilter,
    NoticeTable,
    PlanFilter,
    PlanTable,
    ShortcomingFilter,
    ShortcomingTable,
)
from motcua.reform.inspections.views._shared import section_tabs

LIST = "reform/inspections/list.html"


@require_safe
@role_required(*READERS)
def show_inspections(request: StaffRequest) -> HttpResponseBase:
    """Inspections that this person may know of."""
    page = build_list(
        request,
        key="inspections",
        table_class=InspectionTable,
        queryset=queries.list_inspections(staff=request.staff),
        filterset_class=InspectionFilter,
    )
    words = {
        "heading": _("Reform inspections"),
        "empty_title": _("No inspection yet"),
        "empty_text": _(
            "Inspections stand here from the plan on; the inspected side sees them from the notice on."
        ),
    }
    return page.export or _list(request, "list", page, words)


@require_safe
@role_required(*READERS)
def show_plans(request: StaffRequest) -> HttpResponseBase:
    """Plans of the years, and where this person may make one."""
    page = build_list(
        request,
        key="inspection-plans",
        table_class=PlanTable,
        queryset=queries.list_plans(staff=request.staff),
        filterset_class=PlanFilter,
    )
    words = {
        "heading": _("Inspection plans"),
        "empty_title": _("No plan yet"),
        "empty_text": _(
            "The standing body plans inspections of agencies; each agency plans those of its own units."
        ),
    }
    may_plan = bool(queries.manageable_scopes(request.staff))
    return page.export or _list(request, "plans", page, words, may_plan=may_plan)


@require_safe
@role_required(*READERS)
def show_shortcomings(request: StaffRequest) -> HttpResponseBase:
    """Shortcomings that this person may know of, by deadline."""
    page = build_list(
        request,
        key="shortcomings",
        table_class=ShortcomingTable,
        queryset=queries.list_shortcomings(staff=request.staff),
        filterset_class=ShortcomingFilter,
    )
    corrections = queries.list_corrections(staff=request.staff).count()
    words = {
        "heading": _("Shortcomings"),
        "empty_title": _("No shortcoming"),
        "empty_text": _("Shortcomings stand here from the written notice on, with their deadlines."),
    }
    return page.export or _list(request, "shortcomings", page, words, corrections=corrections)


@require_safe
@role_required(*READERS)
def show_overdue(request: StaffRequest) -> HttpResponseBase:
    """Remedies beyond their deadline: the list that goes to the chair."""
    page = build_list(
        request,
        key="shortcomings-overdue",
        table_class=ShortcomingTable,
        queryset=queries.list_overdue(staff=request.staff, today=clock.today()),
        filterset_class=ShortcomingFilter,
    )
    words = {
        "heading": _("Overdue remedies"),
        "empty_title": _("Nothing is overdue"),
        "empty_text": _("A remedy stands here from the day after its deadline until it is reported."),
    }
    return page.export or _list(request, "overdue", page, words)


@require_safe
@role_required(*READERS)
def show_notices(request: StaffRequest) -> HttpResponseBase:
    """Written notices, one for each agency or unit."""
    page = build_list(
        request,
        key="remedy-notices",
        table_class=NoticeTable,
        queryset=queries.list_notices(staff=request.staff),
        filterset_class=NoticeFilter,
    )
    words = {
        "heading": _("Written notices"),
        "empty_title": _("No written notice yet"),
        "empty_text": _(
            "When a conclusion is issued, each agency or unit with shortcomings gets its own document."
        ),
    }
    return page.export or _list(request, "notices", page, words)


@require_safe
@role_required(*READERS)
def show_rates(request: StaffRequest) -> HttpResponse:
    """Rates by agency and year, as a chart and its table."""
    today = clock.today()
    years = figures.years_of(staff=request.staff) or [today.year]
    text = request.GET.get("nam", "")
    year = int(text) if text.isascii() and text.isdecimal() and int(text) in years else _default(years, today)
    cut_off = min(today, date(year, 12, 31))
    rates = figures.rates_by_agency(staff=request.staff, year=year, cut_off=cut_off)
    context = {
        "tabs": section_tabs("rates"),
        "years": [{"label": str(each), "url": f"?nam={each}", "current": each == year} for each in years],
        "year": year,
        "cut_off": cut_off,
        "months": parameters.whole(name="recurrence_months", on=cut_off),
        "rows": rate_rows(rates),
        **chart_of(rates),
    }
    return render(request, "reform/inspections/rates.html", context)


@require_safe
@role_required(*READERS)
def show_corrections(request: StaffRequest) -> HttpResponse:
    """Shortcomings made of corrections of an appraisal that wait for their written notice."""
    context = {
        "tabs": section_tabs("shortcomings"),
        "rows": list(queries.list_corrections(staff=request.staff)),
    }
    return render(request, "reform/inspections/corrections.html", context)


@require_POST
@role_required(*READERS)
def send_corrections(request: StaffRequest) -> HttpResponse:
    """Draft the written notices, one for each agency."""
    rows = list(queries.list_corrections(staff=request.staff))
    try:
        notices = notify_corrections(staff=request.staff, shortcomings=rows, now=clock.now())
    except InspectionRefused as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _("%(count)s written notices are drafted and wait for the leader.") % {"count": len(notices)},
        )
    return redirect("inspections:notices")


def _default(years: list[int], today: date) -> int:
    """This year, or the newest one that has passed."""
    return next((year for year in years if year <= today.year), years[0])


def _list(request: StaffRequest, current: str, page: Any, words: dict[str, str], **more: Any) -> HttpResponse:
    return render(request, LIST, {"page": page, "tabs": section_tabs(current), **words, **more})
