"""A plan out of a spreadsheet: read, shown with what is wrong in each line, then taken over."""

from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.reform.plan import policies, queries
from motcua.reform.plan.forms import ImportForm
from motcua.reform.plan.models import ReformPlan
from motcua.reform.plan.services import imports
from motcua.reform.plan.services.plans import TaskValues, put_tasks
from motcua.reform.plan.views.plans import act, load_plan

MAX_BYTES = 2 * 1024 * 1024
_SALT = "reform.plan.import"


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_OFFICER)
def import_tasks(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """First the file, then a preview; nothing is written before the preview is confirmed."""
    plan = load_plan(request, uuid)
    policies.require(policies.may_draft(request.staff, plan.agency_id))
    if "rows" in request.POST:
        return _take_over(request, plan)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, plan, form)
    upload = form.cleaned_data["file"]
    if upload.size > MAX_BYTES:
        form.add_error("file", _("The file is larger than 2 MB."))
        return _ask(request, plan, form)
    try:
        rows = imports.read_sheet(upload.read())
    except imports.NotReadable:
        form.add_error("file", _("This file is no readable workbook, or its first sheet holds no tasks."))
        return _ask(request, plan, form)
    return _preview(request, plan, rows)


def _ask(request: StaffRequest, plan: ReformPlan, form: ImportForm) -> HttpResponse:
    context = {"plan": plan, "form": form, "columns": imports.headings()}
    return render(request, "reform/plan/import.html", context, status=422 if form.errors else 200)


def _preview(request: StaffRequest, plan: ReformPlan, rows: list[imports.SheetRow]) -> HttpResponse:
    judged = imports.mark_repeated(_judge(plan, rows), plan=plan)
    wrong = sum(bool(row.errors) for row in judged)
    right = [row for row in judged if row.values and not row.is_repeated]
    context = {
        "plan": plan,
        "columns": imports.headings(),
        "rows": judged,
        "wrong": wrong,
        "right": len(right),
        "repeated": len(judged) - wrong - len(right),
        # What was shown is what is taken over: the lines that fit travel through the page under our signature.
        "token": signing.dumps([[row.line, *row.cells] for row in right], salt=_SALT, compress=True),
    }
    return render(request, "reform/plan/import_preview.html", context, status=422 if wrong else 200)


def _take_over(request: StaffRequest, plan: ReformPlan) -> HttpResponse:
    try:
        lines = signing.loads(request.POST["rows"], salt=_SALT, max_age=86_400)
    except signing.BadSignature:
        form = ImportForm({}, None)
        form.add_error("file", _("The preview is too old. Choose the file again."))
        return _ask(request, plan, form)
    rows = [imports.SheetRow(line=line, cells=tuple(cells)) for line, *cells in lines]
    tasks: list[TaskValues] = [row.values for row in _judge(plan, rows) if row.values]
    return act(
        request,
        plan,
        lambda: put_tasks(plan_id=plan.pk, tasks=tasks, staff=request.staff, now=clock.now()),
        # Lines that stood in the plan already were not taken over once more.
        lambda written: (
            ngettext("%(n)d task was taken over.", "%(n)d tasks were taken over.", len(written))
            % {"n": len(written)}
        ),
    )


def _judge(plan: ReformPlan, rows: list[imports.SheetRow]) -> list[imports.SheetRow]:
    names = imports.names_of(
        units=queries.list_units(agency_id=plan.agency_id),
        people=queries.list_people(agency_id=plan.agency_id, on=clock.today()),
    )
    return imports.judge(rows, names=names, year=plan.year)
