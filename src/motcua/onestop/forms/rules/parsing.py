"""From a posted form to answers.

Only the questions of the page are looked up, so extra keys never enter. Text that cannot be read as the
wanted type stays as it was typed: validation then says what is wrong and the page shows it again.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.model import Field, Page
from motcua.onestop.forms.rules.paths import Answers

Posted = Mapping[str, Sequence[str]]

MAX_TEXT = 20_000
"""Characters kept of one answer; longer text is cut before anything else looks at it."""

_ROW = re.compile(r"^(\d{1,4})\.([a-z0-9_]+)$")
_VIETNAMESE_DATE = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


def parse_page(page: Page, posted: Posted, *, locked: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Answers of one page by path. Locked questions are left out: what the account knows is not retyped."""
    return {
        field.path: _parse_field(field, field.path, posted)
        for field in page.fields
        if field.path not in locked
    }


def merge(data: Mapping[str, Any], answers: Mapping[str, Any]) -> Answers:
    """A copy of ``data`` with the page's answers put in."""
    merged = _copy(data)
    for path, value in answers.items():
        paths.put(merged, path, value)
    return merged


def _copy(data: Mapping[str, Any]) -> Answers:
    return {key: _copy(value) if isinstance(value, Mapping) else value for key, value in data.items()}


def _parse_field(field: Field, name: str, posted: Posted) -> Any:
    if field.widget == "table":
        return _parse_table(field, posted)
    values = [value[:MAX_TEXT].strip() for value in posted.get(name, ())]
    if field.widget == "choices":
        return list(dict.fromkeys(value for value in values if value)) or None
    raw = values[-1] if values else ""
    return _READERS.get(field.widget, _read_text)(raw) if raw else None


def _parse_table(field: Field, posted: Posted) -> list[Answers]:
    prefix = f"{field.path}."
    numbers: set[int] = set()
    columns = {column.key for column in field.columns}
    for name in posted:
        match = _ROW.match(name[len(prefix) :]) if name.startswith(prefix) else None
        if match and match[2] in columns:
            numbers.add(int(match[1]))
    return [_parse_row(field, number, posted) for number in sorted(numbers)[: field.max_items]]


def _parse_row(field: Field, number: int, posted: Posted) -> Answers:
    row = {
        column.key: _parse_field(column, f"{field.path}.{number}.{column.key}", posted)
        for column in field.columns
    }
    return {key: value for key, value in row.items() if value is not None}


def _read_text(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\x00", "")


def _read_integer(raw: str) -> int | str:
    if re.fullmatch(r"-?\d{1,18}", raw):
        return int(raw)
    # A dot, comma or blank is a thousands separator only where it stands before groups of three.
    if re.fullmatch(r"\d{1,3}([., ]\d{3}){1,5}", raw):
        return int(re.sub(r"[., ]", "", raw))
    return _read_text(raw)


def _read_number(raw: str) -> int | float | str:
    compact = raw.replace(" ", "")
    if "," in compact:
        compact = compact.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", compact):
        return _read_text(raw)
    return float(compact) if "." in compact else int(compact)


def _read_money(raw: str) -> int | str:
    return _read_integer(re.sub(r"\s*(đ|₫|vnd|vnđ|đồng)$", "", raw, flags=re.IGNORECASE))


def _read_date(raw: str) -> str:
    match = _VIETNAMESE_DATE.match(raw)
    try:
        found = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(raw)
    except ValueError:
        return _read_text(raw)
    return found.isoformat()


def _read_phone(raw: str) -> str:
    return re.sub(r"[\s.()-]", "", _read_text(raw))


def _read_yesno(raw: str) -> bool | str:
    return {"yes": True, "no": False}.get(raw, raw)


_READERS = {
    "integer": _read_integer,
    "year": _read_integer,
    "number": _read_number,
    "money": _read_money,
    "date": _read_date,
    "phone": _read_phone,
    "yesno": _read_yesno,
}
