"""What the citizen's form pages share: the signed-in person's own draft, or 404."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from motcua.identity.api import PersonRequest, User
from motcua.onestop.access_log import note_refused_draft
from motcua.onestop.forms.models import Draft
from motcua.onestop.forms.queries import get_draft_for
from motcua.platform import clock


def own_draft(request: HttpRequest, uuid: UUID) -> Draft:
    """The draft, when it is this account's; strangers learn nothing."""
    try:
        return get_draft_for(user_id=person(request).pk, uuid=uuid)
    except Draft.DoesNotExist:
        note_refused_draft(uuid=uuid, actor=person(request), now=clock.now())
        raise Http404


def person(request: HttpRequest) -> User:
    """The account behind ``login_required``."""
    return cast(PersonRequest, request).user


def language() -> str:
    return "en" if get_language() == "en" else "vi"
