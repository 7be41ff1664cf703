"""Files and documents of a dossier, only through the policy."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from motcua.identity.api import StaffRequest, staff_required
from motcua.onestop.access_log import note_refused_file
from motcua.onestop.forms.models import Attachment
from motcua.onestop.office import queries
from motcua.onestop.office.views.loading import load_dossier
from motcua.onestop.results.models import IssuedDocument
from motcua.platform import clock
from motcua.platform.files.api import file_response


@require_safe
@staff_required
def show_file(request: StaffRequest, uuid: UUID, file_uuid: UUID) -> HttpResponseBase:
    """A paper of the applicant; ``?xem=1`` shows it in the page."""
    dossier = load_dossier(request, uuid)
    try:
        attachment = queries.get_attachment_for(dossier=dossier, uuid=file_uuid)
    except Attachment.DoesNotExist:
        note_refused_file(uuid=file_uuid, actor=request.user, now=clock.now())
        raise Http404
    return file_response(attachment.file, inline="xem" in request.GET)


@require_safe
@staff_required
def show_document(request: StaffRequest, uuid: UUID, document_uuid: UUID) -> HttpResponseBase:
    """A document the office made."""
    dossier = load_dossier(request, uuid)
    try:
        document = queries.get_document_for(dossier=dossier, uuid=document_uuid)
    except IssuedDocument.DoesNotExist:
        note_refused_file(uuid=document_uuid, actor=request.user, now=clock.now())
        raise Http404
    if document.file is None:
        raise Http404
    return file_response(document.file, inline="xem" in request.GET)
