"""Reading saved views."""

from django.db.models import QuerySet

from motcua.platform.ui.models import SavedView


def list_views(*, user_id: int, page: str) -> QuerySet[SavedView]:
    """The person's own views of one list, by name."""
    return SavedView.objects.filter(user_id=user_id, page=page).order_by("name")
