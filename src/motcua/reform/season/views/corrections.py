"""Corrections: one of the appraisal becomes a shortcoming, one of a published round is made by decision."""

from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.files.api import FileRefused, StoredFile, file_response, record_refusal, store
from motcua.reform.inspections.api import open_shortcoming_from_correction
from motcua.reform.season import policies
from motcua.reform.season.correction_models import ScoreCorrection
from motcua.reform.season.forms import CorrectionForm, DecisionForm
from motcua.reform.season.models import Scorecard
from motcua.reform.season.queries import edition_of
from motcua.reform.season.refusals import refusal_text
from motcua.reform.season.services.corrections import Decision, correct_score
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.evidence import KINDS, MOST_BYTES
from motcua.reform.season.views.assessment import criterion_page, is_corrected
from motcua.reform.season.views.common import load_card, load_criterion, who


@require_POST
@role_required(Role.REFORM_MANAGER)
def take_up(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """Open the shortcoming; asked again it is the one made before. It waits for its written notice."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    if not policies.manages(request.staff, card.season) or not is_corrected(card, code):
        raise PermissionDenied("correction")
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return criterion_page(request, card, criterion, status=422, correction_form=form)
    area = next(one for one in edition_of(card.season).areas if one.code == criterion.area)
    with transaction.atomic():
        open_shortcoming_from_correction(
            organiser=card.season.standing_body,
            origin=f"season:{card.uuid}:{code}",
            agency=card.agency,
            year=card.season.year,
            criterion=code,
            area=area.name_vi,
            description=form.cleaned_data["description"],
            deadline=form.cleaned_data["deadline"],
            actor=request.user,
            now=clock.now(),
        )
    messages.success(request, _("The correction is a shortcoming now; it waits for its written notice."))
    return redirect("season:criterion", uuid, code)


@require_POST
@role_required(*policies.DECIDERS)
def decide(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """Change points of a published round by decision; then the result is corrected on its own page."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    if not policies.decides_on(request.staff, card, clock.today()):
        raise PermissionDenied("correct")
    form = DecisionForm(request.POST, request.FILES)
    if form.is_valid() and _decided(request, card, code, form):
        if not policies.manages(request.staff, card.season):
            messages.success(
                request, _("The points are changed. The managers are told to publish the correction.")
            )
            return redirect("season:criterion", uuid, code)
        messages.success(
            request, _("The points are changed. Publish the correction, so that the result holds them.")
        )
        return redirect("results:season", card.season.year)
    return criterion_page(request, card, criterion, status=422, decision_form=form)


def _decided(request: StaffRequest, card: Scorecard, code: str, form: DecisionForm) -> bool:
    data, now = form.cleaned_data, clock.now()
    try:
        file = _stored(request, data["file"], now) if data["file"] else None
        correct_score(
            scorecard=card,
            code=code,
            points=None if data["not_applicable"] else data["points"],
            reason=data["reason"],
            decision=Decision(number=data["decision_number"], issued_on=data["decision_on"], file=file),
            **{**who(request), "now": now},
        )
    except FileRefused as refused:
        record_refusal(refused, object_type="scorecard", object_id=card.uuid, actor=request.user, now=now)
        form.add_error("file", refused.message)
    except SeasonRefused as refused:
        form.add_error(None, refusal_text(refused))
    else:
        return True
    return False


def _stored(request: StaffRequest, file: Any, now: datetime) -> StoredFile:
    return store(
        content=cast(BinaryIO, file.file),
        name=file.name,
        allowed=KINDS,
        max_bytes=MOST_BYTES,
        uploaded_by_id=request.user.pk,
        now=now,
    )


@require_safe
@role_required(*policies.READERS)
def show_decision(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The file of a decision, for everybody who may see the card."""
    row = ScoreCorrection.objects.select_related("file__blob", "entry__scorecard").filter(uuid=uuid).first()
    if row is None or row.file is None:
        raise Http404
    load_card(request, row.entry.scorecard.uuid)
    response: HttpResponseBase = file_response(row.file, inline=True)
    return response
