"""Conditions, messages, summaries and definitions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from motcua.onestop.forms.rules.applicant import applicant_of
from motcua.onestop.forms.rules.binding import Binder
from motcua.onestop.forms.rules.checking import FormError, check
from motcua.onestop.forms.rules.cleaning import clean
from motcua.onestop.forms.rules.compile import DefinitionError, compile_form
from motcua.onestop.forms.rules.conditions import holds, to_schema
from motcua.onestop.forms.rules.messages import message
from motcua.onestop.forms.rules.model import read_form
from motcua.onestop.forms.rules.summary import in_words, summarise, typed
from motcua.onestop.forms.tests.samples import XRAY
from motcua.onestop.forms.tests.test_rules_round_trip import FORM, KEYS, SHARED, VALIDATOR, form_of

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("condition", "data", "expected"),
    [
        (None, {}, True),
        ({"a": "x"}, {"a": "x"}, True),
        ({"a": ["x", "y"]}, {"a": "y"}, True),
        ({"a": "x"}, {"a": ["y", "x"]}, True),
        ({"a": True}, {"a": 1}, False),
        ({"a.b": "x"}, {"a": {"b": "x"}}, True),
        ({"not": {"a": "x"}}, {}, True),
        ({"any": [{"a": "x"}, {"b": "y"}]}, {"b": "y"}, True),
        ({"a": "x", "b": "y"}, {"a": "x"}, False),
    ],
)
def test_a_condition_says_the_same_in_python_and_in_json_schema(condition, data, expected):
    assert holds(condition, data) is expected
    if condition:
        assert Draft202012Validator(to_schema(condition)).is_valid(data) is expected


VALUES = st.sampled_from(["x", "y", True, False, 1, 0])
SIMPLE = st.dictionaries(
    st.sampled_from(["a", "b.c"]), st.one_of(VALUES, st.lists(VALUES, min_size=1, max_size=3))
)
CONDITIONS = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"not": inner}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=2)}),
    ),
    max_leaves=4,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.one_of(VALUES, st.lists(VALUES, max_size=3)),
        "b": st.fixed_dictionaries({}, optional={"c": VALUES}),
    },
)


@given(condition=CONDITIONS, data=ANSWERS)
def test_both_readings_of_any_condition_agree(condition, data):
    assert Draft202012Validator(to_schema(condition)).is_valid(data) is holds(condition, data)


def test_a_question_that_is_not_asked_leaves_no_answer():
    data = {**XRAY, "facility_kind": "clinic", "facility_kind_other": "Tàu bệnh viện"}
    assert "facility_kind_other" not in clean(FORM, data)
    data["facility_kind"] = "other"
    assert clean(FORM, data)["facility_kind_other"] == "Tàu bệnh viện"


def test_a_conditional_question_is_required_only_when_it_is_asked():
    def missing(kind):
        errors = check(FORM, VALIDATOR, {**XRAY, "facility_kind": kind}, today=TODAY)
        return "facility_kind_other" in {error.path for error in errors}

    assert missing("other")
    assert not missing("clinic")


def test_a_date_after_today_is_refused_where_the_past_is_meant():
    data = {
        **XRAY,
        "survey_on": "2026-11-21",
        "devices": [{**XRAY["devices"][0], "verification_on": "2027-01-01"}],
    }
    codes = {error.path: error.code for error in check(FORM, VALIDATOR, data, today=TODAY)}
    assert codes["survey_on"] == "future"
    assert codes["devices.0.verification_on"] == "future"


def test_errors_of_a_row_name_the_row():
    errors = [FormError("devices.1.year", "type", {"limit": "integer"})]
    binder = Binder(form=FORM, data={}, errors={}, language="vi")
    assert binder.error_list(errors) == [
        ("Thiết bị 2: Năm sản xuất phải gồm bốn chữ số, ví dụ 2024.", "q-devices-1-year")
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_every_missing_answer_of_every_form_has_a_message_in_both_languages(key, language):
    form, validator = form_of(key)
    errors = check(form, validator, {"applicant": {"kind": "organisation"}}, today=TODAY)
    assert errors
    binder = Binder(form=form, data={}, errors={error.path: error for error in errors}, language=language)
    words = [text for text, __ in binder.error_list(errors)]
    assert all(text.endswith(".") and "{" not in text for text in words)
    ids = {target for __, target in binder.error_list(errors)}
    drawn = {q.first_id for page in form.pages for q in binder.page(page)} | {
        f"{q.id}-add" for page in form.pages for q in binder.page(page) if q.widget == "table"
    }
    assert ids <= drawn


def test_a_yes_or_no_question_is_asked_for_in_its_own_words():
    error = FormError("personal_dosimetry", "required")
    words = message(error, FORM.fields["personal_dosimetry"], "en")
    assert words == "Select yes or no for “Every radiation worker has a personal dosimeter”."


def test_the_summary_speaks_in_words():
    sections = {section.page: section for section in summarise(FORM, XRAY, "vi")}
    devices = sections["thiet-bi"].rows[0]
    assert devices.rows[1][0] == "X-quang chụp răng"
    assert "02/03/2026" in devices.rows[0]
    assert "7,5 mA" in devices.rows[1]


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "1.624.000.000\u00a0đồng"), ("en", "1,624,000,000\u00a0VND")]
)
def test_an_amount_of_money_names_its_currency(language, words):
    field = form_of("nonbudget-result-evaluation")[0].fields["cost"]
    assert in_words(field, 1_624_000_000, language) == words
    assert typed(field, 1_624_000_000) == "1.624.000.000"


def test_a_table_without_answers_asks_for_its_first_row():
    field = FORM.fields["devices"]
    assert message(FormError("devices", "required"), field, "vi").startswith(
        "Kê khai ít nhất một dòng trong "
    )
    assert message(FormError("devices", "required"), field, "en").startswith("Fill in at least one row of: ")


def test_the_applicant_of_an_organisation_is_the_organisation():
    found = applicant_of(
        {
            "applicant": {
                "kind": "organisation",
                "organisation_name": "Phòng khám",
                "tax_code": "2700123456",
                "organisation_address": "Ninh Bình",
                "phone": "0912345678",
            },
            "result": {"channel": "post", "address": "Hoa Lư"},
        }
    )
    assert (found.name, found.id_number, found.return_channel, found.return_address) == (
        "Phòng khám",
        "2700123456",
        "post",
        "Hoa Lư",
    )


def question(**changes):
    return {"key": "a", "type": "text", "label": ["Câu hỏi", "Question"], **changes}


@pytest.mark.parametrize(
    "questions",
    [
        [question(label=["chỉ tiếng Việt"])],
        [question(type="picture")],
        [question(type="choice")],
        [question(), question()],
        [question(only_if={"b": "x"}), question(key="b")],
        [question(key="t", type="table", item=["Dòng", "Row"], max_items=1000, questions=[question()])],
    ],
)
def test_a_wrong_definition_is_refused(questions):
    definition = {
        "key": "x",
        "title": ["Đơn", "Form"],
        "pages": [{"key": "p", "title": ["Trang", "Page"], "questions": questions}],
    }
    with pytest.raises(DefinitionError):
        compile_form(definition, SHARED)


def test_options_keep_their_order_through_the_database():
    definition = {
        "key": "x",
        "title": ["Đơn", "Form"],
        "pages": [
            {
                "key": "p",
                "title": ["Trang", "Page"],
                "questions": [question(type="choice", options=[["zz", "Một", "One"], ["a", "Hai", "Two"]])],
            }
        ],
    }
    schema, ui = compile_form(definition, SHARED)
    assert list(read_form(schema, ui).fields["a"].options) == ["zz", "a"]
