"""Keeping and forgetting saved views."""

from django.db import transaction
from django.http import QueryDict

from motcua.platform.ui.models import SavedView

LIMIT = 30
# The page number and the export are not part of what a person wants to see again.
_NOT_KEPT = ("page", "_export", "per_page")


class TooManyViews(Exception):
    """The person already keeps ``LIMIT`` views of this list."""


def keep_view(*, user_id: int, page: str, name: str, querystring: str) -> SavedView:
    """Keep a list's present search under ``name``; the same name again replaces what it stood for.

    Raises :class:`TooManyViews`.
    """
    with transaction.atomic():
        views = SavedView.objects.filter(user_id=user_id, page=page)
        if views.exclude(name=name).count() >= LIMIT:
            raise TooManyViews
        view, _ = views.update_or_create(
            name=name,
            defaults={"querystring": _kept(querystring)},
            create_defaults={"user_id": user_id, "page": page, "querystring": _kept(querystring)},
        )
        return view


def forget_view(*, user_id: int, view_id: int) -> None:
    """Delete one's own view; somebody else's is left alone without a word."""
    SavedView.objects.filter(user_id=user_id, pk=view_id).delete()


def _kept(querystring: str) -> str:
    query = QueryDict(querystring, mutable=True)
    for name in _NOT_KEPT:
        query.pop(name, None)
    return query.urlencode()[:1000]
