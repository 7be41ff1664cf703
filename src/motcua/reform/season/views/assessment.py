"""A scorecard and its criteria, as the agency drafts and signs it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, Unit, role_required
from motcua.platform import clock
from motcua.platform.indicators.api import UnknownIndicator, get_indicator
from motcua.platform.indicators.opening import openable
from motcua.platform.signing.api import SigningUnavailable
from motcua.reform.editions.presentation import figure_text, points_text, rule_sentences
from motcua.reform.editions.settings_words import block_name
from motcua.reform.papers.api import PaperRefused
from motcua.reform.rules.edition import Criterion, read_figure
from motcua.reform.season import policies
from motcua.reform.season import presentation as shown
from motcua.reform.season.cards import FINAL, Sheet
from motcua.reform.season.choices import CardState, Column, State
from motcua.reform.season.declared import has_declared
from motcua.reform.season.forms import (
    AssignForm,
    ClaimForm,
    CorrectionForm,
    ReasonForm,
    ReturnForm,
    SupplementForm,
    named,
)
from motcua.reform.season.models import Scorecard
from motcua.reform.season.queries import edition_of, list_history, metrics_of, period_of, without_draft
from motcua.reform.season.refusals import refusal_text
from motcua.reform.season.returned import open_supplements
from motcua.reform.season.services import assessment, submission
from motcua.reform.season.services.appraisal import (
    orders_of,
)
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.evidence import quick_health
from motcua.reform.season.services.freezing import write_record
from motcua.reform.season.views.acts import acts_of
from motcua.reform.season.views.common import attempt, load_card, load_criterion, who
from motcua.reform.season.views.left_out import find_left_out, left_out_page
from motcua.reform.season.views.said import said_of


@require_safe
@role_required(*policies.READERS)
def show_card(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One agency's card: areas, criteria, columns, what is still open."""
    return card_page(request, load_card(request, uuid))


def card_page(request: StaffRequest, card: Scorecard, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The card with the area named in the address."""
    edition = edition_of(card.season)
    wanted = request.GET.get("area", edition.areas[0].code)
    area = next((one for one in edition.areas if one.code == wanted), edition.areas[0])
    sheets = shown.read_columns(card, shown.visible_columns(request.staff, card))
    is_draft = card.is_draft and card.season.state in (State.DRAFT, State.OPEN)
    gaps = assessment.list_gaps(card) if is_draft else []
    coordinates = policies.may_coordinate(request.staff, card)
    orders = orders_of(card, request.staff.user_id)
    context = {
        "card": card,
        "season": card.season,
        "area": area,
        "tabs": shown.area_tabs(card, edition, area.code, gaps, named),
        "lines": shown.lines_of(card, area, sheets, gaps),
        "left_out": [item for item in area.criteria if not item.applies_to(card.block)],
        "peer_block": block_name(card.block),
        "totals": shown.totals(card, sheets),
        "gaps": len(gaps),
        "shows_final": FINAL in sheets,
        "card_tone": shown.CARD_TONES[CardState(card.state)],
        "may_draft": is_draft and card.season.state == State.OPEN and coordinates,
        "may_assign": is_draft and coordinates,
        "may_sign": is_draft and card.season.state == State.OPEN and policies.may_sign(request.staff, card),
        "may_give_back": card.season.state == State.OPEN
        and not card.is_draft
        and policies.decides_on(request.staff, card, clock.today()),
        "may_set_extra": policies.decides_on(request.staff, card, clock.today())
        and card.season.state in (State.APPRAISAL, State.APPEAL, State.COUNCIL),
        **_returns(request, card),
        **_declaration(card, coordinates=coordinates),
        "order": orders.get(area.code) if card.season.state == State.APPRAISAL else None,
        "reason_form": ReasonForm(),
        **forms,
    }
    return render(request, "reform/season/card.html", context, status=status)


def _declaration(card: Scorecard, *, coordinates: bool) -> dict[str, Any]:
    """While the agencies may appeal: whether this one said that it has nothing further, and who may say it."""
    if card.season.state != State.APPEAL:
        return {}
    declared = has_declared(card)
    return {"has_declared": declared, "may_declare": coordinates and not declared}


def _returns(request: StaffRequest, card: Scorecard) -> dict[str, Any]:
    """What is with the agency for supplement now, and who may return or answer the whole card."""
    if card.season.state != State.APPRAISAL:
        return {}
    rows = list(open_supplements(today=clock.today()).filter(scorecard=card))
    whole = next((row for row in rows if not row.code), None)
    inside = policies.is_inside(request.staff, card)
    return {
        "returned": rows,
        "returned_card": whole,
        "return_form": ReturnForm()
        if policies.manages(request.staff, card.season) and not inside and whole is None
        else None,
        "supplement_form": SupplementForm()
        if whole is not None and policies.may_coordinate(request.staff, card)
        else None,
    }


@require_safe
@role_required(*policies.READERS)
def show_criterion(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """One criterion: rule, figures, evidence, every column, and what this person may do with it."""
    card = load_card(request, uuid)
    left_out = find_left_out(card, code)
    if left_out is not None:
        return left_out_page(request, card, left_out)
    return criterion_page(request, card, load_criterion(card, code))


def criterion_page(
    request: StaffRequest, card: Scorecard, criterion: Criterion, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of a criterion; ``forms`` are those with errors."""
    sheets = shown.read_columns(card, shown.visible_columns(request.staff, card))
    metrics = metrics_of(card.season, agency_id=card.agency_id)
    history = list_history(card, criterion.code)
    acts = acts_of(request, card, criterion, sheets)
    if not policies.is_inside(request.staff, card):
        history = without_draft(history)
    if FINAL not in sheets:
        history = history.filter(column__in=[Column.COMPUTED, Column.SELF])
    context = {
        "card": card,
        "season": card.season,
        "criterion": criterion,
        "most": points_text(criterion.points),
        "sentences": rule_sentences(criterion),
        "basis": criterion.record.get("basis", {}),
        "source": criterion.record.get("source", ""),
        "cells": _cells(sheets, criterion),
        "figures": shown.figure_rows(card, criterion, metrics),
        "departs": shown.departs(edition_of(card.season), sheets, criterion.code),
        "evidence": _evidence(card, criterion.code),
        "proof": _proof(card, criterion),
        "history": [
            {
                "entry": entry,
                "points": shown.entry_points(entry),
                "decision": getattr(entry, "correction", None),
            }
            for entry in history[:60]
        ],
        "neighbours": _neighbours(card, criterion),
        "correction_form": CorrectionForm()
        if policies.manages(request.staff, card.season) and is_corrected(card, criterion.code)
        else None,
        **said_of(request, card, criterion, sheets, returned=acts.get("returned")),
        **acts,
        **forms,
    }
    return render(request, "reform/season/criterion.html", context, status=status)


def _cells(sheets: dict[str, Sheet], criterion: Criterion) -> list[dict[str, Any]]:
    titles = {Column.COMPUTED: _("Computed"), Column.SELF: _("Self-assessed"), FINAL: _("Recognised")}
    return [
        {
            "title": titles[name],
            "points": shown.cell_text(sheet, criterion.code),
            "inputs": shown.input_rows(criterion, sheet.get(criterion.code)),
            "cell": sheet.get(criterion.code),
        }
        for name, sheet in sheets.items()
    ]


def _evidence(card: Scorecard, code: str) -> list[dict[str, Any]]:
    links = card.evidence.filter(code=code, removed_at=None).select_related("item__file__blob", "linked_by")
    today = clock.today()
    return [{"link": link, "health": quick_health(link.item, today=today)} for link in links.order_by("id")]


def _proof(card: Scorecard, criterion: Criterion) -> str:
    """What stands for documents where there are none: ``measured``, ``figures``, ``owed`` while drafting, nothing."""
    if not assessment.is_scored_by_hand(criterion, card.block):
        return "measured"
    if criterion.inputs:
        return "figures"
    is_drafting = card.is_draft and card.season.state == State.OPEN
    return "owed" if criterion.needs_evidence and is_drafting else ""


def _neighbours(card: Scorecard, criterion: Criterion) -> dict[str, Any]:
    codes = [item.code for item in edition_of(card.season).criteria if item.applies_to(card.block)]
    at = codes.index(criterion.code)
    return {
        "before": codes[at - 1] if at else None,
        "after": codes[at + 1] if at + 1 < len(codes) else None,
    }


def is_corrected(card: Scorecard, code: str) -> bool:
    """Was less recognised than the agency gave itself?"""
    sheets = shown.read_columns(card, (Column.SELF, FINAL))
    own, final = sheets[Column.SELF].get(code), sheets[FINAL].get(code)
    return bool(own and final and own.points and final.points is not None and final.points < own.points)


@require_POST
@role_required(*policies.AGENCY_ROLES)
def draft(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """Draft the points of a criterion; what was typed stays when it is refused."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    form = ClaimForm(request.POST, criterion=criterion)
    if form.is_valid():
        try:
            assessment.assess(scorecard=card, code=code, claim=form.claim(), **who(request))
        except SeasonRefused as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("Noted: %(code)s.") % {"code": code})
            return redirect("season:criterion", uuid, code)
    return criterion_page(request, card, criterion, status=422, claim_form=form)


@require_POST
@role_required(Role.REFORM_OFFICER, Role.LEADER)
def adopt(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the computed points over where nothing is assessed yet."""
    card = load_card(request, uuid)
    attempt(
        request,
        lambda: assessment.adopt_computed(scorecard=card, **who(request)),
        _("The computed points are taken over where nothing was assessed yet."),
    )
    return redirect(_back(card, request.POST))


def _back(card: Scorecard, data: QueryDict) -> str:
    area = data.get("area", "")
    known = {one.code for one in edition_of(card.season).areas}
    address = reverse("season:card", args=[card.uuid])
    return f"{address}?area={area}" if area in known else address


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_OFFICER, Role.LEADER)
def assign_units(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Say which unit drafts which criterion, area by area."""
    card = load_card(request, uuid)
    if not policies.may_coordinate(request.staff, card):
        raise PermissionDenied("assign")
    edition = edition_of(card.season)
    wanted = request.GET.get("area", edition.areas[0].code)
    area = next((one for one in edition.areas if one.code == wanted), edition.areas[0])
    criteria = [item for item in area.criteria if assessment.is_scored_by_hand(item, card.block)]
    units = list(Unit.objects.filter(agency_id=card.agency_id).order_by("order", "code"))
    held = dict(card.assignments.values_list("code", "unit_id"))
    form = AssignForm(request.POST or None, criteria=criteria, units=units, held=held)
    if request.method == "POST" and form.is_valid():
        by_id = {unit.pk: unit for unit in units}
        chosen = {code: by_id.get(pk) for code, pk in form.cleaned_data.items()}
        if attempt(
            request,
            lambda: assessment.assign(scorecard=card, units=chosen, **who(request)),
            _("The units can draft these criteria now."),
        ):
            return redirect(f"{reverse('season:card', args=[uuid])}?area={area.code}")
    tabs = [
        {"label": f"{one.code}. {named(one)}", "url": f"?area={one.code}", "current": one == area}
        for one in edition.areas
    ]
    context = {"card": card, "season": card.season, "area": area, "form": form, "tabs": tabs}
    return render(request, "reform/season/assign.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(Role.LEADER)
def sign(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The head signs the report and so submits the card."""
    card = load_card(request, uuid)
    try:
        submission.submit(scorecard=card, **who(request))
    except SeasonRefused as refused:
        messages.error(request, refusal_text(refused))
    except PaperRefused:
        messages.error(
            request, _("The card was changed while it was being signed. Read it again, then sign.")
        )
    except SigningUnavailable as error:
        messages.error(request, _unavailable(error))
    else:
        messages.success(request, _("The self-assessment is signed and submitted."))
    return redirect("season:card", uuid)


def _unavailable(error: SigningUnavailable) -> str:
    if error.temporary:
        return _("The signing service cannot be reached at the moment. Please try again in a few minutes.")
    return _("There is no key to sign with. Please ask the administrator to register the certificate.")


@require_POST
@role_required(*policies.DECIDERS)
def give_back_card(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Open a submitted card again for its agency."""
    card = load_card(request, uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return card_page(request, card, status=422, reason_form=form)
    reason = form.cleaned_data["reason"]
    attempt(
        request,
        lambda: submission.give_back(scorecard=card, reason=reason, **who(request)),
        _("The card is open again for its agency."),
    )
    return redirect("season:season", card.season.year)


@require_safe
@role_required(*policies.READERS)
def show_records(request: StaffRequest, uuid: UUID, code: str, key: str) -> HttpResponse:
    """The records behind a figure: the frozen ones after the cut-off, else those of now."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    if key not in criterion.inputs.values():
        raise Http404
    metric = card.season.metrics.filter(agency_id=card.agency_id, key=key).first()
    if metric is None:
        raise Http404
    listed, value = _records(request, card, key, metric), read_figure(metric.value)
    context = {
        "card": card,
        "season": card.season,
        "criterion": criterion,
        "indicator": shown.indicator_name(key),
        "metric": metric,
        "value": figure_text(value),
        "caption": shown.records_caption(key, count=listed["count"], value=value),
        **listed,
    }
    return render(request, "reform/season/records.html", context)


def _records(request: StaffRequest, card: Scorecard, key: str, metric: Any) -> dict[str, Any]:
    if metric.is_frozen:
        rows = metric.records
    else:
        try:
            found = get_indicator(key).records(card.agency.code, period_of(card.season))
        except UnknownIndicator:
            found = []
        rows = [write_record(item) for item in found]
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    # Each side has a page of its own; what was frozen before there were two has none for those who judge.
    address = "url" if policies.is_inside(request.staff, card) else "proof_url"
    asked = {row.get(address, "") for row in page} - {""}
    opens = openable(asked, reader=request.staff)
    lines = [
        {
            **row,
            "on": date.fromisoformat(row["on"]) if row.get("on") else None,
            "url": row.get(address, "") if row.get(address, "") in opens else "",
        }
        for row in page
    ]
    return {"page": page, "lines": lines, "count": len(rows), "are_closed": asked - opens}
