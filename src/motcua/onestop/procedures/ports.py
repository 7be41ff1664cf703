"""What the catalogue needs from the rest of the one-stop shop: somebody who draws the internal process of
its steps.

Processes stand beside the catalogue and know dossiers, which know the catalogue; the drawer is handed in
when the application starts, so that the imports form no ring.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol


class ProcessDrawer(Protocol):
    """Draws a process from steps and keeps it as a version; equal steps answer with the version there is."""

    def __call__(self, *, key: str, steps: Sequence[Mapping[str, Any]], now: datetime) -> Any: ...


_drawers: list[ProcessDrawer] = []


def use_process_drawer(drawer: ProcessDrawer) -> None:
    """Called once while the application starts."""
    _drawers[:] = [drawer]


def draw_process(*, key: str, steps: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """Id of the process version for these steps."""
    return int(_drawers[0](key=key, steps=steps, now=now).pk)
