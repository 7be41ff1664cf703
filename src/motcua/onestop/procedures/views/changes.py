"""Differences between versions as an editor reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from motcua.onestop.procedures.editing import ComponentForm, LawForm, PriceForm, StepForm, VersionForm
from motcua.onestop.procedures.rules.diff import Change
from motcua.onestop.procedures.views.presentation import money
from motcua.onestop.procedures.views.words import part_names
from motcua.platform.ui.formats import format_date

ROW_FORMS = {"components": ComponentForm, "steps": StepForm, "legal_bases": LawForm, "fee": PriceForm}


@dataclass(frozen=True)
class ChangeRow:
    """One line of the difference: where, and what it said before and says now."""

    part: str
    where: str
    kind: str
    before: str
    after: str


def change_rows(changes: Sequence[Change]) -> list[ChangeRow]:
    parts = part_names()
    return [ChangeRow(parts[change.part], _where(change), change.kind, *_texts(change)) for change in changes]


def _texts(change: Change) -> tuple[str, str]:
    if change.field == "vnd":
        return money(change.before), money(change.after)
    return _text(change.before), _text(change.after)


def _where(change: Change) -> str:
    label = _label(change)
    item = _("Step %(number)s") % {"number": change.item} if change.part == "steps" else change.item
    return ": ".join(text for text in (item, label) if text)


def _label(change: Change) -> str:
    fields = ROW_FORMS[change.part].base_fields if change.item else VersionForm.base_fields
    return str(fields[change.field].label) if change.field in fields else ""


def _text(value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Mapping):
        return _fee_lines(value) if "kind" in value else _row_name(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


def _row_name(row: Mapping[str, Any]) -> str:
    """What a row of papers, steps, laws or prices is called when it comes or goes as a whole."""
    if "vnd" in row:
        return f"{row['label_vi']}: {money(row['vnd'])}"
    return str(row.get("name_vi") or row.get("title_vi") or row)


def _fee_lines(rule: Mapping[str, Any]) -> str:
    """A fee rule, one price a line."""
    kind = rule["kind"]
    if kind == "constant":
        return money(rule["vnd"])
    if kind == "percentage":
        return f"{rule['per_mille']}‰, {money(rule['min'])} – {money(rule['max'])}"
    if kind == "cases":
        return "\n".join(_row_name(case) for case in rule.get("cases", [])) or _("Prices by case")
    return _("Not published")
