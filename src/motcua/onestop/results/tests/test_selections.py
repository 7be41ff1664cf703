"""Which answers go on results: chosen for all fifty procedures, without what only the office needs to know."""

import json
import re
from pathlib import Path

import pytest

from motcua.onestop.forms.rules.compile import compile_form
from motcua.onestop.forms.rules.model import read_form
from motcua.onestop.procedures import models as procedures
from motcua.onestop.results.selections import HOLDER, selection_for

CATALOGUE = Path(procedures.__file__).parent / "data" / "procedures.json"
FORMS = Path(procedures.__file__).parents[1] / "forms" / "data"
SHARED = json.loads((FORMS / "_shared.json").read_text(encoding="utf-8"))
KEYS = [row["key"] for row in json.loads(CATALOGUE.read_text(encoding="utf-8"))["procedures"]]
PERSONAL = re.compile(r"birth|id_number|head_id|id_issued|phone|e?mail|residence|account_number")
MOST_COLUMNS = 6


def form_of(key):
    return read_form(*compile_form(json.loads((FORMS / f"{key}.json").read_text(encoding="utf-8")), SHARED))


@pytest.mark.parametrize("key", KEYS)
def test_a_selection_names_answers_that_its_form_asks_for(key):
    selection, fields = selection_for(key), form_of(key).fields
    assert selection is not HOLDER and selection.subject and selection.act
    named = {line.answer for line in selection.facts} - {"", "@applicant", "@address"}
    texts = (selection.act, selection.scope, selection.refusal, *selection.duties, *selection.recipients)
    named |= {name for text in texts for name in re.findall(r"\{(?:count:)?([\w.]+)\}", text)} - {"applicant"}
    assert named <= set(fields)
    if selection.table:
        offered = {column.key for column in fields[selection.table.answer].columns}
        assert {path for path, _label in selection.table.columns} <= offered


@pytest.mark.parametrize("key", KEYS)
def test_a_result_names_no_personal_data_unless_the_law_does(key):
    selection = selection_for(key)
    assert [
        line.answer for line in selection.facts if PERSONAL.search(line.answer) and not line.named_by
    ] == []
    if selection.table:
        paths = [path for path, _label in selection.table.columns]
        assert not any(PERSONAL.search(path) for path in paths)
        assert len(paths) <= MOST_COLUMNS


def test_a_procedure_of_another_department_names_its_holder_alone():
    assert [line.answer for line in selection_for("construction-permit").facts] == ["@applicant", "@address"]
