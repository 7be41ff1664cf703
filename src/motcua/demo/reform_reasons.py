"""What agencies explain of criteria that no record measures, in the words of ``data/reform/reasons.json``."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

FILE = Path(__file__).parent / "data" / "reform" / "reasons.json"
Cell = Mapping[str, Any]
Words = Mapping[str, Any]
_NOTHING: Final = ("", "0", False)


def load_words() -> dict[str, Words]:
    """By criterion code."""
    words: dict[str, Words] = json.loads(FILE.read_text(encoding="utf-8"))["criteria"]
    return words


def explained(words: Words, cell: Cell, year: int) -> dict[str, Any]:
    """The cell of a record with the reasons that fit its figures; what it says itself stays.

    ``told`` of the cell are figures that only the explanation names.
    """
    differs = "self_inputs" in cell
    figures = {**cell.get("inputs", {}), **cell.get("self_inputs", {}), **cell.get("told", {})}
    reason = explain(words, figures, year) + (f" {words['claimed']}." if differs else "")
    found: dict[str, Any] = {"reason": reason}
    if differs or "told" in cell:
        found["appraised_reason"], found["appraised_reason_code"] = words["cut"]
    return {**found, **cell}


def explain(words: Words, figures: Cell, year: int) -> str:
    """One or two sentences in Vietnamese: what was done, and the document that says so."""
    said = words["empty"] if _is_empty(words, figures) else "; ".join(_parts(words, figures))
    shown = {name: _shown(value) for name, value in figures.items()}
    text = f"{said}. Căn cứ: {words['source']}.".format(**shown, year=year)
    return text[0].upper() + text[1:]


def _is_empty(words: Words, figures: Cell) -> bool:
    return "empty" in words and figures.get("den") == "0"


def _parts(words: Words, figures: Cell) -> Iterator[str]:
    if "whole" in words:
        yield words["whole"]
    for name, (first, second) in words.get("parts", {}).items():
        # Of what is ticked, yes comes first; of what is counted, none.
        is_first = figures[name] if isinstance(figures[name], bool) else figures[name] in _NOTHING
        yield first if is_first else second


def _shown(value: Any) -> str:
    """As Vietnamese documents write it: 94,1 and 15/6/2022."""
    text = str(value)
    if text.count("-") == 2:
        day = date.fromisoformat(text)
        return f"{day.day:02d}/{day.month:02d}/{day.year}"
    return text.replace(".", ",")
