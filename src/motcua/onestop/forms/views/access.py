"""What the citizen's form pages share: the signed-in person's own draft, or 404."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from motcua.identity.api import PersonRequest, StaffRequest, User
from motcua.onestop.access_log import note_refused_draft
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.ownership import require_owner
from motcua.onestop.forms.models import Draft
from motcua.onestop.forms.queries import get_draft_for
from motcua.onestop.policies import policy
from motcua.platform import clock


def own_draft(request: HttpRequest, uuid: UUID) -> Draft:
    """The draft, when it is this account's; strangers learn nothing.

    A draft filled at the counter asks for the office of today too: who has left the counter has left it.
    """
    try:
        draft = get_draft_for(user_id=person(request).pk, uuid=uuid)
    except Draft.DoesNotExist:
        note_refused_draft(uuid=uuid, actor=person(request), now=clock.now())
        raise Http404
    if draft.assisted_person_id is not None:
        require_counter(request, draft)
    return draft


def require_own_dossier(request: HttpRequest, dossier: Dossier) -> None:
    """404 for whoever filed it for an organisation and no longer acts for that."""
    try:
        require_owner(dossier, actor=person(request), on=clock.today())
    except Dossier.DoesNotExist:
        raise Http404


def require_counter(request: HttpRequest, draft: Draft) -> None:
    """404 unless this officer may still file for people of this draft's agency."""
    staff = cast(StaffRequest, request).staff
    if policy.may_assist(staff=staff, agency_id=draft.version.procedure.agency_id) is None:
        raise Http404


def person(request: HttpRequest) -> User:
    """The account behind ``login_required``."""
    return cast(PersonRequest, request).user


def language() -> str:
    return "en" if get_language() == "en" else "vi"
