"""Invented answers complete every form, so the demonstration never stumbles over its own questions."""

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest

from motcua.demo.answers import answer_form
from motcua.onestop import forms
from motcua.onestop.forms.rules.checking import check
from motcua.onestop.forms.rules.compile import compile_form
from motcua.onestop.forms.rules.model import read_form
from motcua.onestop.forms.rules.validators import AnswerValidator

DATA = Path(forms.__file__).parent / "data"
SHARED = json.loads((DATA / "_shared.json").read_text(encoding="utf-8"))
APPLICANT = {
    "kind": "organisation",
    "authority": "legal",
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
    assert check(form, AnswerValidator(schema), answers, today=date(2023, 2, 1)) == []


def answers_of(key: str, seed: int = 3) -> dict:
    schema, ui = compile_form(json.loads((DATA / f"{key}.json").read_text(encoding="utf-8")), SHARED)
    return answer_form(read_form(schema, ui), on=date(2023, 2, 1), random=Random(seed), channel="post")


def test_facilities_have_names_of_facilities_and_people_names_of_people() -> None:
    answers = answers_of("xray-licence-new")
    assert answers["facility_name"].startswith("Phòng khám")
    assert len(answers["head_name"].split()) == 3 and answers["head_position"] == "Giám đốc"
    (device, *_rest) = answers["devices"]
    assert 100 <= device["max_kv"] <= 150 and device["room"].startswith("Phòng X-quang")
    assert device["year"] <= 2023 and "," in device["manufacturer"]


@pytest.mark.parametrize("seed", range(5))
def test_what_begins_ends_later_and_what_is_spent_was_granted(seed: int) -> None:
    task = answers_of("provincial-task-acceptance", seed)
    assert task["started_on"] < task["ended_on"] < "2023-02-01"
    assert task["budget_spent"] <= task["budget_granted"]
    goods = answers_of("dangerous-goods-permit", seed)
    assert "2023-02-01" < goods["from_on"] < goods["until_on"]
    organisation = answers_of("st-organisation-registration", seed)
    assert organisation["capital_total"] == organisation["capital_fixed"] + organisation["capital_working"]


def test_a_standard_stands_with_its_own_name() -> None:
    pairs = {
        (row["number"], row["name"])
        for seed in range(20)
        for row in answers_of("standard-conformity-certified", seed)["standards"]
    }
    assert len(pairs) == 2
