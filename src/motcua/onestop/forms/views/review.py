"""Check the answers, declare, submit; and the receipt afterwards."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.identity.api import StaffRequest
from motcua.onestop.counter.services import submit_at_counter
from motcua.onestop.dossiers.reception_promise import reception_promise
from motcua.onestop.dossiers.refusals import refusal_text
from motcua.onestop.dossiers.services.submission import SubmissionRefused, submit_dossier
from motcua.onestop.forms.completeness import Standing, standing_of
from motcua.onestop.forms.models import Draft
from motcua.onestop.forms.queries import list_attachments
from motcua.onestop.forms.rules.model import text
from motcua.onestop.forms.versions import load, summary
from motcua.onestop.forms.views.access import language, own_draft, person, require_own_dossier
from motcua.onestop.procedures.api import fee_for
from motcua.platform import clock
from motcua.platform.rendering.api import qr_svg
from motcua.platform.ui.errors import FieldError

DECLARATION_ID = "declared"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All answers on one page with links to change them; a POST with the declaration submits."""
    if request.method == "POST" and request.POST.get("declared"):
        return _submit(request, uuid)
    draft = own_draft(request, uuid)
    if draft.submitted_as_id is not None:
        return redirect("forms:receipt", uuid=uuid)
    standing = standing_of(draft, today=clock.today())
    if not standing.is_complete:
        return redirect("forms:tasks", uuid=uuid)
    if request.method != "POST":
        return _render(request, draft, standing)
    message = _("Tick the declaration before submitting.")
    return _render(request, draft, standing, [FieldError(message, DECLARATION_ID)])


def _submit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The service looks under lock whose draft it is and whether anything is missing."""
    try:
        submit_dossier(draft_id=uuid, actor=person(request), now=clock.now(), language=language())
    except Draft.DoesNotExist:
        return _submit_otherwise(request, own_draft(request, uuid))
    except SubmissionRefused as refused:
        return _say_why(request, own_draft(request, uuid), refused)
    return redirect("forms:receipt", uuid=uuid)


def _submit_otherwise(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A draft that the officer fills for somebody; all others that are not one's own do not exist."""
    if draft.submitted_as_id is not None:
        return redirect("forms:receipt", uuid=draft.uuid)
    try:
        return _submit_at_counter(request, draft)
    except SubmissionRefused as refused:
        return _say_why(request, draft, refused)


def _say_why(request: HttpRequest, draft: Draft, refused: SubmissionRefused) -> HttpResponse:
    if refused.code == "incomplete":
        return redirect("forms:tasks", uuid=draft.uuid)
    place = "files" if refused.code == "files_not_clean" else DECLARATION_ID
    error = FieldError(refusal_text(refused), place)
    return _render(request, draft, standing_of(draft, today=clock.today()), [error])


def _submit_at_counter(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The officer's button: submit for the applicant, and receive at once where it was asked."""
    dossier = submit_at_counter(
        draft_uuid=draft.uuid,
        staff=cast(StaffRequest, request).staff,
        receive_now="receive" in request.POST,
        now=clock.now(),
    )
    if dossier.code:
        words = _("Received as %(code)s. The receipt slip is being signed.") % {"code": dossier.code}
    else:
        words = _("Submitted as %(code)s. It waits to be received.") % {"code": dossier}
    messages.success(request, words)
    return redirect("office:dossier", uuid=dossier.uuid)


def _render(
    request: HttpRequest, draft: Draft, standing: Standing, errors: list[FieldError] | None = None
) -> HttpResponse:
    sections = summary(draft.form, standing.answers, language())
    files_page = next((item.page for item in standing.pages if item.page.kind == "files"), None)
    return render(
        request,
        "onestop/forms/review.html",
        {
            "draft": draft,
            "sections": [
                (section, reverse("forms:page", args=[draft.uuid, section.page])) for section in sections
            ],
            "components": standing.components,
            "files_url": reverse("forms:page", args=[draft.uuid, files_page.key]) if files_page else "",
            "fee": fee_for(draft.version, standing.answers, clock.today()),
            "declaration": text(load(draft.form).form.declaration, language()),
            "errors": errors or [],
        },
    )


@login_required
@require_safe
def receipt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was submitted: the code in large type, its QR code, what happens next."""
    draft = own_draft(request, uuid)
    dossier = draft.submitted_as
    if dossier is None:
        raise Http404
    if draft.assisted_person_id is None:
        require_own_dossier(request, dossier)
    return render(request, "onestop/forms/receipt.html", _receipt_context(draft))


def _receipt_context(draft: Draft) -> dict[str, Any]:
    dossier = draft.submitted_as
    assert dossier is not None
    address = f"{settings.BASE_URL}/tra-cuu/?code={dossier}"
    name = "name_en" if language() == "en" else "name_vi"
    papers = dict(draft.version.components.values_list("key", name))
    return {
        "draft": draft,
        "dossier": dossier,
        "version": draft.version,
        "promise": reception_promise(dossier),
        # The drawing is made by us from our own address; nothing a person typed is in it.
        "qr": mark_safe(qr_svg(address)),  # noqa: S308
        "track_url": address,
        "attachments": [
            (attachment, papers.get(attachment.component_key, ""))
            for attachment in list_attachments(dossier=dossier)
        ],
    }
