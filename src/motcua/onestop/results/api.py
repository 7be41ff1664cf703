"""Documents of a dossier, for the rest of the one-stop shop."""

from motcua.onestop.results.models import REJECTION
from motcua.onestop.results.numbers import slip_number
from motcua.onestop.results.queries import (
    current_result,
    current_submission,
    has_decision,
    list_documents,
)
from motcua.onestop.results.services import (
    ResultRefused,
    draft_result,
    make_control_slip,
    make_form,
    reopen_result,
    request_issue,
    request_signature,
    request_submission,
)

__all__ = [
    "REJECTION",
    "ResultRefused",
    "current_result",
    "current_submission",
    "draft_result",
    "has_decision",
    "list_documents",
    "make_control_slip",
    "make_form",
    "reopen_result",
    "request_issue",
    "request_signature",
    "request_submission",
    "slip_number",
]
