"""The reform room's door for the pages and rooms above it."""

from motcua.reform.plan.api import PlanTask, TaskSource, TaskState, add_task

__all__ = [
    "PlanTask",
    "TaskSource",
    "TaskState",
    "add_task",
]
