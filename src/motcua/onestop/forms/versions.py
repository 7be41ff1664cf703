"""Form versions as the rules read them; a version never changes, so each is read once a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.onestop.forms.models import FormVersion
from motcua.onestop.forms.rules.checking import FormError, check, check_cleaned
from motcua.onestop.forms.rules.model import Form, read_form
from motcua.onestop.forms.rules.summary import SummarySection, summarise
from motcua.onestop.forms.rules.validators import AnswerValidator

_CACHE_SIZE = 300


@dataclass(frozen=True)
class LoadedForm:
    form: Form
    validator: AnswerValidator


_cache: dict[str, LoadedForm] = {}


def load(version: FormVersion) -> LoadedForm:
    """The parsed form and its validator, kept by digest."""
    found = _cache.get(version.digest)
    if found is None:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        found = LoadedForm(read_form(version.schema, version.ui), AnswerValidator(version.schema))
        _cache[version.digest] = found
    return found


def validate(version: FormVersion, data: Mapping[str, Any], *, today: date) -> list[FormError]:
    """Errors of the answers, in the order of the form; an empty list when they are complete and right."""
    loaded = load(version)
    return check(loaded.form, loaded.validator, data, today=today)


def validate_cleaned(version: FormVersion, answers: Mapping[str, Any], *, today: date) -> list[FormError]:
    """Like :func:`validate`, for the answers that count."""
    loaded = load(version)
    return check_cleaned(loaded.form, loaded.validator, answers, today=today)


def summary(version: FormVersion, data: Mapping[str, Any], language: str) -> list[SummarySection]:
    """Answers in words for the review page, the office and printed forms. ``language``: ``vi`` or ``en``."""
    return summarise(load(version).form, data, language)


def form_of(version: FormVersion) -> Form:
    """The form as plain values: pages, questions, components."""
    return load(version).form
