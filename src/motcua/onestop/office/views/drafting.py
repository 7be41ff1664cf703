"""The draft of the result: its parts as a form, and how it will look."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.identity.api import StaffRequest, staff_required
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.transitions import lock_dossier
from motcua.onestop.office import dossier_page
from motcua.onestop.office.drafting import TEMPLATES, DraftForm, template_for
from motcua.onestop.office.views.loading import actor_of, load_dossier
from motcua.onestop.office.words import result_refusal
from motcua.onestop.policies import policy
from motcua.onestop.results.api import ResultRefused, current_result, draft_result
from motcua.onestop.results.content import render_document
from motcua.onestop.results.suggestions import suggested_content
from motcua.platform import clock
from motcua.platform.rendering.api import RenderingFailed


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def draft(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Write the result; saved as a draft it can be looked at and changed until it is initialled."""
    dossier = load_dossier(request, uuid)
    _require_drafter(request, dossier)
    saved = current_result(dossier=dossier)
    template = _template(request, dossier, saved.template if saved else "")
    if saved and saved.template == template:
        known = saved.content
    else:
        known = suggested_content(dossier=dossier, template=template)
    form = DraftForm(request.POST if request.method == "POST" else None, template=template, content=known)
    if request.method == "POST" and form.is_valid():
        return _save(request, dossier, template, form.content())
    context = {
        **dossier_page.head(dossier=dossier, now=clock.now()),
        **dossier_page.papers(dossier),
        "form": form,
        "template": template,
        "templates": TEMPLATES.items(),
        "saved": saved,
    }
    return render(request, "onestop/office/draft.html", context, status=422 if form.errors else 200)


@require_safe
@staff_required
def preview_draft(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The saved draft as the PDF that will be signed."""
    dossier = load_dossier(request, uuid)
    document = current_result(dossier=dossier)
    if document is None:
        raise Http404
    try:
        pdf = render_document(document=document)
    except RenderingFailed:
        return render(request, "onestop/office/preview_failed.html", status=422)
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="draft.pdf"'}
    )


def _save(request: StaffRequest, dossier: Dossier, template: str, content: dict[str, Any]) -> HttpResponse:
    try:
        with transaction.atomic():
            draft_result(
                dossier=lock_dossier(dossier.pk),
                template=template,
                content=content,
                actor=actor_of(request),
                now=clock.now(),
            )
    except ResultRefused as error:
        messages.error(request, result_refusal(error.code))
        return redirect("office:dossier", uuid=dossier.uuid)
    messages.success(request, _("The draft is saved."))
    return redirect("office:draft" if "stay" in request.POST else "office:dossier", uuid=dossier.uuid)


def _require_drafter(request: StaffRequest, dossier: Dossier) -> None:
    if policy.acting_for(staff=request.staff, action="draft_result", dossier=dossier) is None:
        raise PermissionDenied("draft_result")


def _template(request: StaffRequest, dossier: Dossier, saved: str) -> str:
    asked = request.POST.get("template") or request.GET.get("template") or saved
    return asked if asked in TEMPLATES else template_for(result_kind=dossier.version.result_kind)
