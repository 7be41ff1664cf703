"""Writes of internal processes. Finishing steps is in :mod:`.steps`, which also ends dossiers."""

from motcua.onestop.processes.services.desk import add_comment, assign, claim, release
from motcua.onestop.processes.services.opening import (
    cancel_open_items,
    close_return_step,
    load_process,
    move_targets,
    refresh_due,
    start_process,
)

__all__ = [
    "add_comment",
    "assign",
    "cancel_open_items",
    "claim",
    "close_return_step",
    "load_process",
    "move_targets",
    "refresh_due",
    "release",
    "start_process",
]
