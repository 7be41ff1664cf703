"""The catalogue in the office: list, history, editing by decision, confirming what a source supports."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import StaffRequest, staff_required
from motcua.onestop.procedures.editing import VersionEditor
from motcua.onestop.procedures.models import Procedure, ProcedureVersion, VersionState
from motcua.onestop.procedures.policies import policy
from motcua.onestop.procedures.queries import get_office_version, list_office
from motcua.onestop.procedures.rules.diff import diff
from motcua.onestop.procedures.rules.parts import PARTS
from motcua.onestop.procedures.services import versions as services
from motcua.onestop.procedures.tables import ProcedureFilter, ProcedureTable, current_version, standing_on
from motcua.onestop.procedures.views import presentation
from motcua.onestop.procedures.views.changes import change_rows
from motcua.onestop.procedures.views.words import finding_text, part_names, standing_text
from motcua.platform import clock
from motcua.platform.ui.lists import build_list
from motcua.platform.ui.templatetags.ui import bilingual

# A breadcrumb holds the beginning of a long name; the whole stands in the heading below.
LABEL_LENGTH = 60


@require_safe
@staff_required
def procedure_list(request: StaffRequest) -> HttpResponseBase:
    """All procedures of the agencies this person works in."""
    page = build_list(
        request,
        key="procedures",
        table_class=ProcedureTable,
        queryset=list_office(agency_ids=request.staff.agency_ids),
        filterset_class=ProcedureFilter,
    )
    return page.export or render(request, "onestop/procedures/office_list.html", {"page": page})


@require_safe
@staff_required
def procedure(request: StaffRequest, key: str) -> HttpResponse:
    """One procedure with the history of its versions."""
    found = _get_procedure(request, key)
    current, today = current_version(found), clock.today()
    rows = [(version, *standing_text(standing_on(version, today))) for version in found.versions.all()]
    context = _frame(current) | {
        "current": current,
        "rows": rows,
        "draft": next((row for row in found.versions.all() if row.state == VersionState.DRAFT), None),
        "may_edit": policy.may(request.staff, "edit", current),
    }
    return render(request, "onestop/procedures/office_procedure.html", context)


@require_safe
@staff_required
def version(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """One version: what it changes, what speaks against publishing it, what no source confirms yet."""
    found = _get_version(request, key, number)
    return render(request, "onestop/procedures/office_version.html", _version_context(request, found))


@require_POST
@staff_required
def start(request: StaffRequest, key: str) -> HttpResponse:
    """Begin a new version, or go on with the draft there is."""
    found = _get_procedure(request, key)
    policy.require(request.staff, "edit", current_version(found))
    draft = services.start_new_version(procedure_id=found.pk, actor=request.user, now=clock.now())
    return redirect("procedures:office_edit", key, draft.number)


@staff_required
def edit(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Change a draft."""
    draft = _get_draft(request, key, number)
    editor = VersionEditor(draft, services.snapshot_of(version=draft), request.POST or None)
    if request.method == "POST" and not editor.is_adding and editor.is_valid():
        services.change_draft(
            version_id=draft.pk,
            values=editor.values(),
            components=editor.components(),
            valid_from=editor.form.cleaned_data["valid_from"],
            actor=request.user,
            now=clock.now(),
        )
        messages.success(request, _("The draft is saved."))
        return redirect("procedures:office_version", key, number)
    context = _frame(draft) | {"editor": editor, "show_errors": not editor.is_adding}
    return render(request, "onestop/procedures/office_edit.html", context)


@require_POST
@staff_required
def publish(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Publish a draft; what speaks against it is shown on its page."""
    draft = _get_draft(request, key, number, action="publish")
    try:
        services.publish_version(version_id=draft.pk, actor=request.user, now=clock.now())
    except services.PublicationRefused as refused:
        for finding in refused.findings:
            messages.error(request, finding_text(finding))
    else:
        messages.success(request, _("The version is published."))
    return redirect("procedures:office_version", key, number)


@require_POST
@staff_required
def discard(request: StaffRequest, key: str, number: int) -> HttpResponse:
    draft = _get_draft(request, key, number)
    services.discard_draft(version_id=draft.pk, actor=request.user, now=clock.now())
    messages.success(request, _("The draft is discarded."))
    return redirect("procedures:office_procedure", key)


@require_POST
@staff_required
def confirm(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Note the source that confirms one part."""
    found = _get_version(request, key, number)
    policy.require(request.staff, "confirm", found)
    part, source = request.POST.get("part", ""), request.POST.get("source", "")
    try:
        services.confirm_part(
            version_id=found.pk, part=part, source=source, actor=request.user, now=clock.now()
        )
    except ValueError:
        messages.error(request, _("Choose a part and name the source that confirms it."))
    else:
        messages.success(request, _("The part is confirmed."))
    return redirect("procedures:office_version", key, number)


def _get_procedure(request: StaffRequest, key: str) -> Procedure:
    try:
        return list_office(agency_ids=request.staff.agency_ids).get(key=key)
    except Procedure.DoesNotExist:
        raise Http404 from None


def _get_version(request: StaffRequest, key: str, number: int) -> ProcedureVersion:
    try:
        return get_office_version(key=key, number=number, agency_ids=request.staff.agency_ids)
    except ProcedureVersion.DoesNotExist:
        raise Http404 from None


def _get_draft(request: StaffRequest, key: str, number: int, action: str = "edit") -> ProcedureVersion:
    """A draft this person may change; a published version is answered as if it did not exist."""
    draft = _get_version(request, key, number)
    policy.require(request.staff, action, draft)
    if draft.state != VersionState.DRAFT:
        raise Http404
    return draft


def _frame(found: ProcedureVersion) -> dict[str, Any]:
    """What every page of one procedure shows around its content."""
    key = found.procedure.key
    return {
        "version": found,
        "procedure": found.procedure,
        "breadcrumbs": [
            {"label": _("Procedures"), "url": reverse("procedures:office_list")},
            {
                "label": found.procedure.national_code
                or Truncator(bilingual(found, "name")).chars(LABEL_LENGTH),
                "url": reverse("procedures:office_procedure", args=[key]),
            },
            {"label": _("Version %(number)s") % {"number": found.number}},
        ],
    }


def _version_context(request: HttpRequest, found: ProcedureVersion) -> dict[str, Any]:
    before = found.procedure.versions.filter(number__lt=found.number).order_by("-number").first()
    changes = _changes(before, found) if before else []
    is_draft = found.state == VersionState.DRAFT
    findings = services.findings_of(version=found) if is_draft else []
    names = part_names()
    word, tone = standing_text(standing_on(found, clock.today()))
    return _frame(found) | {
        "before": before,
        "changes": change_rows(changes),
        "findings": [(finding.blocks, finding_text(finding)) for finding in findings],
        "is_draft": is_draft,
        "standing": word,
        "tone": tone,
        "facts": _facts(found),
        "papers": [
            (paper, presentation.paper_text(paper)) for paper in found.components.order_by("order", "id")
        ],
        "unverified": [(part, names[part]) for part in PARTS if part in found.unverified],
        "confirmations": [{**note, "name": names[note["part"]]} for note in found.confirmations],
        "may_edit": policy.may(request.staff, "edit", found),  # type: ignore[attr-defined]
    }


def _changes(before: ProcedureVersion, found: ProcedureVersion) -> list[Any]:
    return diff(before=services.snapshot_of(version=before), after=services.snapshot_of(version=found))


def _facts(found: ProcedureVersion) -> list[dict[str, Any]]:
    """The short parts of a version, as rows of a summary list."""
    limits = presentation.limit_text(found.committed_limit, found.limit_unit)
    legal = presentation.limit_text(found.legal_limit, found.limit_unit)
    return [
        {"label": _("Who applies"), "value": "; ".join(presentation.applicant_texts(found.applicant_kinds))},
        {"label": _("Ways of filing"), "lines": presentation.channel_texts(found.channels)},
        {"label": _("Online service"), "value": found.get_level_display()},
        {"label": _("Promised time limit"), "value": limits},
        {"label": _("Time limit of the law"), "value": legal},
        {"label": _("Fee"), "value": presentation.fee_text(found.fee)},
        {"label": _("Who signs"), "value": found.get_signer_display()},
        {
            "label": _("Validity of the result"),
            "value": presentation.validity_text(found.result_validity_months),
        },
    ]
