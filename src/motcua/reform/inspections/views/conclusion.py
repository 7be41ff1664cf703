"""The draft conclusion, its shortcomings, the answer, and the conclusion."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.api import StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.calendar.api import calendar_for
from motcua.reform.inspections import parameters
from motcua.reform.inspections.forms import AnswerForm, ConclusionForm, ResponseForm, ShortcomingForm
from motcua.reform.inspections.models import Inspection, Shortcoming
from motcua.reform.inspections.policies import READERS, policy
from motcua.reform.inspections.services import conclusions
from motcua.reform.inspections.views._shared import (
    act,
    inspection_form,
    inspection_url,
    load_shortcoming,
)
from motcua.reform.inspections.views.inspection import load_for, take_step
from motcua.reform.inspections.views.plans import EDIT


@require_http_methods(EDIT)
@role_required(*READERS)
def write(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What was achieved and how it is judged."""
    inspection = load_for(request, uuid, "send_draft")
    written = getattr(inspection, "conclusion", None)
    initial = {name: getattr(written, name, "") for name in ("strengths", "assessment")}
    form = ConclusionForm(request.POST or None, initial=initial)

    def do(form: Form) -> None:
        conclusions.write_conclusion(
            inspection=inspection, staff=request.staff, now=clock.now(), **form.cleaned_data
        )

    return inspection_form(
        request,
        inspection,
        form,
        do,
        heading=_("Draft conclusion"),
        button=_("Save the draft"),
        words=_("The draft conclusion is saved. Nobody outside the team and its organiser sees it."),
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def add_shortcoming(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One more shortcoming in the draft; from the checklist its area, criterion and remark come along."""
    inspection = load_for(request, uuid, "send_draft")
    form = ShortcomingForm(
        request.POST or None,
        inspection=inspection,
        initial=_suggestion(inspection, request.GET.get("muc", "")),
    )

    def do(form: Form) -> None:
        assert isinstance(form, ShortcomingForm)
        conclusions.add_shortcoming(
            inspection=inspection, found=form.found, staff=request.staff, now=clock.now()
        )

    return inspection_form(
        request,
        inspection,
        form,
        do,
        part="#shortcomings",
        heading=_("Add a shortcoming"),
        button=_("Add"),
        words=_("The shortcoming is in the draft."),
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def change_shortcoming(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Change a shortcoming of the draft, also after the answer to it."""
    shortcoming, inspection = _of_draft(request, uuid)
    form = ShortcomingForm(request.POST or None, inspection=inspection, initial=_initial(shortcoming))

    def do(form: Form) -> None:
        assert isinstance(form, ShortcomingForm)
        conclusions.change_shortcoming(
            shortcoming=shortcoming, found=form.found, staff=request.staff, now=clock.now()
        )

    return inspection_form(
        request,
        inspection,
        form,
        do,
        part="#shortcomings",
        heading=_("Change the shortcoming"),
        button=_("Save"),
        words=_("The shortcoming is changed."),
    )


@require_POST
@role_required(*READERS)
def withdraw_shortcoming(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take a shortcoming back from the draft."""
    shortcoming, inspection = _of_draft(request, uuid)
    return act(
        request,
        lambda: conclusions.withdraw_shortcoming(
            shortcoming=shortcoming, staff=request.staff, now=clock.now()
        ),
        _("The shortcoming is taken back."),
        f"{inspection_url(inspection)}#shortcomings",
    )


@require_POST
@role_required(*READERS)
def send_draft(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The inspected side reads the draft and may answer."""
    words = _("The draft is sent; the inspected side may answer.")
    return take_step(request, uuid, "send_draft", conclusions.send_draft, words)


@require_POST
@role_required(*READERS)
def take_back_draft(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the draft back to add to it."""
    words = _("The draft is taken back; send it again when it is complete.")
    return take_step(request, uuid, "take_back_draft", conclusions.take_back_draft, words)


@require_http_methods(EDIT)
@role_required(*READERS)
def answer(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The inspected side answers the draft."""
    inspection = load_for(request, uuid, "answer")
    form = AnswerForm(request.POST or None)

    def do(form: Form) -> None:
        conclusions.answer_draft(
            inspection=inspection, answer=form.cleaned_data["answer"], staff=request.staff, now=clock.now()
        )

    return inspection_form(
        request,
        inspection,
        form,
        do,
        heading=_("Answer to the draft conclusion"),
        button=_("Send the answer"),
        words=_("The answer is sent."),
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def conclude(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Make the document of the conclusion."""
    inspection = load_for(request, uuid, "conclude")
    form = ResponseForm(request.POST or None)

    def do(form: Form) -> None:
        conclusions.submit_conclusion(
            inspection=inspection,
            response=form.cleaned_data["response"],
            staff=request.staff,
            now=clock.now(),
        )

    return inspection_form(
        request,
        inspection,
        form,
        do,
        heading=_("Issue the conclusion"),
        button=_("Draft the conclusion"),
        words=_(
            "The conclusion is drafted; once it is sealed, the written notices to each unit are drafted."
        ),
    )


def _of_draft(request: StaffRequest, uuid: UUID) -> tuple[Shortcoming, Inspection]:
    shortcoming = load_shortcoming(request, uuid)
    if shortcoming.inspection is None or not policy.may_move(request.staff, "withdraw", shortcoming):
        raise PermissionDenied
    return shortcoming, load_for(request, shortcoming.inspection.uuid, "send_draft")


def _suggestion(inspection: Inspection, code: str) -> dict[str, Any]:
    """A deadline by the days in force, and what the checklist says of the item."""
    today = clock.today()
    calendar = calendar_for(inspection.subject_agency.calendar)
    term = parameters.whole(name="remedy_days", on=today)
    found: dict[str, Any] = {
        "severity": "minor",
        "effect": "none",
        "deadline": calendar.working_day_from(today.fromordinal(today.toordinal() + term)),
    }
    items = inspection.checklist.items if inspection.checklist else []
    item = next((each for each in items if each["code"] == code), None)
    if item is not None:
        finding = inspection.findings.filter(item=code).first()
        found |= {"area": item["area"], "criterion": item["criterion"]}
        found["description"] = finding.note if finding else ""
    return found


def _initial(shortcoming: Shortcoming) -> dict[str, Any]:
    names = (
        *("area", "criterion", "severity", "description", "legal_basis"),
        *("deadline", "effect", "effect_until_closed"),
    )
    owner = (
        f"u{shortcoming.owner_unit_id}" if shortcoming.owner_unit_id else f"a{shortcoming.owner_agency_id}"
    )
    points = shortcoming.effect_points.normalize() if shortcoming.effect_points else None
    return {name: getattr(shortcoming, name) for name in names} | {"owner": owner, "points": points}
