"""Looking at plans and tasks: the board, the lists, the province."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.platform.ui.lists import build_list
from motcua.reform.offices import JUDGES, reads_province
from motcua.reform.plan import policies, queries
from motcua.reform.plan.forms import named
from motcua.reform.plan.models import PlanState, PlanTask
from motcua.reform.plan.parameters import Area, list_areas
from motcua.reform.plan.presentation import plan_tag
from motcua.reform.plan.queries import Tally
from motcua.reform.plan.scope import Scope, read_scope
from motcua.reform.plan.tables import PlainTaskFilter, TaskFilter, TaskTable
from motcua.reform.rules.plan import Standing

OVERSEERS = (*JUDGES, Role.LEADER, Role.AUDITOR)


@require_safe
@role_required(*policies.READERS)
def show_board(request: StaffRequest) -> HttpResponse:
    """Where the year stands: figures, by area, by unit."""
    scope, today = read_scope(request), clock.today()
    by_area, by_unit = (
        {
            entry.key: entry
            for entry in queries.tally(
                staff=request.staff, agency_id=scope.agency.pk, year=scope.year, by=by, today=today
            )
        }
        for by in ("area", "unit_id")
    )
    shown = [(area, by_area[area.code]) for area in list_areas() if area.code in by_area]
    plan = _plan_of(request, scope)
    is_urgent = plan is None or plan["row"].state != PlanState.CLOSED
    is_urgent = is_urgent or queries.has_urgent_tasks(
        staff=request.staff, agency_id=scope.agency.pk, year=scope.year, today=today
    )
    context = {
        "scope": scope,
        "tabs": tabs_of(request, "board", scope),
        "plan": plan,
        "new_url": f"{reverse('plan:new')}?year={scope.year}",
        "may_begin": policies.may_draft(request.staff, scope.agency.pk),
        "may_direct": policies.may_direct(request.staff, scope.agency.pk),
        "may_assign": policies.may_assign_from_province(request.staff),
        "figures": _figures(list(by_area.values()), scope, is_urgent=is_urgent),
        "areas": [(str(area), entry, f"&area={area.code}") for area, entry in shown],
        "units": _units(scope, by_unit),
        "columns": _columns(_("Area")),
        "rows": [[str(area), *_cells(entry)] for area, entry in shown],
        "chart": _chart(shown),
    }
    return render(request, "reform/plan/board.html", context)


@require_safe
@role_required(*policies.READERS)
def show_tasks(request: StaffRequest) -> HttpResponseBase:
    """All tasks of an agency's year, to be searched, filtered and taken along."""
    scope = read_scope(request)
    tasks = queries.list_tasks(staff=request.staff, agency_id=scope.agency.pk, today=clock.today())
    return _list(request, "tasks", scope, tasks.filter(year=scope.year))


@require_safe
@role_required(*policies.READERS)
def show_mine(request: StaffRequest) -> HttpResponseBase:
    """What this person has to do."""
    tasks = queries.list_my_tasks(staff=request.staff, today=clock.today())
    return _list(request, "mine", read_scope(request), tasks)


@require_safe
@role_required(*policies.READERS)
def show_to_confirm(request: StaffRequest) -> HttpResponseBase:
    """Reports that wait to be judged."""
    scope = read_scope(request)
    tasks = queries.list_to_confirm(staff=request.staff, agency_id=scope.agency.pk, today=clock.today())
    return _list(request, "to_confirm", scope, tasks)


@require_safe
@role_required(*OVERSEERS)
def show_province(request: StaffRequest) -> HttpResponseBase:
    """Plans and tasks of every agency; what a single agency drafts stays unseen."""
    policies.require(reads_province(request.staff))
    scope = read_scope(request)
    lines = queries.list_province(year=scope.year, today=clock.today())
    wanted = request.GET.get("_export", "")
    if wanted in ("csv", "xlsx"):
        return _export_province(lines, wanted)
    for line in lines:
        line["state"] = plan_tag(line["plan"].state) if line["plan"] else ""
    context = {"scope": scope, "lines": lines, "tabs": tabs_of(request, "province", scope)}
    return render(request, "reform/plan/province.html", context)


def tabs_of(request: StaffRequest, current: str, scope: Scope) -> list[dict[str, Any]]:
    """Pages side by side; the province's only for those who read all of it."""
    pages = [
        ("board", _("Progress")),
        ("tasks", _("All tasks")),
        ("mine", _("My tasks")),
        ("to_confirm", _("Waiting to be confirmed")),
    ]
    if reads_province(request.staff):
        pages.append(("province", _("Whole province")))
    query = scope.query
    return [
        {"label": label, "url": reverse(f"plan:{name}") + query, "current": name == current}
        for name, label in pages
    ]


def _list(request: StaffRequest, name: str, scope: Scope, tasks: QuerySet[PlanTask]) -> HttpResponseBase:
    # The filters choose among the agencies, years and units of this page.
    request.plan_scope = scope  # type: ignore[attr-defined]
    page = build_list(
        request,
        key=f"reform-{name.replace('_', '-')}",
        table_class=TaskTable,
        queryset=tasks,
        filterset_class=TaskFilter if name == "tasks" else PlainTaskFilter,
    )
    context = {"page": page, "scope": scope, "name": name, "tabs": tabs_of(request, name, scope)}
    return page.export or render(request, "reform/plan/tasks.html", context)


def _plan_of(request: StaffRequest, scope: Scope) -> Any:
    plan = queries.find_plan(staff=request.staff, agency_id=scope.agency.pk, year=scope.year)
    return None if plan is None else {"row": plan, "tag": plan_tag(plan.state)}


def _figures(entries: list[Tally], scope: Scope, *, is_urgent: bool) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for entry in entries:
        for standing, number in entry.counts.items():
            counts[standing] = counts.get(standing, 0) + number
    whole, address = Tally("", counts), reverse("plan:tasks") + scope.query
    share = _("%(n)d %% of all") % {"n": round(100 * whole.done / whole.total)} if whole.total else ""
    near = whole.of(Standing.DUE_TODAY, Standing.DUE_SOON)
    return [
        {"label": _("Tasks of the year"), "value": whole.total, "url": address},
        {
            "label": pgettext("tasks", "Done"),
            "value": whole.done,
            "note": share,
            "url": f"{address}&standing=done",
        },
        {"label": _("Waiting to be confirmed"), "value": whole.waiting, "url": f"{address}&standing=waiting"},
        {
            "label": pgettext("tasks", "Late"),
            "value": whole.late,
            "url": f"{address}&standing=late",
            "tone": "late",
            "note": _("act now") if whole.late and is_urgent else "",
        },
        {"label": _("Due today or soon"), "value": near, "url": f"{address}&standing=due_soon"},
    ]


def _units(scope: Scope, by_unit: dict[object, Tally]) -> list[tuple[str, Tally, str]]:
    known = queries.list_units(agency_id=scope.agency.pk)
    rows = [(named(unit), by_unit[unit.pk], f"&unit={unit.pk}") for unit in known if unit.pk in by_unit]
    if None in by_unit:
        rows.append((_("No unit yet"), by_unit[None], ""))
    return rows


def _columns(first: str) -> list[str]:
    return [
        first,
        _("Tasks"),
        pgettext("tasks", "Done"),
        _("Waiting"),
        _("Running"),
        pgettext("tasks", "Late"),
    ]


def _cells(entry: Tally) -> list[int]:
    return [entry.total, entry.done, entry.waiting, entry.running, entry.late]


def _chart(areas: list[tuple[Area, Tally]]) -> dict[str, Any]:
    """Stacked bars, one an area; the order of the series gives each its colour of the house."""
    entries = [entry for _area, entry in areas]
    series = [
        (_("Running"), [entry.running for entry in entries]),
        (pgettext("tasks", "Done"), [entry.done for entry in entries]),
        (_("Waiting"), [entry.waiting for entry in entries]),
        (pgettext("tasks", "Late"), [entry.late for entry in entries]),
    ]
    return {
        "legend": {"top": 0},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": [area.short for area, _entry in areas]},
        "series": [{"type": "bar", "stack": "all", "name": name, "data": data} for name, data in series],
    }


def _export_province(lines: list[dict[str, Any]], wanted: str) -> HttpResponseBase:
    rows = [
        [
            named(line["agency"]),
            line["plan"].document_number if line["plan"] else "",
            line["plan"].issued_on if line["plan"] else None,
            *_cells(line["tally"]),
        ]
        for line in lines
    ]
    head, *rest = _columns(_("Agency"))
    columns = [head, _("Number and symbol"), _("Date of the document"), *rest]
    format: Format = "csv" if wanted == "csv" else "xlsx"
    return export_response(rows=rows, columns=columns, filename="ke-hoach-cchc-toan-tinh", format=format)
