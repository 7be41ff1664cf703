"""An edition as the sheets of a workbook, and back: plain rows of text, so that any spreadsheet can edit them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from motcua.reform.rules.edition import FORMAT, EditionRefused
from motcua.reform.rules.notation import (
    NotationRefused,
    read_examples,
    read_inputs,
    read_rule_text,
    write_examples,
    write_inputs,
    write_rule,
)
from motcua.reform.rules.numbers import NotANumber, whole

Record = Mapping[str, Any]
Row = Sequence[str]
Sheets = Mapping[str, Sequence[Row]]

_HEAD = ("code", "year", "title_vi", "title_en", "note_vi", "note_en", "decision")
_FLAGS = ("verified", "is_reconstruction")
_WHOLE = frozenset({"year", "precision", "minimum_answers", "draws", "drops"})
_SETTINGS = (
    "precision",
    "missing",
    "tolerance",
    "survey_method",
    "minimum_answers",
    "noise",
    "draws",
)
_TABLES: Final = {
    "areas": ("code", "name_vi", "name_en", "appraiser"),
    "bonuses": ("code", "name_vi", "name_en", "each", "cap"),
    "penalties": ("code", "name_vi", "name_en", "each", "cap"),
    "bands": ("code", "name_vi", "name_en", "from"),
    "disqualifiers": ("code", "name_vi", "name_en", "drops"),
    "legal_basis": ("text_vi", "text_en", "verified"),
}
_CRITERIA = (
    "area", "parent", "code", "name_vi", "name_en", "points", "kind", "rule", "inputs", "examples", "blocks",
    "evidence", "mode", "survey", "basis_vi", "basis_en", "as_of", "source", "verified",
)  # fmt: skip


def to_sheets(document: Record) -> dict[str, list[list[str]]]:
    """Sheets by name, each with its head row."""
    settings = document["settings"]
    scalars = [[name, _text(document.get(name, ""))] for name in (*_HEAD, *_FLAGS)]
    scalars += [[name, _text(settings[name])] for name in _SETTINGS]
    scalars.append(["tie_breakers", ", ".join(settings.get("tie_breakers", ()))])
    sheets = {"edition": [["name", "value"], *scalars]}
    for name, columns in _TABLES.items():
        rows = (settings if name in ("bands", "disqualifiers") else document).get(name, ())
        sheets[name] = [list(columns), *([_text(row.get(column, "")) for column in columns] for row in rows)]
    sheets["criteria"] = [list(_CRITERIA), *_criteria_rows(document)]
    bridge = document.get("bridge", {})
    sheets["bridge"] = [["new", "old"], *([new, old] for new, old in bridge.items())]
    return sheets


def _criteria_rows(document: Record) -> Iterable[list[str]]:
    for area in document["areas"]:
        for row in area["criteria"]:
            for leaf in row.get("components", [row]):
                parent = row if leaf is not row else {}
                yield _criterion_row(area["code"], parent, leaf)


def _criterion_row(area: str, parent: Record, row: Record) -> list[str]:
    basis = row.get("basis", {})
    heads = " | ".join(str(parent[key]) for key in ("code", "name_vi", "name_en") if key in parent)
    return [
        area, heads, row["code"], row["name_vi"], row["name_en"], row["points"], row["rule"]["kind"],
        write_rule(row["rule"]), write_inputs(row.get("inputs", {})), write_examples(row.get("examples", [])),
        ", ".join(row.get("blocks", ())), ", ".join(row.get("evidence", ())), row.get("mode", "confirmed"),
        _text(row.get("survey", False)), basis.get("text_vi", ""), basis.get("text_en", ""),
        basis.get("as_of", ""), row.get("source", ""), _text(row.get("verified", False)),
    ]  # fmt: skip


def from_sheets(sheets: Sheets) -> dict[str, Any]:
    """The document of a workbook. Raises :class:`EditionRefused`, ``where`` being sheet and row as people count."""
    scalars = {row[0]: row[1] for row in _body(sheets, "edition", ("name", "value"))}
    tables = {name: _table(sheets, name) for name in _TABLES}
    settings: dict[str, Any] = {name: _scalar(name, scalars.get(name, ""), "edition") for name in _SETTINGS}
    settings["tie_breakers"] = _list(scalars.get("tie_breakers", ""))
    settings |= {name: tables.pop(name) for name in ("bands", "disqualifiers")}
    document: dict[str, Any] = {"format": FORMAT}
    document |= {name: _scalar(name, scalars.get(name, ""), "edition") for name in _HEAD}
    document |= {name: scalars.get(name, "") == "yes" for name in _FLAGS}
    areas = _with_criteria(tables.pop("areas"), sheets)
    bridge = {row[0]: row[1] for row in _body(sheets, "bridge", ("new", "old"))}
    return {**document, **tables, "areas": areas, "bridge": bridge, "settings": settings}


def _with_criteria(areas: list[dict[str, Any]], sheets: Sheets) -> list[dict[str, Any]]:
    by_code: dict[str, dict[str, Any]] = {area["code"]: area | {"criteria": []} for area in areas}
    for number, row in enumerate(_body(sheets, "criteria", _CRITERIA), start=2):
        cells, where = dict(zip(_CRITERIA, row, strict=True)), f"criteria!{number}"
        if cells["area"] not in by_code:
            raise EditionRefused("unknown_area", where)
        _place(by_code[cells["area"]]["criteria"], cells["parent"], _criterion(cells, where))
    return list(by_code.values())


def _place(criteria: list[dict[str, Any]], parent: str, criterion: dict[str, Any]) -> None:
    """Components follow one another under their criterion, whose points are their sum."""
    if not parent:
        criteria.append(criterion)
        return
    heads = dict(
        zip(("code", "name_vi", "name_en"), (part.strip() for part in parent.split("|")), strict=False)
    )
    if not criteria or criteria[-1].get("code") != heads["code"]:
        criteria.append({**heads, "components": []})
    criteria[-1]["components"].append(criterion)


def _criterion(cells: Mapping[str, str], where: str) -> dict[str, Any]:
    try:
        rule = read_rule_text(cells["kind"], cells["rule"])
        inputs, examples = read_inputs(cells["inputs"]), read_examples(cells["examples"])
    except NotationRefused as error:
        raise EditionRefused("line_unreadable", f"{where}: {error.text}") from error
    row = {name: cells[name] for name in ("code", "name_vi", "name_en", "points")}
    flags = {"survey": True} if cells["survey"] == "yes" else {}
    blocks = {"blocks": _list(cells["blocks"])} if cells["blocks"] else {}
    return {
        **row,
        "rule": rule,
        "inputs": inputs,
        "evidence": _list(cells["evidence"]),
        "mode": cells["mode"],
        **blocks,
        **flags,
        "basis": {"text_vi": cells["basis_vi"], "text_en": cells["basis_en"], "as_of": cells["as_of"]},
        "source": cells["source"],
        "verified": cells["verified"] == "yes",
        "examples": examples,
    }


def _table(sheets: Sheets, name: str) -> list[dict[str, Any]]:
    columns = _TABLES[name]
    return [
        {column: _scalar(column, cell, name) for column, cell in zip(columns, row, strict=True)}
        for row in _body(sheets, name, columns)
    ]


def _body(sheets: Sheets, name: str, columns: Row) -> list[Row]:
    """Rows below the head; blank rows are left out."""
    if name not in sheets:
        raise EditionRefused("sheet_missing", name)
    head, *rows = sheets[name] or [[]]
    if list(head[: len(columns)]) != list(columns):
        raise EditionRefused("columns_differ", name)
    padded = [[*row, *([""] * len(columns))][: len(columns)] for row in rows]
    return [row for row in padded if any(cell.strip() for cell in row)]


def _scalar(name: str, text: str, where: str) -> Any:
    if name == "verified":
        return text == "yes"
    if name not in _WHOLE:
        return text
    try:
        return whole(text)
    except NotANumber as error:
        raise EditionRefused("not_a_number", f"{where}.{name}") from error


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
