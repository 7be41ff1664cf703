"""Keeping and forgetting saved views."""

from django.db import transaction
from django.http import QueryDict

from motcua.platform.ui.models import SavedView

LIMIT = 30
# The page number and the export are not part of what a person wants to see again.
_NOT_KEPT = ("page", "_export", "per_page")


class TooManyViews(Exception):
    """The person already keeps ``LIMIT`` views of this list."""


class NameTaken(Exception):
    """Another view of the same list has this name."""


def keep_view(*, user_id: int, page: str, name: str, querystring: str, is_default: bool = False) -> SavedView:
    """Keep a list's present search under ``name``; the same name again replaces what it stood for.

    With ``is_default`` the list opens with it from now on. Raises :class:`TooManyViews`.
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
        if is_default:
            _set_default(view)
        return view


def rename_view(*, user_id: int, view_id: int, name: str) -> None:
    """Give one's own view another name. Raises ``SavedView.DoesNotExist`` and :class:`NameTaken`."""
    with transaction.atomic():
        view = SavedView.objects.select_for_update().get(user_id=user_id, pk=view_id)
        if SavedView.objects.filter(user_id=user_id, page=view.page, name=name).exclude(pk=view_id).exists():
            raise NameTaken(name)
        view.name = name
        view.save(update_fields=["name"])


def choose_default(*, user_id: int, view_id: int, is_default: bool) -> None:
    """Let the list open with one's own view, or no longer. Raises ``SavedView.DoesNotExist``."""
    with transaction.atomic():
        view = SavedView.objects.select_for_update().get(user_id=user_id, pk=view_id)
        if is_default:
            _set_default(view)
        else:
            SavedView.objects.filter(pk=view.pk).update(is_default=False)


def _set_default(view: SavedView) -> None:
    others = SavedView.objects.filter(user_id=view.user_id, page=view.page, is_default=True)
    others.exclude(pk=view.pk).update(is_default=False)
    SavedView.objects.filter(pk=view.pk).update(is_default=True)


def forget_view(*, user_id: int, view_id: int) -> None:
    """Delete one's own view; somebody else's is left alone without a word."""
    SavedView.objects.filter(user_id=user_id, pk=view_id).delete()


def _kept(querystring: str) -> str:
    query = QueryDict(querystring, mutable=True)
    for name in _NOT_KEPT:
        query.pop(name, None)
    return query.urlencode()[:1000]
