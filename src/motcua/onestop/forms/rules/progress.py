"""How far a draft has come."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.checking import FormError
from motcua.onestop.forms.rules.conditions import visible_pages
from motcua.onestop.forms.rules.model import Form, Page

DONE, STARTED, TODO = "done", "started", "todo"


@dataclass(frozen=True)
class PageProgress:
    page: Page
    state: str
    errors: tuple[FormError, ...]


def progress(
    form: Form,
    data: Mapping[str, Any],
    *,
    pages_done: Collection[str],
    errors: Sequence[FormError],
    missing_files: bool,
) -> list[PageProgress]:
    """State of each page that applies. A page is done once it was finished and has no error left."""
    found = []
    for page in visible_pages(form, data):
        own = errors_of_page(page, errors)
        blocked = bool(own) or (page.kind == "files" and missing_files)
        touched = page.key in pages_done or _has_answers(page, data)
        state = DONE if page.key in pages_done and not blocked else STARTED if touched else TODO
        found.append(PageProgress(page, state, own))
    return found


def errors_of_page(page: Page, errors: Sequence[FormError]) -> tuple[FormError, ...]:
    """The errors that stand on this page."""
    own = {field.path for field in page.fields} | {c.path for field in page.fields for c in field.columns}
    return tuple(error for error in errors if paths.pattern_of(error.path) in own)


def _has_answers(page: Page, data: Mapping[str, Any]) -> bool:
    return any(
        paths.get(data, field.path) not in (None, "", []) and field.widget != "hidden" and not field.lockable
        for field in page.fields
    )


def next_page(form: Form, data: Mapping[str, Any], key: str) -> Page | None:
    """The page after ``key`` that applies; ``None`` after the last."""
    pages = visible_pages(form, data)
    keys = [page.key for page in pages]
    position = keys.index(key) + 1 if key in keys else len(pages)
    return pages[position] if position < len(pages) else None


def previous_page(form: Form, data: Mapping[str, Any], key: str) -> Page | None:
    """The page before ``key`` that applies; ``None`` before the first."""
    pages = visible_pages(form, data)
    keys = [page.key for page in pages]
    position = keys.index(key) - 1 if key in keys else -1
    return pages[position] if position >= 0 else None
