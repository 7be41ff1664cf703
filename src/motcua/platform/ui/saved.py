"""A person's saved views on a page: read once a session, so that lists asked for all day pay nothing for them."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest

from motcua.platform.ui.models import SavedView

_KEY: Final = "saved_views"


@dataclass(frozen=True)
class KeptView:
    """One saved view as a page draws it; ``querystring`` goes behind the question mark."""

    pk: int
    name: str
    querystring: str
    is_default: bool


def views_of(request: HttpRequest, *, page: str) -> list[KeptView]:
    """The signed-in person's views of one list, by name. One statement the first time in a session.

    A view changed on another device shows here after the next change, or after signing in again.
    """
    if not request.user.is_authenticated:
        return []
    kept: dict[str, list[list[Any]]] | None = request.session.get(_KEY)
    if kept is None:
        kept = request.session[_KEY] = _read(request.user.pk or 0)
    return [KeptView(*row) for row in kept.get(page, [])]


def default_query(request: HttpRequest, *, page: str) -> str:
    """The query of the default view when the list is opened without any, else empty text."""
    if request.GET:
        return ""
    return next((view.querystring for view in views_of(request, page=page) if view.is_default), "")


def read_again(request: HttpRequest) -> None:
    """Forget what the session knows; called after every change."""
    request.session.pop(_KEY, None)


def _read(user_id: int) -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = {}
    for view in SavedView.objects.filter(user_id=user_id).order_by("page", "name"):
        found.setdefault(view.page, []).append([view.pk, view.name, view.querystring, view.is_default])
    return found
