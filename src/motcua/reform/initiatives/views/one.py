"""The list of initiatives, one of them, and what its agency does with it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import StaffRequest, staff_required
from motcua.platform import clock
from motcua.platform.ui.lists import build_list
from motcua.reform.initiatives import policies, presentation
from motcua.reform.initiatives.forms import AnnexForm, NationalForm, ReasonForm, ReplicationForm
from motcua.reform.initiatives.models import Initiative
from motcua.reform.initiatives.queries import list_initiatives_for
from motcua.reform.initiatives.services import checking, recognising, spreading
from motcua.reform.initiatives.services.drafting import last_day
from motcua.reform.initiatives.similar import find_similar
from motcua.reform.initiatives.tables import InitiativeFilter, InitiativeTable
from motcua.reform.initiatives.views._base import act, load


@require_safe
@staff_required
def show_list(request: StaffRequest) -> HttpResponseBase:
    """What this person may know of."""
    page = build_list(
        request,
        key="initiatives",
        table_class=InitiativeTable,
        queryset=list_initiatives_for(staff=request.staff),
        filterset_class=InitiativeFilter,
    )
    return page.export or render(request, "reform/initiatives/list.html", {"page": page})


@require_safe
@staff_required
def show_initiative(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """All of one initiative, and what can be done with it now."""
    return show(request, load(request, uuid))


@require_POST
@staff_required
def accept(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The dossier is in order."""
    initiative = load(request, uuid)
    return act(
        request,
        lambda: checking.accept_initiative(initiative=initiative, staff=request.staff, now=clock.now()),
        _("The initiative is accepted and can be put before the council."),
        "initiatives:initiative",
        uuid,
    )


@require_POST
@staff_required
def send_back(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Back to the authors, with the reason."""
    initiative = load(request, uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, initiative, return_form=form, status=422)
    reason = form.cleaned_data["reason"]
    return act(
        request,
        lambda: checking.return_initiative(
            initiative=initiative, reason=reason, staff=request.staff, now=clock.now()
        ),
        _("The initiative is back with its authors."),
        "initiatives:initiative",
        uuid,
    )


@require_POST
@staff_required
def record_replication(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One more place that applies it."""
    initiative = load(request, uuid)
    form = ReplicationForm(request.POST)
    if not form.is_valid():
        return show(request, initiative, replication_form=form, status=422)
    good = form.cleaned_data
    return act(
        request,
        lambda: spreading.record_replication(
            initiative=initiative, staff=request.staff, now=clock.now(), **good
        ),
        _("The place is recorded."),
        "initiatives:initiative",
        uuid,
    )


@require_POST
@staff_required
def record_national(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A recognition at national level."""
    initiative = load(request, uuid)
    form = NationalForm(request.POST)
    if not form.is_valid():
        return show(request, initiative, national_form=form, status=422)
    good = form.cleaned_data
    return act(
        request,
        lambda: recognising.record_national(
            initiative=initiative, staff=request.staff, now=clock.now(), **good
        ),
        _("The recognition at national level is recorded."),
        "initiatives:initiative",
        uuid,
    )


def show(request: StaffRequest, initiative: Initiative, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one initiative; ``forms`` replace those with errors."""
    staff = request.staff
    may = {name: check(staff, initiative) for name, check in policies.CHECKS.items()}
    reviews = presentation.reviews(initiative)
    context = {
        "initiative": initiative,
        "may": may,
        "tone": presentation.tone(initiative),
        "rows": presentation.summary(initiative),
        "last_day": last_day(initiative=initiative, on=clock.today()),
        "annexes": presentation.annexes(initiative, may_remove=may["edit"]),
        "reviews": reviews,
        "readable": presentation.readable([row["review"] for row in reviews], staff),
        "similar": find_similar(initiative, staff=staff) if may["compare"] else None,
        "annex_form": AnnexForm(),
        "withdraw_form": ReasonForm(prefix="withdraw"),
        "return_form": ReasonForm(),
        "replication_form": ReplicationForm(),
        "national_form": NationalForm(),
        **forms,
    }
    return render(request, "reform/initiatives/initiative.html", context, status=status)
