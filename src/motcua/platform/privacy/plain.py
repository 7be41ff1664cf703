"""Rows as plain JSON values, for copies that people take along."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model


def plain_values(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """The named fields of ``row``; moments and days in ISO form."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
