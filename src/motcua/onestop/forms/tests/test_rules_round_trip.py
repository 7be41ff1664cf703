"""Answers to HTML names and back; what a tampered or huge request leaves behind."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.onestop.forms.rules import parsing, paths
from motcua.onestop.forms.rules.binding import Binder, posted_names
from motcua.onestop.forms.rules.checking import check
from motcua.onestop.forms.rules.cleaning import clean
from motcua.onestop.forms.rules.compile import compile_form
from motcua.onestop.forms.rules.model import read_form
from motcua.onestop.forms.rules.validators import AnswerValidator
from motcua.onestop.forms.tests.samples import XRAY

DATA = Path(__file__).parents[1] / "data"
SHARED = json.loads((DATA / "_shared.json").read_text(encoding="utf-8"))
KEYS = sorted(file.stem for file in DATA.glob("[a-z]*.json"))
TODAY = date(2026, 11, 20)


@cache
def form_of(key):
    definition = json.loads((DATA / f"{key}.json").read_text(encoding="utf-8"))
    schema, ui = compile_form(definition, SHARED)
    return read_form(schema, ui), AnswerValidator(schema)


FORM, VALIDATOR = form_of("xray-licence-new")
TEXT = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40
).map(str.strip)


def answers_for(field):
    """A value that the field's widget can hold."""
    limits = field.schema
    numbers = st.integers(
        int(max(limits.get("minimum", 0), 0)) + 1, int(min(limits.get("maximum", 999), 999))
    )
    options = sorted(field.options or {})
    return {
        "text": TEXT.filter(bool),
        "longtext": TEXT.filter(bool),
        "integer": numbers,
        "number": numbers,
        "money": st.integers(0, 10**12),
        "year": st.integers(1960, 2020),
        "date": st.dates(date(1950, 1, 1), TODAY).map(date.isoformat),
        "email": st.just("ten@vidu.vn"),
        "phone": st.integers(10**8, 10**9 - 1).map(lambda n: f"0{n}"),
        "yesno": st.booleans(),
        "choice": st.sampled_from(options or ["x"]),
        "choices": st.lists(st.sampled_from(options or ["x"]), min_size=1, unique=True).map(
            lambda chosen: sorted(chosen, key=list(field.options or {}).index)
        ),
    }[field.widget]


def page_answers(page):
    parts = {}
    for field in page.fields:
        if field.widget == "table":
            row = st.fixed_dictionaries({column.key: answers_for(column) for column in field.columns})
            parts[field.path] = st.lists(row, min_size=1, max_size=min(4, field.max_items))
        elif field.widget != "hidden":
            parts[field.path] = answers_for(field)
    return st.fixed_dictionaries(parts)


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=5)
@given(data=st.data())
def test_what_is_drawn_and_sent_back_unchanged_is_the_same(key, data):
    form, __ = form_of(key)
    for page in form.pages:
        wanted = data.draw(page_answers(page))
        filled = parsing.merge({}, wanted)
        questions = Binder(form=form, data=filled, errors={}, language="vi").page(page)
        read = parsing.parse_page(page, posted_names(questions))
        assert {path: value for path, value in read.items() if value not in (None, [])} == wanted


JUNK = st.dictionaries(
    st.one_of(
        st.sampled_from(["devices.0.type", "devices.99999.type", "devices.0", "devices", "rooms.1.length"]),
        st.text(max_size=30),
    ),
    st.lists(st.text(max_size=50), max_size=3),
    max_size=20,
)


@given(posted=JUNK)
def test_any_request_is_read_without_an_error_and_only_known_keys_come_in(posted):
    for page in FORM.pages:
        read = parsing.parse_page(page, posted)
        assert set(read) == {field.path for field in page.fields}
        merged = parsing.merge({}, read)
        cleaned = clean(FORM, merged)
        assert set(cleaned) <= {path.split(".")[0] for path in FORM.fields}
        check(FORM, VALIDATOR, merged, today=TODAY)


def test_rows_beyond_the_limit_are_not_read():
    page = FORM.page("thiet-bi")
    posted = {f"devices.{number}.model": [f"m{number}"] for number in range(5000)}
    rows = parsing.parse_page(page, posted)["devices"]
    assert len(rows) == page.fields[0].max_items


def test_a_huge_answer_is_cut_and_then_refused_for_its_length():
    page = FORM.page("co-so")
    read = parsing.parse_page(page, {"facility_name": ["x" * 10_000_000]})
    assert len(read["facility_name"]) == parsing.MAX_TEXT
    errors = check(FORM, VALIDATOR, parsing.merge({}, read), today=TODAY)
    assert ("facility_name", "maxLength") in {(error.path, error.code) for error in errors}


def test_a_locked_answer_is_not_read_from_the_request():
    page = FORM.page("nguoi-nop")
    read = parsing.parse_page(
        page, {"applicant.full_name": ["Khác"]}, locked=frozenset({"applicant.full_name"})
    )
    assert "applicant.full_name" not in read


@pytest.mark.parametrize(
    ("widget_page", "path", "typed", "kept"),
    [
        ("thiet-bi", "devices.0.max_ma", "7,5", 7.5),
        ("thiet-bi", "devices.0.year", "2021", 2021),
        ("thiet-bi", "devices.0.year", "hai nghìn", "hai nghìn"),
        ("co-so", "establishment_on", "4/5/2020", "2020-05-04"),
        ("co-so", "establishment_on", "31/02/2020", "31/02/2020"),
        ("nguoi-nop", "applicant.phone", "0912 345.678", "0912345678"),
        ("danh-gia-an-toan", "personal_dosimetry", "no", False),
        ("danh-gia-an-toan", "personal_dosimetry", "maybe", "maybe"),
    ],
)
def test_text_is_read_as_the_wanted_type_or_kept_as_typed(widget_page, path, typed, kept):
    read = parsing.parse_page(FORM.page(widget_page), {path: [typed]})
    assert paths.get(parsing.merge({}, read), path) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("16.000.000", 16_000_000), ("16,000,000 đ", 16_000_000), ("12.5", "12.5"), ("mười", "mười")],
)
def test_money_is_whole_dong(typed, kept):
    form, __ = form_of("technology-transfer-registration")
    read = parsing.parse_page(form.page("hop-dong"), {"contract_value": [typed]})
    assert read["contract_value"] == kept


def test_complete_answers_have_no_error():
    person = {
        "kind": "organisation",
        "full_name": "Trần Thị Lan",
        "id_number": "037185001234",
        "phone": "0912345678",
        "address": "Ninh Bình",
        "organisation_name": "Phòng khám",
        "tax_code": "2700123456",
        "organisation_address": "Ninh Bình",
    }
    data = {**XRAY, "applicant": {**XRAY["applicant"], **person}}
    assert check(FORM, VALIDATOR, data, today=TODAY) == []
    assert clean(FORM, data) == clean(FORM, clean(FORM, data))
