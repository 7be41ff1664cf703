"""What the other parts of the one-stop shop may ask of internal processes."""

from motcua.onestop.processes.models import StepKind, WorkItem
from motcua.onestop.processes.queries import list_open_items, list_way
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.rules.steps import ProcessRefused
from motcua.onestop.processes.services import (
    add_comment,
    assign,
    cancel_open_items,
    claim,
    close_return_step,
    load_process,
    refresh_due,
    start_process,
)
from motcua.onestop.processes.services.steps import Work, complete_work_item, return_step

__all__ = [
    "ProcessRefused",
    "StepKind",
    "StepRefused",
    "Work",
    "WorkItem",
    "add_comment",
    "assign",
    "cancel_open_items",
    "claim",
    "close_return_step",
    "complete_work_item",
    "list_open_items",
    "list_way",
    "load_process",
    "refresh_due",
    "return_step",
    "start_process",
]
