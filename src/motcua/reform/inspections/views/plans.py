"""The plan of a year: draft, subjects, lines, document, teams."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Agency, StaffContext, StaffRequest, role_required
from motcua.platform import clock
from motcua.reform.inspections import figures, presentation, queries
from motcua.reform.inspections.choices import Stage
from motcua.reform.inspections.forms import NewPlanForm, PlanForm, VisitForm
from motcua.reform.inspections.models import Inspection, InspectionPlan, InspectionSubject
from motcua.reform.inspections.policies import READERS, organises, policy
from motcua.reform.inspections.rates_page import percent
from motcua.reform.inspections.services import plans, teams
from motcua.reform.inspections.team_forms import TeamForm
from motcua.reform.inspections.views._shared import (
    act,
    form_page,
    load_plan,
    plan_crumbs,
    plan_url,
    root_crumbs,
)
from motcua.reform.papers.api import readable_papers

EDIT = ["GET", "HEAD", "POST"]


@require_http_methods(EDIT)
@role_required(*READERS)
def new_plan(request: StaffRequest) -> HttpResponse:
    """A draft of a plan of the year."""
    scopes = queries.manageable_scopes(request.staff)
    if not scopes:
        raise PermissionDenied
    form = NewPlanForm(request.POST or None, scopes=scopes, initial={"year": clock.today().year})

    def do(form: Form) -> str:
        data = dict(form.cleaned_data)
        scope, _dash, agency_id = data.pop("for_whom").partition("-")
        agency = Agency.objects.get(pk=agency_id)
        return plan_url(
            plans.create_plan(scope=scope, agency=agency, staff=request.staff, now=clock.now(), **data)
        )

    return form_page(
        request,
        form,
        heading=_("New inspection plan"),
        button=_("Save the draft"),
        back=reverse("inspections:plans"),
        crumbs=root_crumbs(),
        do=do,
        words=_("The draft of the plan is saved. Now choose whom it inspects."),
    )


@require_safe
@role_required(*READERS)
def show_plan(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Contents, inspections, the share of units beside the yardstick, and what can be done."""
    plan = load_plan(request, uuid)
    manages = organises(request.staff, plan)
    inspections = list(
        policy.known_lines(request.staff)
        .filter(plan=plan)
        .select_related("plan", "agency", "subject_agency", "subject_unit", "team__paper")
        .order_by("ordinal")
    )
    context = {
        "plan": plan,
        "manages": manages,
        "sees_paper": bool(readable_papers(staff=request.staff, papers=[plan.paper])),
        "rows": [{**_row(each), "opens": _opens(request, each)} for each in inspections],
        "figures": _figures(plan, request.staff),
        "may_submit": manages and plan.paper_id is None and bool(inspections),
        "may_change": manages and plan.paper_id is None,
        "may_add": bool(_subjects(request, plan)) if plan.approved_at else manages and plan.paper_id is None,
        "may_appoint": plan.approved_at is not None and any(_waits(request, each) for each in inspections),
        "breadcrumbs": plan_crumbs(plan),
    }
    return render(request, "reform/inspections/plan.html", context)


@require_http_methods(EDIT)
@role_required(*READERS)
def change_plan(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Title, contents and subjects of a draft."""
    plan = _managed(request, uuid)
    subjects = [str(each.unit_id or each.agency_id) for each in plan.subjects.all()]
    initial = {
        "title": plan.title,
        "legal_basis": plan.legal_basis,
        "contents": "\n".join(plan.contents),
        "subjects": subjects,
    }
    form = PlanForm(request.POST or None, plan=plan, initial=initial)

    def do(form: Form) -> str:
        data = form.cleaned_data
        plans.change_plan(
            plan=plan,
            title=data["title"],
            legal_basis=data["legal_basis"],
            contents=data["contents"],
            subject_ids=[int(pk) for pk in data["subjects"]],
            staff=request.staff,
            now=clock.now(),
        )
        return plan_url(plan)

    return _page(
        request, plan, form, do, heading=_("Change the plan"), button=_("Save"), words=_("The plan is saved.")
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def add_inspection(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One more line of the plan."""
    plan = load_plan(request, uuid)
    subjects = _subjects(request, plan)
    if not subjects:
        raise PermissionDenied
    form = VisitForm(request.POST or None, plan=plan, subjects=subjects)

    def do(form: Form) -> str:
        assert isinstance(form, VisitForm)
        plans.add_inspection(plan=plan, visit=form.visit, staff=request.staff, now=clock.now())
        return plan_url(plan)

    return _page(
        request,
        plan,
        form,
        do,
        heading=_("Add an inspection"),
        button=_("Add"),
        words=_("The inspection is in the plan."),
    )


@require_POST
@role_required(*READERS)
def submit_plan(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Make the document that the leader signs."""
    plan = _managed(request, uuid)
    return act(
        request,
        lambda: plans.submit_plan(plan=plan, staff=request.staff, now=clock.now()),
        _("The document is drafted; the plan is in force once it is signed and sealed."),
        plan_url(plan),
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def appoint_team(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Head, members and inspections of one decision; conflicts are refused."""
    plan = load_plan(request, uuid)
    waiting = {
        str(each.pk): each
        for each in plan.inspections.select_related(
            "plan", "agency", "subject_agency", "subject_unit"
        ).order_by("ordinal")
        if _waits(request, each)
    }
    if not waiting and not organises(request.staff, plan):
        raise PermissionDenied
    form = TeamForm(
        request.POST or None,
        waiting=[(key, presentation.inspection_name(each)) for key, each in waiting.items()],
        people=list(queries.list_candidates(plan=plan, on=clock.today())),
    )

    def do(form: Form) -> str:
        assert isinstance(form, TeamForm)
        teams.appoint_team(
            plan=plan,
            inspections=[waiting[key] for key in form.cleaned_data["inspections"]],
            members=form.posts,
            duties=form.cleaned_data["duties"],
            staff=request.staff,
            now=clock.now(),
        )
        return plan_url(plan)

    return _page(
        request,
        plan,
        form,
        do,
        heading=_("Appoint a team"),
        button=_("Draft the decision"),
        words=_("The decision is drafted; the team serves once it is signed and sealed."),
    )


def _managed(request: StaffRequest, uuid: UUID) -> InspectionPlan:
    plan = load_plan(request, uuid)
    if not organises(request.staff, plan):
        raise PermissionDenied
    return plan


def _page(request: StaffRequest, plan: InspectionPlan, form: Form, do: Any, **words: Any) -> HttpResponse:
    return form_page(request, form, back=plan_url(plan), crumbs=plan_crumbs(plan), do=do, **words)


def _subjects(request: StaffRequest, plan: InspectionPlan) -> list[InspectionSubject]:
    """Whom this person may still name in the plan."""
    rows = plan.subjects.select_related("agency", "unit").order_by("agency__code", "unit__order")
    return [each for each in rows if policy.may_add(request.staff, plan, each.agency_id)]


def _opens(request: StaffRequest, inspection: Inspection) -> bool:
    return inspection.notified_at is not None or organises(request.staff, inspection)


def _waits(request: StaffRequest, inspection: Inspection) -> bool:
    """Does it wait for a team, and for this person to appoint it?"""
    waits = inspection.stage == Stage.PLANNED and inspection.team_id is None
    return waits and organises(request.staff, inspection)


def _row(inspection: Inspection) -> dict[str, Any]:
    return {
        "inspection": inspection,
        "code": presentation.inspection_code(inspection),
        "subject": presentation.subject_of(inspection),
        "tone": presentation.stage_tone(inspection.stage),
        "waits": inspection.stage == Stage.PLANNED and inspection.team is not None,
    }


def _figures(plan: InspectionPlan, staff: StaffContext) -> list[dict[str, Any]]:
    planned = figures.units_share(plan=plan, planned=True, staff=staff)
    done = figures.units_share(plan=plan, planned=False, staff=staff)
    yardstick = _("at least %(share)s") % {"share": percent(planned.yardstick)}
    return [
        {
            "label": _("In the plan"),
            "value": percent(planned.value),
            "note": f"{planned.inspected}/{planned.total} · {yardstick}",
            "tone": "done" if planned.is_enough else "waiting",
        },
        {
            "label": _("Carried out"),
            "value": percent(done.value),
            "note": f"{done.inspected}/{done.total} · {yardstick}",
            "tone": "done" if done.is_enough else "waiting",
        },
    ]
