"""On site: the checklist on a tablet, its photos, and the minutes that both sides sign."""

from dataclasses import replace
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.files.api import FileRefused, file_response, store
from motcua.reform.inspections import queries
from motcua.reform.inspections.checklist_page import (
    Typed,
    checklist_rows,
    overtaken_words,
    read_typed,
    wrong_in,
)
from motcua.reform.inspections.choices import Stage
from motcua.reform.inspections.forms import MinutesForm
from motcua.reform.inspections.models import Inspection, InspectionEvidence
from motcua.reform.inspections.policies import READERS, policy
from motcua.reform.inspections.refusals import MESSAGES, InspectionRefused
from motcua.reform.inspections.remedy_forms import FILES
from motcua.reform.inspections.rules.states import Side
from motcua.reform.inspections.services import visits
from motcua.reform.inspections.services.visits import Noted, mark_of
from motcua.reform.inspections.views._shared import (
    inspection_crumbs,
    inspection_form,
    inspection_url,
    load_inspection,
)
from motcua.reform.inspections.views.inspection import load_for, take_step
from motcua.reform.inspections.views.plans import EDIT

MAX_BYTES = 20 * 1024 * 1024


@require_http_methods(EDIT)
@role_required(*READERS)
def checklist(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Every item with finding, remark and photos; saved as a whole or area by area, nothing typed is lost."""
    inspection = load_for(request, uuid, "visit")
    if inspection.checklist is None:
        raise Http404
    if inspection.stage != Stage.VISITING and request.method != "POST":
        messages.info(request, _("The visit is over; the findings can no longer be changed."))
        return redirect(inspection_url(inspection))
    typed: dict[str, Typed] = {}
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        typed = read_typed(request, visits.item_codes(inspection))
        errors = wrong_in(typed)
        if not errors:
            errors, typed = _save(request, inspection, typed)
        if not errors:
            messages.success(request, _("The findings are saved."))
            return redirect(_after(request, inspection))
    context = {
        "inspection": inspection,
        "areas": checklist_rows(inspection, typed),
        "errors": [{"message": words, "target": target} for target, words in errors],
        "is_open": inspection.stage == Stage.VISITING,
        "back": inspection_url(inspection),
        "breadcrumbs": [*inspection_crumbs(inspection), {"label": _("Inspection checklist"), "url": ""}],
    }
    return render(request, "reform/inspections/checklist.html", context, status=422 if errors else 200)


@require_http_methods(EDIT)
@role_required(*READERS)
def minutes(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Write the minutes."""
    inspection = load_for(request, uuid, "visit")
    written = getattr(inspection, "minutes", None)
    initial = {name: getattr(written, name, "") for name in ("present", "findings", "opinion")}
    signers = visits.inspected_signers(inspection, on=clock.today())
    form = MinutesForm(
        request.POST or None,
        initial={**initial, "signer": str(getattr(written, "signer_id", None) or "")},
        signers=signers,
    )

    def do(form: Form) -> None:
        written = {"signer": None, **form.cleaned_data}
        visits.write_minutes(inspection=inspection, staff=request.staff, now=clock.now(), **written)

    return inspection_form(
        request,
        inspection,
        form,
        do,
        heading=_("Minutes of the visit"),
        button=_("Save the minutes"),
        words=_("The minutes are saved."),
        lead="" if signers else str(MESSAGES["nobody_signs"]),
        explain=_("The findings of the checklist are added to the document as a table."),
    )


@require_POST
@role_required(*READERS)
def send_minutes(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Sign for the team; the inspected side signs next."""
    words = _("The minutes are signed for the team and wait for the inspected side.")
    return take_step(request, uuid, "send_minutes", visits.send_minutes, words)


@require_POST
@role_required(*READERS)
def take_back_minutes(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Correct minutes that the inspected side has not signed."""
    words = _("The minutes can be corrected.")
    return take_step(request, uuid, "take_back_minutes", visits.take_back_minutes, words)


@require_POST
@role_required(*READERS)
def sign_minutes(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Sign for the inspected side."""
    words = _("The minutes are signed by both sides.")
    return take_step(request, uuid, "sign_minutes", visits.sign_minutes, words)


@require_safe
@role_required(*READERS)
def minutes_file(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The PDF, for both sides; for readers across agencies once both have signed."""
    inspection = load_inspection(request, uuid)
    written = getattr(inspection, "minutes", None)
    if written is None or written.file is None:
        raise Http404
    if written.signed_at is None and not policy.sides(request.staff, inspection) & set(Side):
        raise Http404
    return file_response(written.file, inline=True)


@require_safe
@role_required(*READERS)
def evidence(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """A photo or paper of the checklist or of a remedy."""
    try:
        found = queries.get_evidence(staff=request.staff, uuid=uuid)
    except InspectionEvidence.DoesNotExist as error:
        raise Http404 from error
    return file_response(found.file, inline="tai-ve" not in request.GET)


def _save(
    request: StaffRequest, inspection: Inspection, typed: dict[str, Typed]
) -> tuple[list[tuple[str, str]], dict[str, Typed]]:
    """(field, reason) of what was refused, and what stays in the form because it was not saved."""
    noted = {code: Noted(result=each.result, note=each.note) for code, each in typed.items()}
    try:
        overtaken = visits.save_findings(
            inspection=inspection,
            findings=noted,
            shown={code: each.shown for code, each in typed.items() if each.shown},
            staff=request.staff,
            now=clock.now(),
        )
    except InspectionRefused as error:
        return [("main", error.message)], typed
    refused = [(f"result-{code}-0", overtaken_words(code, kept)) for code, kept in overtaken.items()]
    refused += [
        (f"files-{code}", words)
        for code, each in typed.items()
        for words in _attach(request, inspection, code, each)
    ]
    # From now on the page says what the colleague noted: saving it again is meant.
    return refused, {code: replace(typed[code], shown=mark_of(kept)) for code, kept in overtaken.items()}


def _attach(request: StaffRequest, inspection: Inspection, code: str, typed: Typed) -> list[str]:
    refused = []
    for upload in typed.files:
        try:
            file = store(
                content=cast(BinaryIO, upload.file),
                name=upload.name or "",
                allowed=FILES,
                max_bytes=MAX_BYTES,
                uploaded_by_id=request.user.pk,
                now=clock.now(),
            )
        except FileRefused as error:
            refused.append(error.message)
        else:
            visits.add_evidence(
                inspection=inspection, item=code, file=file, staff=request.staff, now=clock.now()
            )
    return refused


def _after(request: StaffRequest, inspection: Inspection) -> str:
    """Stay at the area whose button was pressed."""
    page = reverse("inspections:checklist", args=[inspection.uuid])
    area: Any = request.POST.get("area", "")
    return f"{page}#area-{area}" if area.isdecimal() else page
