"""The citizen's account: dossiers, what is asked of them, papers received."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import PersonRequest, User
from motcua.onestop.api import (
    Attachment,
    Dossier,
    IssuedDocument,
    TransitionRefused,
    account_dossier_page,
    account_home,
    answer_supplement,
    attach_supplement,
    get_attachment_of,
    get_document_of,
    get_dossier_of,
    list_results_of,
    note_refused_attempt,
    note_refused_dossier,
    note_refused_file,
    rating_standing,
    refusal_text,
    withdraw,
)
from motcua.platform import clock
from motcua.platform.files.api import FileRefused, file_response
from motcua.platform.ui.errors import FieldError
from motcua.portal.lists import dossier_list
from motcua.portal.rating import RatingForm, initial_of
from motcua.portal.standing import draw_standing

SUPPLEMENT_FILES = "supplement-files"


def _user(request: HttpRequest) -> User:
    return cast(PersonRequest, request).user


def own_dossier(request: HttpRequest, uuid: UUID) -> Dossier:
    """The dossier, if it is the person's; otherwise there is none, and that somebody asked is noted."""
    try:
        return get_dossier_of(_user(request), uuid=uuid, on=clock.today())
    except Dossier.DoesNotExist:
        note_refused_dossier(uuid=uuid, actor=_user(request), now=clock.now())
        raise Http404


def dossier_context(dossier: Dossier) -> dict[str, Any]:
    """Everything that the page of a dossier shows its holder."""
    page = account_dossier_page(dossier, now=clock.now())
    rating = rating_standing(dossier, now=clock.now())
    form = RatingForm(initial=initial_of(rating)) if rating.may_give else None
    return {**page, "standing": draw_standing(page), "rating": rating, "rating_form": form}


@require_safe
@login_required
def show_account(request: HttpRequest) -> HttpResponse:
    """What waits for the person, and the newest dossiers."""
    if _user(request).kind == "staff":
        return redirect("office:worklist")
    return render(request, "portal/account.html", account_home(_user(request), now=clock.now()))


@require_safe
@login_required
def show_dossiers(request: HttpRequest) -> HttpResponseBase:
    """All dossiers of the account, with search and filters."""
    page = dossier_list(request, _user(request), on=clock.today())
    return page.export or render(request, "portal/dossiers.html", {"page": page})


@require_safe
@login_required
def show_dossier(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One dossier: where it stands, why its date, what was sent and received."""
    return render(request, "portal/dossier.html", dossier_context(own_dossier(request, uuid)))


@require_POST
@login_required
def send_supplement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take in the files of a supplement; with ``finish`` tell the office that it is complete."""
    dossier = own_dossier(request, uuid)
    note = request.POST.get("note", "")
    refused = _take_files(request, dossier)
    missing = _missing(dossier, note) if "finish" in request.POST and not refused else []
    if refused or missing or "finish" not in request.POST:
        context = {**dossier_context(dossier), "file_errors": refused, "missing": missing, "note": note}
        return render(request, "portal/dossier.html", context, status=422 if refused or missing else 200)
    try:
        answer_supplement(dossier_id=dossier.pk, note=note, actor=_user(request), now=clock.now())
    except TransitionRefused as error:
        messages.error(request, _refused(request, dossier, error))
    else:
        messages.success(request, _("The supplement is with the office. The clock runs again."))
    return redirect("portal:dossier", uuid=uuid)


def _missing(dossier: Dossier, note: str) -> list[FieldError]:
    """An answer that says nothing would only start the clock again, and there may be no second request."""
    request = dossier.supplements.filter(answered_at__isnull=True).first()
    if request is None or note.strip() or request.attachments.exists():
        return []
    return [
        FieldError(_("Choose the files asked for, or write what the office should know."), SUPPLEMENT_FILES)
    ]


def _refused(request: HttpRequest, dossier: Dossier, error: TransitionRefused) -> str:
    """The reason in words; the attempt is noted."""
    note_refused_attempt(dossier=dossier, code=error.code, actor=_user(request), now=clock.now())
    return refusal_text(error)


def _take_files(request: HttpRequest, dossier: Dossier) -> list[str]:
    errors = []
    for upload in request.FILES.getlist("files")[:20]:
        try:
            attach_supplement(
                dossier_id=dossier.pk,
                content=upload,
                name=upload.name or "",
                actor=_user(request),
                now=clock.now(),
            )
        except FileRefused as error:
            errors.append(error.message)
        except TransitionRefused as error:
            errors.append(_refused(request, dossier, error))
    return errors


@require_POST
@login_required
def withdraw_dossier(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take the request back while no decision exists."""
    dossier = own_dossier(request, uuid)
    try:
        withdraw(
            dossier_id=dossier.pk,
            reason=request.POST.get("reason", "")[:2000],
            actor=_user(request),
            now=clock.now(),
        )
    except TransitionRefused as error:
        messages.error(request, _refused(request, dossier, error))
    else:
        messages.success(request, _withdrawn(was_received=dossier.received_at is not None))
    return redirect("portal:dossier", uuid=uuid)


def _withdrawn(*, was_received: bool) -> str:
    """Form 05 confirms the withdrawal of what was received; before that there is nothing to confirm."""
    if was_received:
        return _("The dossier is withdrawn. The confirmation will be on this page.")
    return _("The dossier is withdrawn. It had not been received yet, so no document follows.")


@require_safe
@login_required
def download_document(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A document the office made for one of the person's dossiers."""
    try:
        document = get_document_of(_user(request), uuid=uuid, on=clock.today())
    except IssuedDocument.DoesNotExist:
        note_refused_file(uuid=uuid, actor=_user(request), now=clock.now())
        raise Http404
    assert document.file is not None, "issued documents have a file"
    return file_response(document.file, inline="xem" in request.GET)


@require_safe
@login_required
def download_attachment(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A paper that the person sent with a dossier."""
    try:
        attachment = get_attachment_of(_user(request), uuid=uuid, on=clock.today())
    except Attachment.DoesNotExist:
        note_refused_file(uuid=uuid, actor=_user(request), now=clock.now())
        raise Http404
    return file_response(attachment.file, inline="xem" in request.GET)


@require_safe
@login_required
def show_store(request: HttpRequest) -> HttpResponse:
    """Every result the person has received, kept for good."""
    results = list_results_of(_user(request), on=clock.today())
    return render(request, "portal/store.html", {"results": results, "today": clock.today()})
