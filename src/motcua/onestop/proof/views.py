"""The proof of one dossier: read only, and every look is noted."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.api import JUDGES, Role, StaffRequest, judges, refuse, role_required
from motcua.onestop.access_log import note_refused_dossier
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.proof import page, queries
from motcua.platform import clock
from motcua.platform.audit.api import record


@require_safe
@role_required(*JUDGES, Role.AUDITOR)
def show_proof(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """When and how the dossier was handled, without its applicant."""
    if not judges(request.staff):
        return refuse(request, reason="role")
    now = clock.now()
    try:
        dossier = queries.get_proven_dossier(staff=request.staff, uuid=uuid)
    except Dossier.DoesNotExist:
        note_refused_dossier(uuid=uuid, actor=request.user, now=now)
        raise Http404
    record(
        action="dossier.proof_viewed",
        now=now,
        actor=request.user,
        agency_code=dossier.agency.code,
        object_type="dossier",
        object_id=dossier.uuid,
    )
    return render(request, "onestop/proof/dossier.html", page.build(dossier=dossier, now=now))
