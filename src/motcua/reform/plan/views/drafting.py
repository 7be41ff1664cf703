"""Tasks of a plan that is still a draft: added, reworded, taken out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.reform.plan import policies, queries
from motcua.reform.plan.forms import TaskForm
from motcua.reform.plan.models import PlanState, PlanTask, ReformPlan
from motcua.reform.plan.services import plans as services
from motcua.reform.plan.services.tasks import NotPossible
from motcua.reform.plan.views.plans import act, load_plan


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_OFFICER)
def add_task(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One more task for the draft."""
    plan = load_plan(request, uuid)
    policies.require(policies.may_draft(request.staff, plan.agency_id))
    form = _form(request, plan)
    if request.method == "POST" and form.is_valid():
        done = act(
            request,
            plan,
            lambda: services.put_tasks(
                plan_id=plan.pk, tasks=[form.values()], staff=request.staff, now=clock.now()
            ),
            _("The task is in the plan."),
        )
        return redirect("plan:add_task", uuid=uuid) if "again" in request.POST else done
    return _render(request, plan, form)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_OFFICER)
def change_task(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Reword a task of the draft."""
    task, plan = _load(request, uuid)
    form = _form(
        request,
        plan,
        initial={
            "area": task.area,
            "text": task.text,
            "product": task.product,
            "unit": task.unit_id,
            "person": task.person_id,
            "due_on": task.due_on,
        },
    )
    if request.method == "POST" and form.is_valid():
        return act(
            request,
            plan,
            lambda: services.change_task(
                task_id=task.pk, values=form.values(), staff=request.staff, now=clock.now()
            ),
            _("The task is saved."),
        )
    return _render(request, plan, form, task=task)


@require_POST
@role_required(Role.REFORM_OFFICER)
def remove_task(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take a task out of the draft."""
    task, plan = _load(request, uuid)
    try:
        services.remove_task(task_id=task.pk, staff=request.staff, now=clock.now())
    except NotPossible:
        messages.error(request, _("The plan has moved on in the meantime; nothing was changed."))
    else:
        messages.success(request, _("The task is taken out of the plan."))
    return redirect("plan:plan", uuid=plan.uuid)


def _load(request: StaffRequest, uuid: UUID) -> tuple[PlanTask, ReformPlan]:
    try:
        task = queries.get_task_for(staff=request.staff, uuid=uuid, today=clock.today())
    except PlanTask.DoesNotExist:
        raise Http404
    if task.plan is None or task.plan.state != PlanState.DRAFT:
        raise Http404
    policies.require(policies.may_draft(request.staff, task.agency_id))
    return task, task.plan


def _form(request: StaffRequest, plan: ReformPlan, **options: Any) -> TaskForm:
    return TaskForm(
        request.POST or None,
        units=queries.list_units(agency_id=plan.agency_id),
        people=queries.list_people(agency_id=plan.agency_id, on=clock.today()),
        year=plan.year,
        **options,
    )


def _render(
    request: StaffRequest, plan: ReformPlan, form: TaskForm, *, task: PlanTask | None = None
) -> HttpResponse:
    context = {"form": form, "plan": plan, "task": task}
    return render(request, "reform/plan/draft_task.html", context, status=422 if form.errors else 200)
