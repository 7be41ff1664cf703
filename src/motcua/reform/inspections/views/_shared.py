"""What the pages of this part share: loading, forms, and telling why something was not done."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.api import StaffRequest
from motcua.platform.signing.api import SigningUnavailable
from motcua.reform.inspections import presentation, queries
from motcua.reform.inspections.models import Inspection, InspectionPlan, RemedyNotice, Shortcoming
from motcua.reform.inspections.refusals import InspectionRefused

Crumbs = list[dict[str, str]]


def load_plan(request: StaffRequest, uuid: UUID) -> InspectionPlan:
    """404 for who may not know of it."""
    try:
        return queries.get_plan(staff=request.staff, uuid=uuid)
    except InspectionPlan.DoesNotExist as error:
        raise Http404 from error


def load_inspection(request: StaffRequest, uuid: UUID) -> Inspection:
    """404 for who may not know of it."""
    try:
        return queries.get_inspection(staff=request.staff, uuid=uuid)
    except Inspection.DoesNotExist as error:
        raise Http404 from error


def load_shortcoming(request: StaffRequest, uuid: UUID) -> Shortcoming:
    """404 for who may not know of it."""
    try:
        return queries.get_shortcoming(staff=request.staff, uuid=uuid)
    except Shortcoming.DoesNotExist as error:
        raise Http404 from error


def load_notice(request: StaffRequest, uuid: UUID) -> RemedyNotice:
    """404 for who may not know of it."""
    try:
        return queries.get_notice(staff=request.staff, uuid=uuid)
    except RemedyNotice.DoesNotExist as error:
        raise Http404 from error


def refusal_of(error: InspectionRefused | SigningUnavailable) -> str:
    """The reason in words."""
    if isinstance(error, InspectionRefused):
        return error.message
    return _("The document cannot be signed now. Please try again in a few minutes.")


def act(request: StaffRequest, do: Callable[[], object], words: str, back: str) -> HttpResponse:
    """Do it, say so or say why not, and go ``back`` (an address)."""
    try:
        do()
    except (InspectionRefused, SigningUnavailable) as error:
        messages.error(request, refusal_of(error))
    else:
        messages.success(request, words)
    return redirect(back)


def form_page(
    request: StaffRequest,
    form: Form,
    *,
    heading: str,
    button: str,
    back: str,
    crumbs: Crumbs,
    do: Callable[[Form], str],
    words: str,
    explain: str = "",
    template: str = "reform/inspections/form.html",
    **more: Any,
) -> HttpResponse:
    """One form: what was typed stays when it is refused (422); ``do`` gives the address to go to."""
    status, target = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                target = do(form)
            except (InspectionRefused, SigningUnavailable) as error:
                form.add_error(None, refusal_of(error))
            if form.is_valid():
                messages.success(request, words)
                return redirect(target)
    context = {
        "form": form,
        "heading": heading,
        "button": button,
        "back": back,
        "explain": explain,
        "breadcrumbs": [*crumbs, {"label": heading, "url": ""}],
        **more,
    }
    return render(request, template, context, status=status)


def inspection_form(
    request: StaffRequest,
    inspection: Inspection,
    form: Form,
    do: Callable[[Form], None],
    *,
    part: str = "",
    **words: Any,
) -> HttpResponse:
    """:func:`form_page` below an inspection; once it is done, to the ``part`` (a fragment) of the inspection's page."""
    back = inspection_url(inspection)

    def done(form: Form) -> str:
        do(form)
        return back + part

    return form_page(request, form, back=back, crumbs=inspection_crumbs(inspection), do=done, **words)


def inspection_url(inspection: Inspection) -> str:
    return reverse("inspections:inspection", args=[inspection.uuid])


def shortcoming_url(shortcoming: Shortcoming) -> str:
    return reverse("inspections:shortcoming", args=[shortcoming.uuid])


def plan_url(plan: InspectionPlan) -> str:
    return reverse("inspections:plan", args=[plan.uuid])


def root_crumbs() -> Crumbs:
    return [{"label": _("Inspections"), "url": reverse("inspections:list")}]


def plan_crumbs(plan: InspectionPlan) -> Crumbs:
    plans = {"label": _("Inspection plans"), "url": reverse("inspections:plans")}
    return [*root_crumbs(), plans, {"label": str(plan.year), "url": plan_url(plan)}]


def inspection_crumbs(inspection: Inspection) -> Crumbs:
    here = {"label": presentation.inspection_code(inspection), "url": inspection_url(inspection)}
    return [*root_crumbs(), here]


def shortcoming_crumbs(shortcoming: Shortcoming) -> Crumbs:
    """Below the inspection where this person may see it, else below the list."""
    listed = {"label": _("Shortcomings"), "url": reverse("inspections:shortcomings")}
    code = presentation.shortcoming_code(shortcoming)
    return [*root_crumbs(), listed, {"label": code, "url": shortcoming_url(shortcoming)}]


def section_tabs(current: str, *, corrections: int = 0) -> Sequence[dict[str, Any]]:
    """The pages of this part."""
    pages = [
        ("list", _("Inspections")),
        ("plans", _("Plans")),
        ("shortcomings", _("Shortcomings")),
        ("overdue", _("Overdue")),
        ("notices", _("Written notices")),
        ("rates", _("Rates")),
        ("checklists", _("Checklists")),
    ]
    return [
        {"label": label, "url": reverse(f"inspections:{name}"), "current": name == current}
        for name, label in pages
    ]
