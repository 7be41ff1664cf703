"""The reform room's door for the pages and rooms above it."""

from motcua.reform.plan.api import (
    KeptPlan,
    KeptTask,
    PlanTask,
    TaskSource,
    TaskState,
    add_task,
    take_over_plan,
)
from motcua.reform.reports.api import KeptReport, list_terms, start_report, take_over_reports
from motcua.reform.results.commands import UnknownResult, ranking_text, recompute_result
from motcua.reform.results.services import publish_season

__all__ = [
    "KeptPlan",
    "KeptReport",
    "KeptTask",
    "PlanTask",
    "TaskSource",
    "TaskState",
    "UnknownResult",
    "add_task",
    "list_terms",
    "publish_season",
    "ranking_text",
    "recompute_result",
    "start_report",
    "take_over_plan",
    "take_over_reports",
]
