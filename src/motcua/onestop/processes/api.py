"""What the other parts of the one-stop shop may ask of internal processes."""

from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.rules.steps import ProcessRefused
from motcua.onestop.processes.services import (
    cancel_open_items,
    close_return_step,
    load_process,
    refresh_due,
    start_process,
)

__all__ = [
    "ProcessRefused",
    "StepRefused",
    "cancel_open_items",
    "close_return_step",
    "load_process",
    "refresh_due",
    "start_process",
]
