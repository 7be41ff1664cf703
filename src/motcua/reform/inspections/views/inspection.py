"""One inspection: its page with the eight steps, the notice, and calling it off."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import StaffRequest, role_required
from motcua.platform import clock
from motcua.reform.inspections.forms import NoticeForm, ReasonForm
from motcua.reform.inspections.inspection_page import inspection_context
from motcua.reform.inspections.models import Inspection
from motcua.reform.inspections.policies import READERS, head_of, policy
from motcua.reform.inspections.services import plans, teams, visits
from motcua.reform.inspections.team_forms import ActingHeadForm
from motcua.reform.inspections.views._shared import (
    act,
    inspection_form,
    inspection_url,
    load_inspection,
    root_crumbs,
)
from motcua.reform.inspections.views.plans import EDIT
from motcua.reform.inspections.waiting_page import waiting_context


@require_safe
@role_required(*READERS)
def show(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Where it stands, its documents, and what comes next for this person."""
    inspection = load_inspection(request, uuid)
    context = inspection_context(inspection, request.staff, today=clock.today())
    if context["inside"]:
        context |= waiting_context(inspection, request.staff, now=clock.now())
    return render(request, "reform/inspections/inspection.html", {**context, "breadcrumbs": root_crumbs()})


@require_http_methods(EDIT)
@role_required(*READERS)
def notify(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The notice to the inspected side."""
    inspection = load_for(request, uuid, "notify")
    initial = {
        "visit_on": max(inspection.planned_from, clock.today()),
        "visit_place": inspection.subject_agency.name_vi,
        "to_prepare": "\n".join(inspection.contents),
    }
    form = NoticeForm(request.POST or None, initial=initial, inspection=inspection, today=clock.today())

    def do(form: Form) -> None:
        assert isinstance(form, NoticeForm)
        visits.draft_notice(
            inspection=inspection,
            visit_at=form.visit_at,
            visit_place=form.cleaned_data["visit_place"],
            to_prepare=form.cleaned_data["to_prepare"],
            reason=form.cleaned_data["reason"],
            staff=request.staff,
            now=clock.now(),
        )

    return inspection_form(
        request,
        inspection,
        form,
        do,
        heading=_("Notice of the inspection"),
        button=_("Draft the notice"),
        words=_("The notice is drafted; the unit learns of it once it is signed and sealed."),
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def cancel(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Call the inspection off."""
    inspection = load_for(request, uuid, "cancel")
    form = ReasonForm(request.POST or None)

    def do(form: Form) -> None:
        plans.cancel_inspection(
            inspection=inspection, reason=form.cleaned_data["reason"], staff=request.staff, now=clock.now()
        )

    return inspection_form(
        request,
        inspection,
        form,
        do,
        heading=_("Call the inspection off"),
        button=_("Call off"),
        words=_("The inspection is called off."),
        dangerous=True,
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def name_head(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The leader puts another member in the place of the team's head."""
    inspection = load_inspection(request, uuid)
    if not policy.may_name_head(request.staff, inspection):
        raise PermissionDenied("name_head")
    assert inspection.team is not None
    heads = head_of(inspection.team)
    people = [each.user for each in inspection.team.members.select_related("user") if each.user_id != heads]
    form = ActingHeadForm(request.POST or None, people=people)

    def do(form: Form) -> None:
        teams.name_acting_head(
            inspection=inspection,
            user_id=int(form.cleaned_data["member"]),
            reason=form.cleaned_data["reason"],
            staff=request.staff,
            now=clock.now(),
        )

    return inspection_form(
        request,
        inspection,
        form,
        do,
        heading=_("Put another member in the place of the head"),
        button=_("Name this member"),
        words=_("From now on this member heads the team and signs for it."),
        explain=_("It holds for all inspections of the team; naming its head again ends it."),
    )


@require_POST
@role_required(*READERS)
def begin(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The team is on site."""
    words = _("The visit has begun; the checklist is open.")
    return take_step(request, uuid, "visit", visits.begin_visit, words)


def take_step(
    request: StaffRequest, uuid: UUID, event: str, do: Callable[..., object], words: str
) -> HttpResponse:
    """A step that the button alone takes: the service ``do`` for who may, then back to the inspection."""
    inspection = load_for(request, uuid, event)
    return act(
        request,
        lambda: do(inspection=inspection, staff=request.staff, now=clock.now()),
        words,
        inspection_url(inspection),
    )


def load_for(request: StaffRequest, uuid: UUID, event: str) -> Inspection:
    """The inspection, for who may make this move: 404 for strangers, 403 for the wrong role."""
    inspection = load_inspection(request, uuid)
    if not policy.may(request.staff, event, inspection):
        raise PermissionDenied(event)
    return inspection
