import copy
import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reform.rules.survey_forms import BadForm, likert, read_form
from motcua.reform.rules.survey_quality import (
    allocate,
    is_straight_line,
    is_too_fast,
    shown_parts,
    shown_weighted,
)

DATA = Path(__file__).parents[2] / "surveys" / "data" / "forms.json"
FORMS = {row["key"]: row for row in json.loads(DATA.read_text(encoding="utf-8"))["forms"]}


def test_the_satisfaction_form_has_the_five_factors_and_22_criteria_of_the_sheet():
    form = read_form(FORMS["sipas"])
    assert [(section.key, len(section.items)) for section in form.sections] == [
        ("access", 4),
        ("procedure", 5),
        ("officials", 6),
        ("result", 3),
        ("feedback", 4),
    ]
    assert [item.key for item in form.items if item.verified] == ["a1", "a2", "o1"]
    assert form.overall and form.items[-1] == form.overall


@pytest.mark.parametrize("key", ["leaders", "peers", "communes"])
def test_the_options_weigh_100_60_20_and_0_percent_and_no_opinion_nothing(key):
    form = read_form(FORMS[key])
    assert form.weights == {"A": 1, "B": Fraction(3, 5), "C": Fraction(1, 5), "D": 0}
    assert [answer.value for answer in form.answers] == ["A", "B", "C", "D", "E"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda form: form["sections"][0]["items"].append(form["sections"][1]["items"][0]), "items"),
        (lambda form: form["answers"].pop(), "likert"),
        (lambda form: form["sections"][0]["items"][0].update(key="a 1"), "item_key"),
        (lambda form: form["sections"].append(form["sections"][0] | {"items": []}), "sections"),
        (lambda form: form["answers"][0].update(weight="7/5"), "weight_range"),
        (lambda form: form.update(answers=[]), "answers"),
        (lambda form: form.update(kind="option"), "weights"),
        (lambda form: form.pop("sections"), "shape"),
        (lambda form: form.update(kind="poll"), "kind"),
        (lambda form: form.update(version=0), "version"),
        (lambda form: form.update(key="a/b"), "key"),
        (lambda form: form.update(title_vi="x" * 301), "title"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(change, problem):
    broken = copy.deepcopy(FORMS["sipas"])
    change(broken)
    with pytest.raises(BadForm) as refused:
        read_form(broken)
    assert refused.value.args[0] == problem


def test_counts_become_the_five_numbers_of_the_scale():
    assert likert({"5": 2, "1": 1}) == (1, 0, 0, 0, 2)


def test_one_answer_to_everything_is_a_straight_line_only_when_much_was_asked():
    assert is_straight_line(answers=dict.fromkeys(map(str, range(10)), "4"), at_least=Fraction(10))
    assert not is_straight_line(answers=dict.fromkeys(map(str, range(9)), "4"), at_least=Fraction(10))
    assert not is_straight_line(answers={"a": "4", "b": "5"}, at_least=Fraction(2))


def test_answers_faster_than_reading_are_too_fast_and_unmeasured_ones_are_not():
    assert is_too_fast(seconds=21.9, answered=22, per_item=Fraction(1))
    assert not is_too_fast(seconds=22, answered=22, per_item=Fraction(1))
    assert not is_too_fast(seconds=None, answered=22, per_item=Fraction(1))


@pytest.mark.parametrize(
    ("size", "populations", "shares"),
    [
        (300, [600, 400, 200], [150, 100, 50]),
        (10, [1, 1, 1], [1, 1, 1]),
        (7, [100, 100, 100], [3, 2, 2]),
        (10, [1000, 1], [9, 1]),
        (5, [], []),
        (0, [4, 4], [0, 0]),
    ],
)
def test_a_sample_is_shared_by_population(size, populations, shares):
    assert allocate(size=size, populations=populations) == shares


@given(st.integers(0, 500), st.lists(st.integers(0, 300), min_size=1, max_size=12))
def test_shares_add_up_and_never_exceed_a_stratum(size, populations):
    shares = allocate(size=size, populations=populations)
    assert sum(shares) == min(size, sum(populations))
    assert all(0 <= share <= population for share, population in zip(shares, populations, strict=True))


def test_a_part_below_the_minimum_is_hidden_and_so_is_one_that_would_tell_it():
    assert shown_parts(respondents={"a": 40, "b": 50, "c": 3}, minimum=30) == {"b"}
    assert shown_parts(respondents={"a": 40, "b": 20, "c": 20}, minimum=30) == {"a"}
    assert shown_parts(respondents={"a": 40, "b": 30}, minimum=30) == {"a", "b"}
    assert shown_parts(respondents={"a": 40, "b": 0}, minimum=30) == {"a"}


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 90), max_size=8), st.integers(1, 40))
def test_what_is_hidden_is_never_fewer_than_the_minimum(respondents, minimum):
    shown = shown_parts(respondents=respondents, minimum=minimum)
    hidden = sum(n for key, n in respondents.items() if key not in shown)
    assert hidden == 0 or hidden >= minimum or not shown


def test_two_sums_are_public_where_parts_are_weighted_so_one_or_two_hidden_parts_are_never_alone():
    assert shown_weighted(respondents={"a": 40, "b": 50}, minimum=30) == {"a", "b"}
    assert shown_weighted(respondents={"a": 30, "b": 5}, minimum=30) == frozenset()
    assert shown_weighted(respondents={"a": 40, "b": 50, "c": 60, "d": 3}, minimum=30) == {"c"}
    assert shown_weighted(respondents={"a": 40, "b": 0}, minimum=30) == {"a"}


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 90), max_size=8), st.integers(1, 40))
def test_with_weights_three_parts_are_hidden_or_none_or_all(respondents, minimum):
    shown = shown_weighted(respondents=respondents, minimum=minimum)
    hidden = [key for key, n in respondents.items() if n > 0 and key not in shown]
    assert not hidden or not shown or len(hidden) >= 3
    assert shown <= shown_parts(respondents=respondents, minimum=minimum)
