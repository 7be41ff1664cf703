"""A person's right to a copy of their data and to have it forgotten: each room does its part."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

Exporter = Callable[[int], Any]
Eraser = Callable[[int, datetime], None]
_exporters: dict[str, Exporter] = {}
_erasers: dict[str, Eraser] = {}


def register_export(*, name: str, exporter: Exporter) -> None:
    """Called from a room's ``AppConfig.ready``; ``exporter`` takes a user id and returns plain JSON."""
    _exporters[name] = exporter


def export_for(*, user_id: int) -> dict[str, Any]:
    """Everything the house holds about one account, by room."""
    return {name: exporter(user_id) for name, exporter in sorted(_exporters.items())}


def register_eraser(*, name: str, eraser: Eraser) -> None:
    """Called from a room's ``AppConfig.ready``; ``eraser`` takes a user id and the moment, inside the
    transaction that closes the account, and erases what no law keeps.
    """
    _erasers[name] = eraser


def erase_for(*, user_id: int, now: datetime) -> None:
    """Forget, in every room, what was kept only for the account."""
    for _, eraser in sorted(_erasers.items()):
        eraser(user_id, now)
