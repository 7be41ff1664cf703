"""Saved views of a person: their copy, and their end with the account."""

from datetime import datetime
from typing import Any

from motcua.platform.privacy.plain import plain_values
from motcua.platform.ui.models import SavedView


def export_views(user_id: int) -> list[dict[str, Any]]:
    """Every list the person keeps under a name, as plain JSON values."""
    rows = SavedView.objects.filter(user_id=user_id).order_by("id")
    return [plain_values(row, ("page", "name", "querystring")) for row in rows]


def forget_views(user_id: int, now: datetime) -> None:
    SavedView.objects.filter(user_id=user_id).delete()
