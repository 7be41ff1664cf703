"""Answers as a person reads them: on the review page, in the office, on printed forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.cleaning import clean
from motcua.onestop.forms.rules.model import Field, Form, Page, Text, text

_YES_NO: Mapping[bool, Mapping[str, str]] = {
    True: {"vi": "Có", "en": "Yes"},
    False: {"vi": "Không", "en": "No"},
}
_DONG: Text = {"vi": "đồng", "en": "VND"}

MAX_COLUMNS = 6


@dataclass(frozen=True)
class SummaryRow:
    """A question with its answer in words; a table has ``headings`` and ``rows`` instead of ``value``."""

    path: str
    label: str
    value: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    item: str = ""

    @property
    def is_wide(self) -> bool:
        """More columns than fit on a page: shown as one card a row."""
        return len(self.headings) > MAX_COLUMNS

    @property
    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Each cell with its heading, for tables that fold into cards on a phone."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class SummarySection:
    page: str
    title: str
    rows: tuple[SummaryRow, ...]


def summarise(form: Form, data: Mapping[str, Any], language: str) -> list[SummarySection]:
    """Answered questions by page; pages without answers are left out."""
    answers = clean(form, data)
    sections = [_section(page, answers, language) for page in form.pages if page.kind == "questions"]
    return [section for section in sections if section.rows]


def _section(page: Page, answers: Mapping[str, Any], language: str) -> SummarySection:
    rows = tuple(
        _row(field, paths.get(answers, field.path), language)
        for field in page.fields
        if paths.get(answers, field.path) is not None and field.widget != "hidden"
    )
    return SummarySection(page.key, text(page.title, language), rows)


def _row(field: Field, value: Any, language: str) -> SummaryRow:
    label = text(field.label, language)
    if field.widget != "table":
        return SummaryRow(field.path, label, in_words(field, value, language))
    return SummaryRow(
        field.path,
        label,
        "",
        item=text(field.item, language) or label,
        headings=tuple(text(column.label, language) for column in field.columns),
        rows=tuple(
            tuple(in_words(column, row.get(column.key), language) for column in field.columns)
            for row in value
        ),
    )


def in_words(field: Field, value: Any, language: str) -> str:
    """One answer as text: options by name, dates as 22/11/2026, money as 16.000.000 đồng."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES_NO[value][language if language == "en" else "vi"]
    if isinstance(value, list):
        return "; ".join(in_words(field, item, language) for item in value)
    if field.options:
        return text(field.options.get(str(value)), language) or str(value)
    if field.widget == "money" and isinstance(value, int):
        return _amount(value, text(field.unit or _DONG, language), language)
    return " ".join(filter(None, [typed(field, value), text(field.unit, language)]))


def _amount(value: int, unit: str, language: str) -> str:
    """Whole money with its unit, kept on one line."""
    grouped = f"{value:,}" if language == "en" else f"{value:,}".replace(",", ".")
    return f"{grouped}\u00a0{unit}"


def typed(field: Field, value: Any) -> str:
    """An answer as a person would type it into the field."""
    if field.widget == "date" and isinstance(value, str) and len(value) == 10 and value[4] == "-":
        return f"{value[8:]}/{value[5:7]}/{value[:4]}"
    if field.widget == "money" and isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)
