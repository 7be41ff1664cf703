"""The reform room's door for the pages and rooms above it."""

from motcua.reform.editions.api import load_editions, published_edition
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
from motcua.reform.results.queries import current_snapshot
from motcua.reform.results.report import SUBJECT as REPORT_SUBJECT
from motcua.reform.results.report import draft_report
from motcua.reform.results.runs import ask_nightly
from motcua.reform.results.services import publish_season
from motcua.reform.rules.edition import read_figure, write_figure
from motcua.reform.season.api import (
    Scorecard,
    Season,
    State,
    advance,
    compute_season,
    edition_of,
    figures,
    freeze,
    list_motions,
    list_scorecards,
    season_of,
    start_season,
)
from motcua.reform.season.services.appeals import answer_appeal, file_appeal
from motcua.reform.season.services.assessment import Claim
from motcua.reform.season.services.council import cast_vote
from motcua.reform.season.services.evidence import Particulars, add_evidence
from motcua.reform.season.services.evidence import link as link_evidence
from motcua.reform.season.services.minutes import draft_minutes
from motcua.reform.season.takeover import take_over
from motcua.reform.surveys.api import load_forms as load_survey_forms

__all__ = [
    "REPORT_SUBJECT",
    "Claim",
    "KeptPlan",
    "KeptReport",
    "KeptTask",
    "Particulars",
    "PlanTask",
    "Scorecard",
    "Season",
    "State",
    "TaskSource",
    "TaskState",
    "UnknownResult",
    "add_evidence",
    "add_task",
    "advance",
    "answer_appeal",
    "ask_nightly",
    "cast_vote",
    "compute_season",
    "current_snapshot",
    "draft_minutes",
    "draft_report",
    "edition_of",
    "figures",
    "file_appeal",
    "freeze",
    "link_evidence",
    "list_motions",
    "list_scorecards",
    "list_terms",
    "load_editions",
    "load_survey_forms",
    "publish_season",
    "published_edition",
    "ranking_text",
    "read_figure",
    "recompute_result",
    "season_of",
    "start_report",
    "start_season",
    "take_over",
    "take_over_plan",
    "take_over_reports",
    "write_figure",
]
