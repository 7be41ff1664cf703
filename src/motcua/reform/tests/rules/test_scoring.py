"""Every rule type: bounded, monotone in the direction it names, and inclusive at its bounds."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.reform.rules.scoring import KINDS, BadInput, MissingInput, RuleRefused, read_rule
from motcua.reform.rules.scoring.base import with_figure
from motcua.reform.rules.scoring.ratios import Linear
from motcua.reform.tests.rules.rule_samples import FALLING, KIND, POINTS, RULES, figure_of, inputs_of, rule_of


def points(kind: str, record: dict[str, Any] | None = None, **inputs: Any) -> Fraction | None:
    read = {name: Fraction(value) if type(value) in (int, str) else value for name, value in inputs.items()}
    return rule_of(kind, record).score(read).points


def test_more_days_than_the_law_gives_are_worth_as_little_as_none_saved() -> None:
    rule = Linear(points=Fraction(1), nothing_at=Fraction(0), full_at=Fraction(1, 5))
    assert rule.score({"num": Fraction(-3), "den": Fraction(100)}).points == 0
    falling = Linear(points=Fraction(1), nothing_at=Fraction(1, 5), full_at=Fraction(0))
    with pytest.raises(BadInput):
        falling.score({"num": Fraction(-3), "den": Fraction(100)})


def test_there_are_fifteen_types_and_each_is_tried_here() -> None:
    assert set(RULES) == set(KINDS)
    assert len(KINDS) == 15


@given(data=st.data(), kind=KIND)
def test_points_lie_between_none_and_all(data: st.DataObject, kind: str) -> None:
    scored = rule_of(kind).score(data.draw(inputs_of(kind)))
    assert scored.points is None or 0 <= scored.points <= POINTS


@given(data=st.data(), kind=KIND)
def test_more_of_what_helps_never_costs_points(data: st.DataObject, kind: str) -> None:
    rule, inputs = rule_of(kind), data.draw(inputs_of(kind))
    name = data.draw(st.sampled_from(rule.input_names()))
    low, high = sorted([inputs[name], data.draw(figure_of(kind, name))])
    assume(rule.direction(name) != 0)
    worse, better = (low, high) if rule.direction(name) > 0 else (high, low)
    before = rule.score(with_figure(inputs, name, worse)).points
    after = rule.score(with_figure(inputs, name, better)).points
    assert before is None or after is None or before <= after


@given(amount=st.integers(0, 100), more=st.integers(0, 100))
def test_a_line_that_falls_never_rewards_more_of_what_is_bad(amount: int, more: int) -> None:
    few = points("LIN", FALLING["LIN"], num=amount, den=200)
    many = points("LIN", FALLING["LIN"], num=amount + more, den=200)
    assert few is not None
    assert many is not None
    assert many <= few


@given(data=st.data(), kind=KIND)
def test_every_step_that_is_named_gives_what_it_says(data: st.DataObject, kind: str) -> None:
    rule, inputs = rule_of(kind), data.draw(inputs_of(kind))
    for step in rule.steps(inputs):
        assert rule.score(step.applied(inputs)).points == step.points
        assert step.points > (rule.score(inputs).points or 0)


@given(data=st.data(), kind=KIND)
def test_a_whole_year_projects_to_itself(data: st.DataObject, kind: str) -> None:
    rule, inputs = rule_of(kind), data.draw(inputs_of(kind))
    assert rule.score(rule.projected(inputs, Fraction(1))) == rule.score(inputs)


@given(kind=KIND)
def test_a_figure_that_is_missing_is_said_by_name(kind: str) -> None:
    rule = rule_of(kind)
    with pytest.raises(MissingInput) as missing:
        rule.score({})
    assert missing.value.name in rule.input_names()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_figure_of_another_sort_is_refused(kind: str) -> None:
    rule = rule_of(kind)
    wrong = {name: date(2026, 1, 1) if kind != "DATE" else Fraction(1) for name in rule.input_names()}
    with pytest.raises(BadInput):
        rule.score(wrong)


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("BOOL", {"done": True}, "3"),
        ("BOOL", {"done": False}, "0"),
        ("CHK", {"a": True, "b": True, "c": False}, "5/2"),
        ("DATE", {"on": date(2026, 1, 31)}, "3"),
        ("DATE", {"on": date(2026, 2, 1)}, "1"),
        ("DATE", {"on": date(2026, 2, 15)}, "1"),
        ("DATE", {"on": date(2026, 2, 16)}, "0"),
        ("DATE", {"on": None}, "0"),
        ("STEP", {"num": 95, "den": 100}, "3"),
        ("STEP", {"num": "94.999", "den": 100}, "2"),
        ("STEP", {"num": 80, "den": 100}, "2"),
        ("STEP", {"num": 50, "den": 100}, "1/2"),
        ("STEP", {"num": "49.999", "den": 100}, "0"),
        ("PROP", {"num": 1, "den": 3}, "1"),
        ("PROP", {"num": 4, "den": 3}, "3"),
        ("PFLR", {"num": 80, "den": 100}, "12/5"),
        ("PFLR", {"num": "79.999", "den": 100}, "0"),
        ("PTGT", {"num": 40, "den": 100}, "3/2"),
        ("PTGT", {"num": 80, "den": 100}, "3"),
        ("LIN", {"num": 60, "den": 100}, "0"),
        ("LIN", {"num": "77.5", "den": 100}, "3/2"),
        ("LIN", {"num": 95, "den": 100}, "3"),
        ("DED", {"big": 1, "small": 1, "fraud": 0}, "3/2"),
        ("DED", {"big": 9, "small": 0, "fraud": 0}, "0"),
        ("DED", {"big": 0, "small": 0, "fraud": 1}, "0"),
        ("CNT", {"big": 2, "small": 1}, "5/2"),
        ("CNT", {"big": 9, "small": 9}, "3"),
        ("VETO", {"violations": 0}, "3"),
        ("VETO", {"violations": 1}, "0"),
        ("SOPT", {"A": 1, "B": 1, "C": 1, "D": 1}, "27/20"),
        ("SAT", {"percent": "80.5"}, "483/200"),
        ("EXT", {"percent": 100}, "3"),
        ("TRND", {"present": 82, "previous": 80}, "3"),
        ("TRND", {"present": 80, "previous": 80}, "2"),
        ("TRND", {"present": 79, "previous": 80}, "1"),
        ("TRND", {"present": "78.9", "previous": 80}, "0"),
    ],
)
def test_points_at_and_beside_every_bound(kind: str, inputs: dict[str, Any], expected: str) -> None:
    assert points(kind, **inputs) == Fraction(expected)


@pytest.mark.parametrize("kind", ["STEP", "PROP", "PFLR", "PTGT", "LIN"])
@pytest.mark.parametrize(("policy", "expected"), [("na", None), ("full", POINTS), ("zero", Fraction(0))])
def test_nothing_to_measure_is_worth_what_the_rule_says(kind: str, policy: str, expected: Any) -> None:
    record = {**RULES[kind], "zero_denominator": policy}
    assert points(kind, record, num=0, den=0) == expected


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"kind": "XYZ"}, "unknown_kind"),
        ({"kind": "PROP"}, "field_missing"),
        ({"kind": "PROP", "zero_denominator": "perhaps"}, "unknown_policy"),
        ({"kind": "PROP", "zero_denominator": "na", "flor": "1"}, "unknown_field"),
        ({"kind": "PFLR", "zero_denominator": "na", "floor": 0.8}, "not_a_number"),
        ({"kind": "DATE", "due": "31/01", "late_points": "0", "grace_days": None}, "not_a_date"),
        ({"kind": "CNT", "items": [{"key": "not a key", "points": "1"}]}, "bad_key"),
        ({"kind": "CNT", "items": "none"}, "not_a_list"),
    ],
)
def test_a_rule_that_nobody_understands_is_refused(record: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        read_rule(record, points=POINTS, year=2026)
    assert refused.value.code == code
