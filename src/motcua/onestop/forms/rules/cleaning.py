"""From what was typed to the answers that count: no blanks, no empty rows, nothing that is not asked."""

from collections.abc import Mapping
from typing import Any

from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.conditions import holds
from motcua.onestop.forms.rules.model import Field, Form
from motcua.onestop.forms.rules.paths import Answers

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def clean(form: Form, data: Mapping[str, Any]) -> Answers:
    """The answers to questions that are asked, in the order of the form.

    A question's condition is read against answers already found to count, so a chain of
    conditions falls together when its first link does.
    """
    answers: Answers = {}
    for page in form.pages:
        if not holds(page.only_if, answers):
            continue
        for field in page.fields:
            value = paths.get(data, field.path)
            if field.widget == "table":
                value = _clean_rows(field, value, answers)
            if value not in _EMPTY and holds(field.only_if, answers):
                paths.put(answers, field.path, value)
    return answers


def _clean_rows(field: Field, value: Any, answers: Answers) -> Any:
    if not isinstance(value, list):
        return value
    rows = [_clean_row(field, row, answers) for row in value if isinstance(row, Mapping)]
    return [row for row in rows if row]


def _clean_row(field: Field, row: Mapping[str, Any], answers: Answers) -> Answers:
    kept: Answers = {}
    for column in field.columns:
        value = row.get(column.key)
        if value not in _EMPTY and holds(column.only_if, answers, kept):
            kept[column.key] = value
    return kept


def drop_empty_rows(field: Field, value: Any) -> Any:
    """Rows in which nothing was typed disappear; the others keep everything."""
    if field.widget != "table" or not isinstance(value, list):
        return value
    return [row for row in value if isinstance(row, Mapping) and any(v not in _EMPTY for v in row.values())]
