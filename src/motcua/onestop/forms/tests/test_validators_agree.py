"""The compiled check passes only what the full check passes, for every form of the catalogue."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.cleaning import clean
from motcua.onestop.forms.rules.validators import AnswerValidator, references_outside
from motcua.onestop.forms.tests.samples import XRAY
from motcua.onestop.forms.tests.test_rules_round_trip import KEYS, form_of, page_answers

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False),
    st.text(max_size=12),
    st.sampled_from(["2026-02-30", "2026-2-1", "20260201", "a@b", "@", "\ud800", "", "0912000111\n"]),
    st.lists(st.one_of(st.integers(0, 1), st.booleans(), st.text(max_size=2)), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def full_check(form):
    return Draft202012Validator(form.schema, format_checker=FormatChecker(["date", "email"]))


@st.composite
def answers(draw, form):
    """Answers to every page, a few of them spoilt."""
    data = {}
    for page in form.pages:
        for path, value in draw(page_answers(page)).items():
            paths.put(data, path, value)
    if draw(st.booleans()):
        data = clean(form, data)
    spoilt = [path for path in form.fields if "*" not in path]
    for path in draw(st.lists(st.sampled_from(spoilt), max_size=2)):
        paths.put(data, path, draw(ODD))
    return data


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=6)
@given(data=st.data())
def test_the_compiled_check_and_the_full_check_find_the_same(key, data):
    form, validator = form_of(key)
    given_answers = data.draw(answers(form))
    expected = [(list(e.absolute_path), e.validator) for e in full_check(form).iter_errors(given_answers)]
    assert [(list(e.absolute_path), e.validator) for e in validator.errors(given_answers)] == expected


@pytest.mark.parametrize(
    ("schema", "answer"),
    [
        ({"type": "string", "format": "date"}, "0000-01-01"),
        ({"type": "string", "format": "date"}, "2026-02-30"),
        ({"type": "string", "format": "email"}, "không có dấu"),
        ({"type": "string", "pattern": r"^\d{2}$"}, "1a"),
        ({"type": "integer"}, True),
        ({"enum": [1]}, True),
        ({"type": "array", "uniqueItems": True}, ["a", "a"]),
        ({"type": "string", "pattern": r"^\D+$"}, "１２"),
        ({"type": "string", "pattern": r"^[^\d]+$"}, "١٢"),
        ({"type": "string", "pattern": r"^\W+$"}, "é"),
        ({"type": "string", "pattern": r"\B"}, ""),
        ({"type": "number", "multipleOf": 0.1}, 0.3),
        ({"const": 2**64}, 2**64 + 1),
    ],
)
def test_what_the_full_check_refuses_is_never_passed(schema, answer):
    assert list(AnswerValidator({"properties": {"a": schema}}).errors({"a": answer}))


@pytest.mark.parametrize(
    ("schema", "answer"),
    [
        ({"type": "string", "format": "email"}, "tên@vidu.vn"),
        ({"type": "string", "pattern": r"^\d{2}$"}, "١٢"),
        ({"type": "string"}, "\ud800"),
    ],
)
def test_what_the_full_check_passes_is_passed(schema, answer):
    assert not list(AnswerValidator({"properties": {"a": schema}}).errors({"a": answer}))


def test_a_schema_that_cannot_be_compiled_is_checked_in_full():
    schema = {"properties": {"a": {"type": "string", "pattern": "("}, "b": {"type": "string"}}}
    assert [error.validator for error in AnswerValidator(schema).errors({"b": 1})] == ["type"]


def test_no_address_is_called_for_a_schema():
    schema = {"properties": {"a": {"$ref": "http://127.0.0.1:1/schema"}}}
    assert AnswerValidator(schema)._passes({"a": 1}) is False
    with pytest.raises(Exception, match="Unresolvable"):
        list(AnswerValidator(schema).errors({"a": 1}))
    assert references_outside(schema) == ["http://127.0.0.1:1/schema"]


def test_a_part_named_inside_the_schema_is_followed():
    schema = {"properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "integer"}}}
    assert references_outside(schema) == []
    assert [error.validator for error in AnswerValidator(schema).errors({"a": "x"})] == ["type"]


def test_right_answers_never_reach_the_full_check(monkeypatch):
    form, validator = form_of("xray-licence-new")
    applicant = {
        **XRAY["applicant"],
        **{"kind": "organisation", "full_name": "Trần Thị Lan", "id_number": "037185001234"},
        **{"phone": "0912345678", "email": "phongkham@vidu.example", "address": "Số 5, đường Lê Lợi"},
        **{"organisation_name": "Phòng khám Bình Minh", "tax_code": "2700123456"},
        **{"organisation_address": "Số 10, đường Trần Hưng Đạo", "birth_date": "1985-03-12"},
    }
    monkeypatch.setattr(validator, "_full", None)
    assert not list(validator.errors(clean(form, {**XRAY, "applicant": applicant})))
