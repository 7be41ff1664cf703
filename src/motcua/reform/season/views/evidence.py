"""Evidence: added, used again, taken away, looked at."""

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.files.api import FileRefused, file_response, record_refusal
from motcua.platform.ui.lists import build_list
from motcua.reform.season import policies
from motcua.reform.season.choices import Verdict
from motcua.reform.season.evidence_forms import EvidenceForm, ParticularsForm, ReuseForm
from motcua.reform.season.evidence_models import EvidenceItem, EvidenceLink
from motcua.reform.season.models import Scorecard
from motcua.reform.season.services import evidence
from motcua.reform.season.tables import HEALTH, VERDICT_TONES, EvidenceFilter, EvidenceTable
from motcua.reform.season.views.acts import reusable
from motcua.reform.season.views.assessment import criterion_page
from motcua.reform.season.views.common import attempt, load_card, load_criterion, who


@require_safe
@role_required(*policies.READERS)
def show_list(request: StaffRequest) -> HttpResponseBase:
    """Documents this person may see, newest first."""
    rows = EvidenceItem.objects.select_related("agency", "file__blob")
    page = build_list(
        request,
        key="reform-evidence",
        table_class=EvidenceTable,
        queryset=policies.visible_evidence(rows, request.staff).order_by("-added_at", "-id"),
        filterset_class=EvidenceFilter,
    )
    return page.export or render(request, "reform/season/evidence_list.html", {"page": page})


@require_safe
@role_required(*policies.READERS)
def show_item(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One document: what it is, whether it is still what was added, and where it is used."""
    item = _load(request, uuid)
    visible = policies.visible_cards(Scorecard.objects.all(), request.staff)
    links = item.links.filter(removed_at=None, scorecard__in=visible)
    health = evidence.health_of(item, today=clock.today())
    context = {
        "item": item,
        "may_change": policies.may_correct_evidence(request.staff, item.agency_id)
        and evidence.is_correctable(item, today=clock.today()),
        "links": links.select_related("scorecard__season", "scorecard__agency").order_by("-id"),
        "health": HEALTH[health],
        "verdict_tone": VERDICT_TONES[Verdict(item.verdict)],
    }
    return render(request, "reform/season/evidence_item.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*policies.AGENCY_ROLES)
def change_item(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Correct what is said of a document; the file stays."""
    item = _load(request, uuid)
    if not policies.may_correct_evidence(request.staff, item.agency_id):
        raise PermissionDenied("evidence")
    before = {name: getattr(item, name) for name in ParticularsForm.base_fields}
    form = ParticularsForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        attempt(
            request,
            lambda: evidence.change_particulars(item=item, about=form.particulars(), **who(request)),
            _("The particulars are corrected."),
        )
        return redirect("season:evidence_item", uuid)
    context = {"item": item, "form": form}
    return render(request, "reform/season/evidence_change.html", context, status=422 if form.errors else 200)


@require_safe
@role_required(*policies.READERS)
def show_file(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The document itself."""
    return file_response(_load(request, uuid).file, inline="tai-ve" not in request.GET)


def _load(request: StaffRequest, uuid: UUID) -> EvidenceItem:
    rows = EvidenceItem.objects.select_related("agency", "file__blob", "added_by")
    found: EvidenceItem | None = policies.visible_evidence(rows, request.staff).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@require_POST
@role_required(*policies.AGENCY_ROLES)
def add(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """Add a document and show it for a criterion."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    _require_drafter(request, card, code)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid() and _added(request, card, code, form):
        return redirect("season:criterion", uuid, code)
    return criterion_page(request, card, criterion, status=422, evidence_form=form)


def _require_drafter(request: StaffRequest, card: Scorecard, code: str) -> None:
    """Asked before the file is looked at: nobody else's file is worth a scan."""
    unit_id = card.assignments.filter(code=code).values_list("unit_id", flat=True).first()
    if not policies.may_draft(request.staff, card, unit_id):
        raise PermissionDenied("evidence")


def _added(request: StaffRequest, card: Scorecard, code: str, form: EvidenceForm) -> bool:
    data, now = form.cleaned_data, clock.now()
    try:
        item = evidence.add_evidence(
            scorecard=card,
            content=cast(BinaryIO, data["file"].file),
            name=data["file"].name,
            about=form.particulars(),
            by=request.user,
            now=now,
        )
    except FileRefused as refused:
        record_refusal(refused, object_type="scorecard", object_id=card.uuid, actor=request.user, now=now)
        form.add_error("file", refused.message)
        return False
    return attempt(
        request,
        lambda: evidence.link(scorecard=card, code=code, item=item, note="", **who(request)),
        _("The document is added."),
    )


@require_POST
@role_required(*policies.AGENCY_ROLES)
def reuse(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """Show a document that is there already."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    _require_drafter(request, card, code)
    form = ReuseForm(request.POST, items=reusable(card, code))
    if not form.is_valid():
        return criterion_page(request, card, criterion, status=422, reuse_form=form)
    item = EvidenceItem.objects.get(agency_id=card.agency_id, uuid=form.cleaned_data["item"])
    note: str = form.cleaned_data["note"]
    attempt(
        request,
        lambda: evidence.link(scorecard=card, code=code, item=item, note=note, **who(request)),
        _("The document is shown for this criterion."),
    )
    return redirect("season:criterion", uuid, code)


@require_POST
@role_required(Role.REFORM_OFFICER, Role.LEADER, *policies.UNIT_ROLES)
def remove(request: StaffRequest, uuid: UUID, code: str, item: UUID) -> HttpResponse:
    """Take a document from a criterion."""
    card = load_card(request, uuid)
    row: Any = EvidenceLink.objects.filter(
        scorecard=card, code=code, item__uuid=item, removed_at=None
    ).first()
    if row is None:
        messages.info(request, _("The document was taken away before."))
    else:
        attempt(
            request,
            lambda: evidence.unlink(link=row, staff=request.staff, by=request.user, now=clock.now()),
            _("The document is taken from this criterion; it stays among the agency's evidence."),
        )
    return redirect("season:criterion", uuid, code)
