"""Answers against the form's JSON Schema 2020-12, with errors a person can act on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jsonschema.exceptions import ValidationError

from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.cleaning import clean
from motcua.onestop.forms.rules.model import Form
from motcua.onestop.forms.rules.validators import AnswerValidator


@dataclass(frozen=True)
class FormError:
    """What is wrong at ``path`` (``devices.0.kind``). ``code`` and ``params`` choose the message."""

    path: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def check(form: Form, validator: AnswerValidator, data: Mapping[str, Any], *, today: date) -> list[FormError]:
    """All errors in the order of the form, one per question. ``data`` may hold blanks and more."""
    return check_cleaned(form, validator, clean(form, data), today=today)


def check_cleaned(
    form: Form, validator: AnswerValidator, cleaned: Mapping[str, Any], *, today: date
) -> list[FormError]:
    """Like :func:`check`, for answers that :func:`~.cleaning.clean` has been over."""
    # A group nobody touched must still report each question it asks.
    answers = {**{name: {} for name in form.groups}, **cleaned}
    found: dict[str, FormError] = {}
    for error in _flatten(validator.errors(answers)):
        for item in _errors_of(error):
            found.setdefault(item.path, item)
    for item in _future_dates(form, answers, today):
        found.setdefault(item.path, item)
    if not found:
        return []
    order = {path: number for number, path in enumerate(form.fields)}
    known = [item for item in found.values() if paths.pattern_of(item.path) in order]
    return sorted(known, key=lambda item: _rank(item.path, order))


def _rank(path: str, order: Mapping[str, int]) -> tuple[int, int, int]:
    pattern = paths.pattern_of(path)
    table = pattern.split(".*.")[0]
    row = next((int(part) for part in path.split(".") if part.isdigit()), -1)
    return order[table], row, order[pattern]


def _flatten(errors: Iterable[ValidationError]) -> Iterable[ValidationError]:
    """Conditional rules wrap their errors; the person needs the ones inside."""
    for error in errors:
        if error.context and error.validator in {"if", "then", "else", "allOf"}:
            yield from _flatten(error.context)
        else:
            yield error


def _errors_of(error: ValidationError) -> Iterable[FormError]:
    path = ".".join(str(part) for part in error.absolute_path)
    if error.validator == "required" and isinstance(error.validator_value, list):
        return [
            FormError(f"{path}.{key}" if path else key, "required")
            for key in error.validator_value
            if isinstance(error.instance, Mapping) and key not in error.instance
        ]
    code = str(error.validator)
    if isinstance(error.validator_value, str | int | float):
        return [FormError(path, code, {"limit": error.validator_value})]
    if code in {"contains", "items"} and "." in path and path.rsplit(".", 1)[-1].isdigit():
        return [FormError(path.rsplit(".", 1)[0], code)]
    # A list of ticked boxes reports the wrong box; the question is the list.
    return [FormError(_question_of(path), code)]


def _question_of(path: str) -> str:
    head, _, tail = path.rpartition(".")
    return head if tail.isdigit() else path


def _future_dates(form: Form, answers: Mapping[str, Any], today: date) -> Iterable[FormError]:
    limit = today.isoformat()
    for path, columns in form.past_fields:
        value = paths.get(answers, path)
        if not columns and _is_after(value, limit):
            yield FormError(path, "future")
        yield from _future_dates_in_rows(path, columns, value, limit)


def _future_dates_in_rows(path: str, columns: Iterable[str], rows: Any, limit: str) -> Iterable[FormError]:
    for number, row in enumerate(rows or ()) if columns else ():
        for key in columns:
            if _is_after(row.get(key), limit):
                yield FormError(f"{path}.{number}.{key}", "future")


def _is_after(value: Any, limit: str) -> bool:
    return isinstance(value, str) and value > limit
