"""The plan itself: begun, looked at, reworded, laid before the leader, issued, closed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.platform.files.api import PDF, FileRefused, StoredFile, file_response, store
from motcua.reform.plan import policies, queries
from motcua.reform.plan.forms import (
    ConfirmDateForm,
    NewPlanForm,
    OutsideIssueForm,
    PlanForm,
    ReasonForm,
    named,
)
from motcua.reform.plan.models import PlanState, PlanTask, ReformPlan
from motcua.reform.plan.parameters import area_name, list_areas
from motcua.reform.plan.presentation import plan_tag, standing_tag
from motcua.reform.plan.services import outside
from motcua.reform.plan.services import plans as services
from motcua.reform.plan.services.imports import headings
from motcua.reform.plan.services.signing import find_paper, submit_plan
from motcua.reform.plan.services.tasks import NotPossible

MAX_BYTES = 20 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_OFFICER)
def begin(request: StaffRequest) -> HttpResponse:
    """Begin the plan of a year; the one that is there already is opened instead."""
    agency_id = next(held.agency_id for held in request.staff.matching(Role.REFORM_OFFICER))
    form = NewPlanForm(request.POST or None, initial=_suggested(request))
    if request.method == "POST" and form.is_valid():
        plan = services.open_plan(
            agency_id=agency_id, **form.cleaned_data, staff=request.staff, now=clock.now()
        )
        return redirect("plan:plan", uuid=plan.uuid)
    return render(request, "reform/plan/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@role_required(*policies.READERS)
def show_plan(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The plan as its paper says it, and what comes next."""
    plan = load_plan(request, uuid)
    wanted = request.GET.get("_export", "")
    if wanted in ("csv", "xlsx"):
        return _export(plan, wanted)
    return _render(request, plan, _outside_form(plan))


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_OFFICER)
def change(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Reword title and introduction."""
    plan = load_plan(request, uuid)
    policies.require(policies.may_draft(request.staff, plan.agency_id))
    form = PlanForm(request.POST or None, initial={"title": plan.title, "introduction": plan.introduction})
    if request.method == "POST" and form.is_valid():
        return act(
            request,
            plan,
            lambda: services.change_plan(
                plan_id=plan.pk, **form.cleaned_data, staff=request.staff, now=clock.now()
            ),
            _("The plan is saved."),
        )
    context = {"form": form, "plan": plan}
    return render(request, "reform/plan/change.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(*policies.READERS)
def submit(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Make the paper and lay it before the leader."""
    plan = load_plan(request, uuid)
    return act(
        request,
        plan,
        lambda: submit_plan(plan_id=plan.pk, staff=request.staff, now=clock.now()),
        _("The plan lies before the leader for signature."),
    )


@require_POST
@role_required(*policies.READERS)
def note_issued(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Keep the scan of a plan that was signed outside."""
    plan = load_plan(request, uuid)
    policies.require(policies.may_draft(request.staff, plan.agency_id))
    form = _outside_form(plan, request.POST, request.FILES)
    if not form.is_valid():
        return _render(request, plan, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        file = store(
            content=upload,
            name=upload.name,
            allowed=frozenset({PDF}),
            max_bytes=MAX_BYTES,
            uploaded_by_id=request.user.pk,
            now=clock.now(),
        )
    except FileRefused as refused:
        form.add_error("file", refused.message)
        return _render(request, plan, form, status=422)
    return _note_issued(request, plan, form, file)


def _note_issued(
    request: StaffRequest, plan: ReformPlan, form: OutsideIssueForm, file: StoredFile
) -> HttpResponse:
    try:
        return act(
            request,
            plan,
            lambda: outside.note_issued_outside(
                plan_id=plan.pk,
                issued_on=form.cleaned_data["issued_on"],
                document_number=form.cleaned_data["document_number"],
                file=file,
                staff=request.staff,
                now=clock.now(),
            ),
            _("The plan is in force."),
        )
    except outside.OtherDocument:
        form.add_error("file", _("This file is another document that was made here, not the signed plan."))
    return _render(request, plan, form, status=422)


@require_POST
@role_required(*policies.READERS)
def confirm_date(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The leader says that the signed document bears the date that was typed."""
    plan = load_plan(request, uuid)
    policies.require(policies.may_confirm_date(request.staff, plan))
    form = ConfirmDateForm(request.POST)
    if not form.is_valid():
        raise Http404
    return act(
        request,
        plan,
        lambda: outside.confirm_date(
            plan_id=plan.pk, shown=outside.Shown(**form.cleaned_data), staff=request.staff, now=clock.now()
        ),
        _("The date is confirmed and counts."),
    )


@require_POST
@role_required(*policies.READERS)
def close(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """End the plan's year; the page names what is still due when it cannot be."""
    plan = load_plan(request, uuid)
    try:
        return act(
            request,
            plan,
            lambda: services.close_plan(plan_id=plan.pk, staff=request.staff, now=clock.now()),
            _("The plan is closed."),
        )
    except services.StillDue:
        return _render(request, plan, _outside_form(plan), refused=True, status=422)


@require_POST
@role_required(*policies.READERS)
def reopen(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Open a closed year again."""
    plan = load_plan(request, uuid)
    policies.require(policies.may_close(request.staff, plan.agency_id))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _render(request, plan, _outside_form(plan), reopen_form=form, status=422)
    return act(
        request,
        plan,
        lambda: services.reopen_plan(
            plan_id=plan.pk, **form.cleaned_data, staff=request.staff, now=clock.now()
        ),
        _("The year is open again."),
    )


@require_safe
@role_required(*policies.READERS)
def download(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The scan of a plan that was signed outside."""
    plan = load_plan(request, uuid)
    if plan.file is None:
        raise Http404
    return file_response(plan.file, inline=True)


def load_plan(request: StaffRequest, uuid: UUID) -> ReformPlan:
    """The plan; 404 for everybody who may not know of it."""
    try:
        return queries.get_plan_for(staff=request.staff, uuid=uuid)
    except ReformPlan.DoesNotExist:
        raise Http404


def act(
    request: StaffRequest, plan: ReformPlan, do: Callable[[], Any], words: str | Callable[[Any], str]
) -> HttpResponse:
    """Do it and say so, by what came of it where ``words`` asks; or say why it no longer can be done."""
    try:
        done = do()
    except NotPossible:
        messages.error(request, _("The plan has moved on in the meantime; nothing was changed."))
    except services.EmptyPlan:
        messages.error(request, _("The plan has no tasks yet. Add tasks or import them first."))
    else:
        messages.success(request, words if isinstance(words, str) else words(done))
    return redirect("plan:plan", uuid=plan.uuid)


def _suggested(request: StaffRequest) -> dict[str, object]:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else clock.today().year
    # The document is Vietnamese whatever the language of the page.
    return {"year": year, "title": f"Cải cách hành chính năm {year}"}


def _render(
    request: StaffRequest,
    plan: ReformPlan,
    form: OutsideIssueForm,
    *,
    reopen_form: ReasonForm | None = None,
    refused: bool = False,
    status: int = 200,
) -> HttpResponse:
    today = clock.today()
    tasks = list(queries.list_draft_tasks(plan=plan, today=today))
    may_draft = policies.may_draft(request.staff, plan.agency_id)
    context = {
        "plan": plan,
        "tag": plan_tag(plan.state),
        "agency_name": named(plan.agency),
        "groups": _groups(tasks),
        "past_due": sum(task.due_on < today for task in tasks),
        "paper": find_paper(plan=plan) if plan.state != PlanState.DRAFT else None,
        "may_change": may_draft and plan.state == PlanState.DRAFT,
        "may_note": may_draft and (plan.state == PlanState.DRAFT or _is_unproven(plan)),
        "may_confirm_date": _is_unproven(plan) and policies.may_confirm_date(request.staff, plan),
        "reopening": queries.get_reopening(plan=plan),
        **_closing(request, plan, reopen_form),
        "still_due": refused,
        "may_sign": request.staff.has_role(Role.LEADER, agency_id=plan.agency_id),
        "outside_form": form,
    }
    return render(request, "reform/plan/plan.html", context, status=status)


def _closing(request: StaffRequest, plan: ReformPlan, form: ReasonForm | None) -> dict[str, object]:
    """What the leader can do about the end of the year, and what the officer is told about it."""
    may = policies.may_close(request.staff, plan.agency_id)
    if plan.state == PlanState.CLOSED:
        return {"reopen_form": form or ReasonForm(auto_id="reopen-%s")} if may else {}
    asks = may or policies.may_draft(request.staff, plan.agency_id)
    if plan.state != PlanState.ISSUED or not asks:
        return {}
    tasks = list(services.tasks_still_due(plan=plan, today=clock.today()))
    return {"closing": {"may": may, "tasks": tasks}}


def _is_unproven(plan: ReformPlan) -> bool:
    return plan.is_live and not plan.has_proven_date


def _outside_form(plan: ReformPlan, *sent: Any) -> OutsideIssueForm:
    return OutsideIssueForm(*sent, earliest=outside.earliest_day(plan.year), latest=clock.today())


def _groups(tasks: list[PlanTask]) -> list[tuple[str, list[tuple[PlanTask, SafeString]]]]:
    """Tasks by area in the order of the programme, each with the tag of its standing."""
    return [
        (str(area), rows)
        for area in list_areas()
        if (rows := [(task, standing_tag(task.standing)) for task in tasks if task.area == area.code])  # type: ignore[attr-defined]
    ]


def _export(plan: ReformPlan, wanted: str) -> HttpResponseBase:
    """The tasks in the six columns that the import reads."""
    tasks = plan.tasks.select_related("unit", "person").order_by("number")
    rows = [
        [
            area_name(task.area),
            task.text,
            task.product,
            named(task.unit) if task.unit else "",
            task.person.username if task.person else "",
            task.due_on,
        ]
        for task in tasks
    ]
    format: Format = "csv" if wanted == "csv" else "xlsx"
    name = f"ke-hoach-cchc-{plan.year}-{plan.agency.code}"
    return export_response(rows=rows, columns=headings(), filename=name, format=format)
