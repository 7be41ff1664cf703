"""Whether a draft can be submitted, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.onestop.forms.components import ComponentState, component_states, uploads_of
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.forms.queries import list_attachments
from motcua.onestop.forms.rules.checking import FormError
from motcua.onestop.forms.rules.cleaning import clean
from motcua.onestop.forms.rules.progress import DONE, PageProgress, progress
from motcua.onestop.forms.versions import load, validate_cleaned


class DraftIncomplete(Exception):
    """Answers or papers are missing or wrong."""

    def __init__(self, errors: Sequence[FormError], missing: Sequence[ComponentState]) -> None:
        super().__init__(len(errors) + len(missing))
        self.errors = errors
        self.missing = missing


@dataclass(frozen=True)
class Standing:
    """How a draft stands: the answers that count, what is wrong, which papers are there."""

    answers: dict[str, Any]
    errors: list[FormError]
    components: list[ComponentState]
    pages: list[PageProgress]

    @property
    def missing(self) -> list[ComponentState]:
        return [state for state in self.components if state.is_missing]

    @property
    def is_complete(self) -> bool:
        return not self.errors and not self.missing

    @property
    def pages_finished(self) -> int:
        return sum(page.state == DONE for page in self.pages)


def standing_of(draft: Draft, *, today: date, attachments: list[Attachment] | None = None) -> Standing:
    """How the draft stands today. Two statements: components and attachments."""
    answers, errors, states = _checked(draft, today, attachments)
    pages = progress(
        load(draft.form).form,
        draft.data,
        pages_done=draft.pages_done,
        errors=errors,
        missing_files=any(state.is_missing for state in states),
    )
    if not states:
        pages = [item for item in pages if item.page.kind != "files"]
    return Standing(answers, errors, states, pages)


def ready_answers(
    draft: Draft, *, today: date, attachments: list[Attachment] | None = None
) -> dict[str, Any]:
    """The answers that count, for the dossier; raises :class:`DraftIncomplete`."""
    answers, errors, states = _checked(draft, today, attachments)
    missing = [state for state in states if state.is_missing]
    if errors or missing:
        raise DraftIncomplete(errors, missing)
    return answers


def _checked(
    draft: Draft, today: date, attachments: list[Attachment] | None
) -> tuple[dict[str, Any], list[FormError], list[ComponentState]]:
    """The answers that count, what is wrong with them, and the papers they ask for."""
    answers = clean(load(draft.form).form, draft.data)
    errors = validate_cleaned(draft.form, answers, today=today)
    files = list_attachments(draft=draft) if attachments is None else attachments
    states = component_states(uploads_of(draft.version), form=draft.form, data=answers, attachments=files)
    return answers, errors, states
