"""A person's right to a copy of their data: each room hands over its part."""

from collections.abc import Callable
from typing import Any

Exporter = Callable[[int], Any]
_exporters: dict[str, Exporter] = {}


def register_export(*, name: str, exporter: Exporter) -> None:
    """Called from a room's ``AppConfig.ready``; ``exporter`` takes a user id and returns plain JSON."""
    _exporters[name] = exporter


def export_for(*, user_id: int) -> dict[str, Any]:
    """Everything the house holds about one account, by room."""
    return {name: exporter(user_id) for name, exporter in sorted(_exporters.items())}
