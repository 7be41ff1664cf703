"""Documents of a dossier, for the rest of the one-stop shop."""

from motcua.onestop.results.queries import current_result, has_decision, list_documents
from motcua.onestop.results.services import (
    ResultRefused,
    draft_result,
    make_form,
    reopen_result,
    request_issue,
    request_signature,
)

__all__ = [
    "ResultRefused",
    "current_result",
    "draft_result",
    "has_decision",
    "list_documents",
    "make_form",
    "reopen_result",
    "request_issue",
    "request_signature",
]
