"""The dossier of an address, for somebody who may know of it."""

from uuid import UUID

from django.http import Http404

from motcua.identity.api import StaffRequest, User
from motcua.onestop.access_log import note_refused_dossier
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.office.queries import get_dossier_for
from motcua.platform import clock


def load_dossier(request: StaffRequest, uuid: UUID) -> Dossier:
    """Strangers are told that there is no such dossier."""
    try:
        return get_dossier_for(staff=request.staff, uuid=uuid)
    except Dossier.DoesNotExist:
        note_refused_dossier(uuid=uuid, actor=request.user, now=clock.now())
        raise Http404


def actor_of(request: StaffRequest) -> User:
    return request.user
