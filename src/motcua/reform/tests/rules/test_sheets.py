"""An edition survives the way into a spreadsheet and back without a change."""

import json
from pathlib import Path

import pytest

from motcua.reform.rules.canonical import digest
from motcua.reform.rules.edition import EditionRefused
from motcua.reform.rules.notation import (
    NotationRefused,
    read_examples,
    read_inputs,
    read_rule_text,
    write_rule,
)
from motcua.reform.rules.sheet import from_sheets, to_sheets

DATA = Path(__file__).parents[2] / "editions" / "data"
FILES = sorted(DATA.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_goes_out_comes_back(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    assert digest(from_sheets(to_sheets(document))) == digest(document)


def test_components_come_back_under_their_criterion() -> None:
    document = json.loads(FILES[0].read_text(encoding="utf-8"))
    first, second, *rest = document["areas"][0]["criteria"]
    parent = {"code": "1.0", "name_vi": "Cha", "name_en": "Parent", "components": [first, second]}
    document["areas"][0]["criteria"] = [parent, *rest]
    assert digest(from_sheets(to_sheets(document))) == digest(document)


def test_a_missing_sheet_is_named() -> None:
    sheets = to_sheets(json.loads(FILES[0].read_text(encoding="utf-8")))
    del sheets["bands"]
    with pytest.raises(EditionRefused, match="sheet_missing bands"):
        from_sheets(sheets)


def test_a_line_that_cannot_be_read_is_named_with_its_row() -> None:
    sheets = to_sheets(json.loads(FILES[0].read_text(encoding="utf-8")))
    sheets["criteria"][3][7] = "floor 0.95"
    with pytest.raises(EditionRefused, match=r"line_unreadable criteria!4: floor 0\.95"):
        from_sheets(sheets)


@pytest.mark.parametrize(
    "text", ["floor", "= 2", "items: late", "items: = 2", "vetoes: a = 2", "grace_days = x"]
)
def test_lines_without_sense_are_refused(text: str) -> None:
    with pytest.raises(NotationRefused):
        read_rule_text("DED", text)


@pytest.mark.parametrize("text", ["num = 1", "num -> 2", "-> 1", "num = 1 ->"])
def test_examples_without_sense_are_refused(text: str) -> None:
    with pytest.raises(NotationRefused):
        read_examples(text)


def test_an_input_needs_an_indicator() -> None:
    with pytest.raises(NotationRefused):
        read_inputs("num =")


def test_a_rule_reads_like_its_lines() -> None:
    record = {"kind": "DATE", "due": "01-31", "late_points": "0.5", "grace_days": None}
    assert write_rule(record) == "due = 01-31\nlate_points = 0.5\ngrace_days = none"
    assert read_rule_text("DATE", write_rule(record)) == record
