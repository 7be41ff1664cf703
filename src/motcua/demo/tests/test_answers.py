"""Invented answers complete every form, so the demonstration never stumbles over its own questions."""

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest

from motcua.demo.answers import answer_form
from motcua.onestop import forms
from motcua.onestop.forms.rules.checking import check, make_validator
from motcua.onestop.forms.rules.compile import compile_form
from motcua.onestop.forms.rules.model import read_form

DATA = Path(forms.__file__).parent / "data"
SHARED = json.loads((DATA / "_shared.json").read_text(encoding="utf-8"))
APPLICANT = {
    "kind": "organisation",
    "full_name": "Trần Thị Lan",
    "id_number": "099188005678",
    "birth_date": "1988-02-03",
    "phone": "0900000102",
    "email": "doanhnghiep@lamson.example",
    "address": "số 7 đường Bạch Đằng",
    "organisation_name": "Công ty TNHH Mẫu",
    "tax_code": "9900000001",
    "organisation_address": "lô B2 khu công nghiệp",
}
FILES = sorted(path for path in DATA.glob("*.json") if not path.name.startswith("_"))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(3))
def test_invented_answers_complete_the_form(file: Path, seed: int) -> None:
    schema, ui = compile_form(json.loads(file.read_text(encoding="utf-8")), SHARED)
    form = read_form(schema, ui)
    answers = answer_form(form, on=date(2023, 2, 1), random=Random(seed), channel="post")
    answers["applicant"] = {**answers.get("applicant", {}), **APPLICANT}
    assert check(form, make_validator(schema), answers, today=date(2023, 2, 1)) == []
