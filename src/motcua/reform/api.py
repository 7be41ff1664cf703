"""The reform room's door for the pages and rooms above it."""

from motcua.reform.plan.api import PlanTask, TaskSource, TaskState, add_task
from motcua.reform.results.commands import UnknownResult, ranking_text, recompute_result
from motcua.reform.results.services import publish_season

__all__ = [
    "PlanTask",
    "TaskSource",
    "TaskState",
    "UnknownResult",
    "add_task",
    "publish_season",
    "ranking_text",
    "recompute_result",
]
