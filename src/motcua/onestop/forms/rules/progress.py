"""How far a draft has come."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.checking import FormError
from motcua.onestop.forms.rules.conditions import visible_pages
from motcua.onestop.forms.rules.model import Form, Page

DONE, TO_CORRECT, TODO = "done", "to_correct", "todo"


@dataclass(frozen=True)
class PageProgress:
    page: Page
    state: str


def progress(
    form: Form,
    data: Mapping[str, Any],
    *,
    pages_done: Collection[str],
    errors: Sequence[FormError],
    missing_files: bool,
) -> list[PageProgress]:
    """State of each page that applies; a finished page is to be corrected when an error came up since."""
    found = []
    for page in visible_pages(form, data):
        own = errors_of_page(page, errors)
        blocked = bool(own) or (page.kind == "files" and missing_files)
        finished = page.key in pages_done
        state = TODO if not finished else TO_CORRECT if blocked else DONE
        found.append(PageProgress(page, state))
    return found


def errors_of_page(page: Page, errors: Sequence[FormError]) -> tuple[FormError, ...]:
    """The errors that stand on this page."""
    own = {field.path for field in page.fields} | {c.path for field in page.fields for c in field.columns}
    return tuple(error for error in errors if paths.pattern_of(error.path) in own)
