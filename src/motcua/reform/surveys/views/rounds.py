"""Rounds and forms: list, plan, open, close, publish."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import StaffContext, StaffRequest, get_user, role_required
from motcua.platform import clock
from motcua.platform.exports.api import export_response
from motcua.platform.ui.lists import build_list
from motcua.reform.rules.survey_forms import BadForm, read_form
from motcua.reform.surveys import policies, presentation, queries
from motcua.reform.surveys.forms import DefinitionForm, EarlyCloseForm, ReopenForm, RoundForm
from motcua.reform.surveys.models import FormKind, RoundState, SurveyForm, SurveyRound
from motcua.reform.surveys.services import planning, rounds
from motcua.reform.surveys.services.errors import FormChanged, RoundRefused
from motcua.reform.surveys.services.forms import publish_form, source_text
from motcua.reform.surveys.tables import RoundFilter, RoundTable
from motcua.reform.surveys.words import problem_words

Act = Callable[..., SurveyRound]


def words_of(refusal: RoundRefused) -> str:
    """What a refusal says to people."""
    words = {
        "exists": _("There is a round of this form in this year already."),
        "nobody_rated": _("Choose at least one agency."),
        "weighted_options": _("Ratings by options are not weighted by strata: leave that box empty."),
        "no_overall": _("This form has no overall question: choose another method."),
        "card_stratum": _("Choose the stratum of the people who get the cards."),
        "no_invitations": _("Nobody is invited yet: draw a sample or issue cards first."),
        "state": _("The survey has moved on in the meantime; nothing was changed."),
        "drawn": _("The sample is drawn already; the frame can no longer grow."),
        "frame_used": _("The sample is drawn or cards are issued: the frame stays as it is."),
        "empty_frame": _("The frame is empty: add people first."),
        "cards": _("For the answers still missing %(most)d more cards can be issued at most."),
        "batch_used": _(
            "This page has issued %(made)d cards already, and nothing was done now. Send it once more to issue so many"
            " beside them."
        ),
        "enough_cards": _("No more cards are needed: enough answers have come in, or enough cards are out."),
        "too_soon": _("Invitations were sent today already; the next reminder can go out tomorrow."),
        "nobody_left": _("Everybody has answered or could not be reached."),
        "answered": _("This invitation has been answered."),
        "reason": _("Please say why."),
        "too_early": _(
            "The last day of answering has not ended: name the document that decides it, and the reason."
        ),
        "past": _("The new last day must not have passed."),
        "agency_begun": _(
            "These agencies cannot leave the survey, their people are drawn or cards are issued: %(agencies)s."
            " Call the survey off and plan it anew."
        ),
        "own_house": _("Nobody opens again a survey that rates their own agency: %(agencies)s."),
    }[refusal.reason]
    return words % refusal.detail if refusal.detail else words


@require_safe
@role_required(*policies.READERS)
def show_list(request: StaffRequest) -> HttpResponseBase:
    """Rounds this person may know of."""
    queryset = policies.visible_rounds(request.staff).select_related("form")
    page = build_list(
        request,
        key="surveys",
        table_class=RoundTable,
        queryset=queryset.annotate(agencies=Count("targets", distinct=True)),
        filterset_class=RoundFilter,
    )
    context = {"page": page, "may_manage": policies.may_manage(request.staff)}
    return page.export or render(request, "reform/surveys/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*policies.MANAGERS)
def plan(request: StaffRequest) -> HttpResponse:
    """A new round."""
    form = RoundForm(request.POST or None, initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        try:
            created = planning.plan_round(plan=form.plan(), staff=request.staff, now=clock.now())
        except RoundRefused as refusal:
            form.add_error(None, words_of(refusal))
        else:
            return redirect("surveys:round", uuid=created.uuid)
    return render(request, "reform/surveys/plan.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*policies.MANAGERS)
def change(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Another plan, as long as nobody is asked."""
    current = load(request, uuid)
    form = RoundForm(request.POST or None, initial=RoundForm.values_of(current))
    if request.method == "POST" and form.is_valid():
        try:
            planning.change_plan(round_id=current.pk, plan=form.plan(), staff=request.staff, now=clock.now())
        except RoundRefused as refusal:
            form.add_error(None, words_of(refusal))
        else:
            messages.success(request, _("The plan is changed."))
            return redirect("surveys:round", uuid=uuid)
    context = {"form": form, "round": current}
    return render(request, "reform/surveys/plan.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(*policies.MANAGERS)
def call_off(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Give up a round that has not begun."""
    current = load(request, uuid)
    try:
        planning.call_off(round_id=current.pk, staff=request.staff, now=clock.now())
    except RoundRefused as refusal:
        messages.error(request, words_of(refusal))
        return redirect("surveys:round", uuid=uuid)
    messages.success(request, _("The survey is called off."))
    return redirect("surveys:list")


@require_safe
@role_required(*policies.READERS)
def show_round(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """One round: who is rated, how many answered, and the results once they are counted."""
    return _show(request, load(request, uuid))


def _show(
    request: StaffRequest,
    current: SurveyRound,
    *,
    close_form: EarlyCloseForm | None = None,
    reopen_form: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    results = queries.list_results(staff=request.staff, round_id=current.pk) if current.is_counted else []
    rows = presentation.summary_rows(results)
    wanted = request.GET.get("_export", "")
    if rows and wanted in ("csv", "xlsx"):
        return export_response(
            rows=presentation.summary_export(results),
            columns=presentation.summary_columns(),
            filename=f"khao-sat-{current.form_key}-{current.year}",
            format=wanted,  # type: ignore[arg-type]
        )
    context: dict[str, Any] = {
        "round": current,
        "rows": rows,
        "chart": presentation.summary_chart(rows) if any(row["shown"] for row in rows) else None,
        "may_manage": policies.may_manage(request.staff),
        "may_reopen": policies.may_reopen(request.staff),
        "own": policies.own_targets(request.staff, round_id=current.pk).select_related("agency"),
        "targets": _targets(request.staff, current),
        "next_act": _NEXT.get(RoundState(current.state)),
        "method": current.get_method_display() if current.form.kind == FormKind.SIPAS else "",
        "is_early": clock.today() <= current.closes_on,
        "close_form": close_form or EarlyCloseForm(),
        "reopen_form": reopen_form or ReopenForm(),
    }
    return render(request, "reform/surveys/round.html", context, status=status)


@require_POST
@role_required(*policies.MANAGERS)
def open_round(request: StaffRequest, uuid: UUID) -> HttpResponse:
    return _act(request, uuid, rounds.open_round, _("The survey is open."))


@require_POST
@role_required(*policies.MANAGERS)
def close_round(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """After the last day by a button, before its end with a document and a reason."""
    current, form = load(request, uuid), EarlyCloseForm(request.POST)
    is_early = current.state == RoundState.OPEN and clock.today() <= current.closes_on
    if is_early and not form.is_valid():
        return _show(request, current, close_form=form, status=422)
    act = partial(rounds.close_round, **(form.cleaned_data if is_early else {}))
    return _act(request, uuid, act, _("The survey is closed and counted."))


@require_POST
@role_required(*policies.REOPENERS)
def reopen_round(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """Answers are taken again, until the results are published."""
    if not policies.may_reopen(request.staff):
        raise Http404
    current, form = load(request, uuid), ReopenForm(request.POST)
    if not form.is_valid():
        return _show(request, current, reopen_form=form, status=422)
    try:
        rounds.reopen_round(round_id=current.pk, **form.cleaned_data, staff=request.staff, now=clock.now())
    except RoundRefused as refusal:
        form.add_error("closes_on" if refusal.reason == "past" else None, words_of(refusal))
        return _show(request, current, reopen_form=form, status=422)
    messages.success(request, _("The survey is open again."))
    return redirect("surveys:round", uuid=uuid)


@require_POST
@role_required(*policies.MANAGERS)
def publish_round(request: StaffRequest, uuid: UUID) -> HttpResponse:
    return _act(request, uuid, rounds.publish_round, _("The results are published; the contacts are wiped."))


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*policies.READERS)
def show_forms(request: StaffRequest) -> HttpResponse:
    """Published versions; the manager may bring a new one as a file."""
    form = DefinitionForm(request.POST or None, request.FILES or None)
    may_manage = policies.may_manage(request.staff)
    if request.method == "POST":
        if not may_manage:
            raise Http404
        if form.is_valid() and _published(request, form):
            return redirect("surveys:forms")
    context = {"versions": queries.list_forms(), "form": form, "may_manage": may_manage}
    return render(request, "reform/surveys/forms.html", context, status=422 if form.errors else 200)


@require_safe
@role_required(*policies.READERS)
def show_form(request: StaffRequest, key: str, version: int) -> HttpResponse:
    """One version with its questions, weights and sources."""
    found = get_object_or_404(SurveyForm, key=key, version=version)
    if request.GET.get("_export") == "json":
        return _definition(found)
    form, language = read_form(found.definition), presentation.language()
    sections = [
        {
            "title": section.words.in_language(language),
            "items": [(item.words.in_language(language), item.verified) for item in section.items],
        }
        for section in form.sections
    ]
    answers = [(answer.value, answer.words.in_language(language), answer.weight) for answer in form.answers]
    context = {
        "found": found,
        "form": form,
        "source": source_text(form),
        "title": form.title.in_language(language),
        "respondents": form.respondents.in_language(language),
        "overall": form.overall.words.in_language(language) if form.overall else "",
        "sections": sections,
        "answers": answers,
    }
    return render(request, "reform/surveys/form_version.html", context)


def _definition(found: SurveyForm) -> HttpResponse:
    """The file that would publish this version: the pattern of the next one."""
    text = json.dumps(found.definition, ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="phieu-{found.key}-{found.version}.json"'}
    return HttpResponse(text, content_type="application/json", headers=headers)


def load(request: StaffRequest, uuid: UUID) -> SurveyRound:
    """The round, or 404 for whoever may not know of it."""
    try:
        return queries.get_round_for(staff=request.staff, uuid=uuid)
    except SurveyRound.DoesNotExist:
        raise Http404


_NEXT = {
    RoundState.PLANNED: "open",
    RoundState.OPEN: "close",
    RoundState.CLOSED: "publish",
}


def _act(request: StaffRequest, uuid: UUID, act: Act, words: str) -> HttpResponse:
    current = load(request, uuid)
    now: datetime = clock.now()
    try:
        act(round_id=current.pk, staff=request.staff, now=now)
    except RoundRefused as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, words)
    return redirect("surveys:round", uuid=uuid)


def _published(request: StaffRequest, form: DefinitionForm) -> bool:
    actor = get_user(user_id=request.staff.user_id)
    try:
        made = publish_form(definition=form.cleaned_data["file"], now=clock.now(), actor=actor)
    except BadForm as problem:
        form.add_error("file", problem_words(*problem.args))
    except FormChanged:
        form.add_error(
            "file",
            _("This version is published with other words. A new wording needs a new version number."),
        )
    else:
        messages.success(request, _("The form %(form)s is published.") % {"form": made})
        return True
    return False


def _targets(staff: StaffContext, current: SurveyRound) -> list[dict[str, Any]]:
    """Rated agencies with their response; only for whoever plans or handles the round."""
    if not (policies.may_manage(staff) or policies.handled_targets(staff).filter(round=current).exists()):
        return []
    response = queries.response_by_target(round_id=current.pk)
    handled = set(policies.handled_targets(staff).filter(round=current).values_list("pk", flat=True))
    return [
        {
            "target": target,
            "handled": target.pk in handled,
            **response.get(target.pk, {"invited": 0, "answered": 0, "unreachable": 0, "waiting": 0}),
        }
        for target in current.targets.select_related("agency").order_by("agency__name_vi")
    ]
