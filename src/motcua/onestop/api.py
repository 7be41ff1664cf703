"""The one-stop shop's door for the pages and rooms above it."""

from motcua.onestop.access_log import note_refused_attempt, note_refused_dossier, note_refused_file
from motcua.onestop.dossiers.finished_contacts import list_finished_contacts
from motcua.onestop.dossiers.models import Channel, Dossier, MoneyState, State
from motcua.onestop.dossiers.pages import account_dossier_page, account_home, tracking_page
from motcua.onestop.dossiers.public_figures import (
    MonthFigures,
    TodayFigures,
    month_figures,
    today_figures,
)
from motcua.onestop.dossiers.queries import (
    Tracked,
    find_by_code,
    get_attachment_of,
    get_dossier_of,
    get_tracked,
    list_dossiers_of,
)
from motcua.onestop.dossiers.refusals import refusal_text
from motcua.onestop.dossiers.services.ending import withdraw
from motcua.onestop.dossiers.services.pauses import answer_supplement, attach_supplement
from motcua.onestop.dossiers.services.reception import receive, refuse
from motcua.onestop.dossiers.services.submission import (
    SubmissionRefused,
    new_temporary_code,
    submit_dossier,
)
from motcua.onestop.dossiers.transitions import TransitionRefused
from motcua.onestop.forms.models import Attachment
from motcua.onestop.procedures.api import list_fields
from motcua.onestop.processes.api import StepKind, Work, WorkItem, complete_work_item, list_open_items
from motcua.onestop.ratings.models import COMMENT_LENGTH
from motcua.onestop.ratings.models import Score as RatingScore
from motcua.onestop.ratings.pages import (
    RatingStanding,
    RatingWay,
    TrackedRating,
    rating_standing,
    tracked_rating,
)
from motcua.onestop.ratings.policies import is_open as may_be_rated
from motcua.onestop.ratings.presentation import FACTOR_NAMES
from motcua.onestop.ratings.services import Answers, RatingRefused, give_rating, give_rating_by_link
from motcua.onestop.results.api import draft_result
from motcua.onestop.results.models import IssuedDocument
from motcua.onestop.results.queries import get_document_of, list_results_of
from motcua.onestop.results.suggestions import suggested_content

__all__ = [
    "COMMENT_LENGTH",
    "FACTOR_NAMES",
    "Answers",
    "Attachment",
    "Channel",
    "Dossier",
    "IssuedDocument",
    "MoneyState",
    "MonthFigures",
    "RatingRefused",
    "RatingScore",
    "RatingStanding",
    "RatingWay",
    "State",
    "StepKind",
    "SubmissionRefused",
    "TodayFigures",
    "Tracked",
    "TrackedRating",
    "TransitionRefused",
    "Work",
    "WorkItem",
    "account_dossier_page",
    "account_home",
    "answer_supplement",
    "attach_supplement",
    "complete_work_item",
    "draft_result",
    "find_by_code",
    "get_attachment_of",
    "get_document_of",
    "get_dossier_of",
    "get_tracked",
    "give_rating",
    "give_rating_by_link",
    "list_dossiers_of",
    "list_fields",
    "list_finished_contacts",
    "list_open_items",
    "list_results_of",
    "may_be_rated",
    "month_figures",
    "new_temporary_code",
    "note_refused_attempt",
    "note_refused_dossier",
    "note_refused_file",
    "rating_standing",
    "receive",
    "refusal_text",
    "refuse",
    "submit_dossier",
    "suggested_content",
    "today_figures",
    "tracked_rating",
    "tracking_page",
    "withdraw",
]
