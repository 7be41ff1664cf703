"""Cards that nobody signed in time, and what is returned to an agency for supplement."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.reform.season import policies
from motcua.reform.season.appraisal_models import Supplement
from motcua.reform.season.forms import ReasonForm, ReturnForm, SupplementForm
from motcua.reform.season.models import Scorecard
from motcua.reform.season.refusals import refusal_text
from motcua.reform.season.services import submission, supplements
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.views.assessment import card_page, criterion_page
from motcua.reform.season.views.common import load_card, load_criterion, who


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*policies.DECIDERS)
def pass_over(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Let a card go on without self-assessment. Nothing of its draft is on the page."""
    card = _to_decide_on(request, uuid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            submission.go_on_without(scorecard=card, reason=form.cleaned_data["reason"], **who(request))
        except SeasonRefused as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The card goes on without self-assessment; the agency is told."))
            return redirect("season:season", card.season.year)
    context = {"card": card, "season": card.season, "form": form}
    return render(request, "reform/season/pass_over.html", context, status=422 if form.errors else 200)


def _to_decide_on(request: StaffRequest, uuid: UUID) -> Scorecard:
    rows = Scorecard.objects.select_related("agency", "season__edition", "season__standing_body")
    card = rows.filter(uuid=uuid).first()
    if card is None or not policies.decides_on(request.staff, card, clock.today()):
        raise Http404
    return card


@require_POST
@role_required(Role.APPRAISER, Role.REFORM_MANAGER)
def ask(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """Return one criterion to the agency; what was typed stays when it is refused."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    form = ReturnForm(request.POST)
    if _returned(request, card, code, form):
        return redirect("season:criterion", uuid, code)
    return criterion_page(request, card, criterion, status=422, return_form=form)


@require_POST
@role_required(Role.REFORM_MANAGER)
def ask_card(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Return the whole card: what is settled already stays so."""
    card = load_card(request, uuid)
    form = ReturnForm(request.POST)
    if _returned(request, card, "", form):
        return redirect("season:card", uuid)
    return card_page(request, card, status=422, return_form=form)


def _returned(request: StaffRequest, card: Scorecard, code: str, form: ReturnForm) -> bool:
    if not form.is_valid():
        return False
    try:
        supplements.ask_supplement(scorecard=card, code=code, **form.cleaned_data, **who(request))
    except SeasonRefused as refused:
        form.add_error(None, refusal_text(refused))
        return False
    messages.success(request, _("Returned to the agency, which is told with your reason."))
    return True


@require_POST
@role_required(Role.REFORM_OFFICER, Role.LEADER)
def answer(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The agency explains, and what was returned is locked again."""
    row = Supplement.objects.filter(uuid=uuid).select_related("scorecard").first()
    if row is None:
        raise Http404
    card = load_card(request, row.scorecard.uuid)
    form = SupplementForm(request.POST)
    if form.is_valid():
        try:
            supplements.answer_supplement(supplement=row, text=form.cleaned_data["text"], **who(request))
        except SeasonRefused as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The supplement is given; the appraisers go on."))
            return redirect("season:card", card.uuid)
    if row.code:
        criterion = load_criterion(card, row.code)
        return criterion_page(request, card, criterion, status=422, supplement_form=form)
    return card_page(request, card, status=422, supplement_form=form)
