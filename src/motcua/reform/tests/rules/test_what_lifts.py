"""Every point that is left is either lifted by a change that is offered, or the reason why not is told."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reform.rules.edition import Band, Edition, read_edition
from motcua.reform.rules.forecast import forecast
from motcua.reform.rules.index import Card, compute
from motcua.reform.rules.scoring import Inputs, Motion, Why
from motcua.reform.rules.standstill import standstills
from motcua.reform.rules.whatif import (
    CASES,
    Action,
    Year,
    actions,
    most_index,
    reachable,
    way_to,
    with_points,
)
from motcua.reform.tests.rules.rule_samples import KIND, RULES, inputs_of
from motcua.reform.tests.rules.worked_example import AGENCIES, DATA, EDITION, card, figures

NOVEMBER = Year(first=date(2026, 1, 1), today=date(2026, 11, 30), last=date(2026, 12, 31))
DUE, GRACED = date(2026, 1, 31), date(2026, 2, 15)
BEYOND = Band(code="Z", name_vi="Z", name_en="Z", lower=Fraction(101))


def sheet_of(kind: str, record: dict[str, Any] | None = None) -> Edition:
    """An edition of one criterion worth 3 points, with an award of .5 (at most 1) and a case of .25 (at most 1)."""
    criterion = {
        "code": "T",
        "name_vi": "T",
        "name_en": "T",
        "points": "3",
        "rule": {"kind": kind, **(record or RULES[kind])},
        "evidence": [],
        "examples": [],
    }
    area = {"code": "1", "name_vi": "Một", "name_en": "One", "appraiser": "SNV", "criteria": [criterion]}
    return read_edition({**DATA["edition"], "areas": [area]})


def scored(edition: Edition, inputs: Inputs, **extras: int) -> Card:
    return Card(scores={"T": edition.criterion("T").rule.score(inputs).points}, extras=extras)


def offered(agency: str, code: str, year: Year | None = None) -> list[Action]:
    found = actions(EDITION, card(agency), figures(agency), year=year)
    return [action for action in found if action.criterion == code]


# A finished year.


def test_a_plan_that_came_late_would_have_come_by_the_due_day() -> None:
    (action,) = offered("C", "C01")
    assert (action.before, action.after, action.points) == (date(2026, 2, 5), DUE, Fraction(1, 2))
    assert action.gain == Fraction(1, 2) / 40 * 100


def test_a_plan_that_never_came_would_have_come_within_the_grace_or_by_the_due_day() -> None:
    rule = sheet_of("DATE").criterion("T").rule
    found = [(step.before, step.after, step.points) for step in rule.steps({"on": None})]
    assert found == [(None, GRACED, 1), (None, DUE, 3)]
    assert [step.after for step in rule.steps({"on": date(2026, 2, 10)})] == [DUE]
    assert list(rule.steps({"on": DUE})) == []


def test_without_its_penalty_b_would_have_come_to_85_89() -> None:
    (action,) = offered("B", "P1")
    assert (action.input, action.before, action.after, str(action.index)) == (CASES, 1, 0, "85.89")


def test_one_more_award_counts_up_to_the_cap_and_not_beyond_it() -> None:
    assert [(item.after, item.gain) for item in offered("A", "B1")] == [(2, 1), (1, Fraction(1, 2))]
    assert [(item.after, item.gain) for item in offered("C", "B1")] == [(2, Fraction(1, 2))]
    assert offered("D", "B1") == []


def test_of_cases_beyond_the_cap_as_many_go_as_are_needed_to_count() -> None:
    edition = sheet_of("BOOL")
    inputs = {"done": False}
    found = actions(edition, scored(edition, inputs, P1=6, B1=2), {"T": inputs})
    cases = [(item.before, item.after, item.points) for item in found if item.input == CASES]
    assert cases == [(6, 0, 1), (6, 3, Fraction(1, 4))]


@given(data=st.data(), kind=KIND)
def test_whatever_points_are_left_of_a_finished_year_a_change_is_offered_or_the_reason_told(
    data: st.DataObject, kind: str
) -> None:
    edition, inputs = sheet_of(kind), data.draw(inputs_of(kind))
    present, table = scored(edition, inputs), {"T": inputs}
    is_offered = any(item.criterion == "T" for item in actions(edition, present, table))
    reasons = [item.why for item in standstills(edition, present, table)]
    points = present.scores["T"]
    if points is None or points == 3:
        assert not is_offered and not reasons
    elif is_offered:
        assert not reasons
    else:
        assert reasons == [{"TRND": Why.FOLLOWS, "DED": Why.TOGETHER}[kind]]


@given(data=st.data(), awards=st.integers(0, 3), cases=st.integers(0, 6), kind=KIND)
def test_a_change_of_awards_and_cases_gives_what_it_says(
    data: st.DataObject, awards: int, cases: int, kind: str
) -> None:
    edition, inputs = sheet_of(kind), data.draw(inputs_of(kind))
    present = scored(edition, inputs, B1=awards, P1=cases)
    for action in actions(edition, present, {"T": inputs}):
        if action.input == CASES:
            after = replace(present, extras={**present.extras, action.criterion: int(str(action.after))})
            assert compute(edition, after).index - compute(edition, present).index == action.gain > 0


@given(data=st.data(), cases=st.integers(0, 3), kind=KIND.filter(lambda kind: kind not in ("TRND", "DED")))
def test_the_way_with_awards_and_without_cases_reaches_the_most(
    data: st.DataObject, cases: int, kind: str
) -> None:
    edition, inputs = sheet_of(kind), data.draw(inputs_of(kind))
    present, table = scored(edition, inputs, P1=cases), {"T": inputs}
    way = way_to(edition, present, table, BEYOND)
    assert way.index == most_index(edition, present, table)


def test_a_share_names_what_it_is_taken_of() -> None:
    edition, inputs = sheet_of("PROP"), {"num": Fraction(3), "den": Fraction(4)}
    (action,) = actions(edition, scored(edition, inputs, B1=2), {"T": inputs})
    assert (action.before, action.after, action.total) == (3, 4, (4, 4))


@pytest.mark.parametrize(
    ("kind", "changed", "inputs", "why"),
    [
        ("PROP", {"zero_denominator": "zero"}, {"num": 0, "den": 0}, Why.NOTHING),
        ("PROP", {}, {"num": 0}, Why.UNREADABLE),
        ("DED", {}, {"big": 3, "small": 0, "fraud": 1}, Why.TOGETHER),
        ("TRND", {}, {"present": 70, "previous": 71}, Why.FOLLOWS),
    ],
)
def test_the_reason_why_no_single_change_lifts_a_finished_year(
    kind: str, changed: dict[str, str], inputs: dict[str, int], why: Why
) -> None:
    edition = sheet_of(kind, {**RULES[kind], **changed})
    table = {"T": {name: Fraction(value) for name, value in inputs.items()}}
    (found,) = standstills(edition, Card(scores={"T": Fraction(1)}), table)
    assert (found.criterion, found.left, found.why) == ("T", 2, why)


def test_points_that_were_set_lower_than_the_figures_say_stay_so_much_lower() -> None:
    edition, table = sheet_of("PROP"), {"T": {"num": Fraction(1), "den": Fraction(3)}}
    lowered = Card(scores={"T": Fraction(1, 2)}, extras={"B1": 2})
    (one, best) = sorted(actions(edition, lowered, table), key=lambda item: item.points)
    assert (one.points, best.points) == (1, 2)
    full = {"T": {"num": Fraction(3), "den": Fraction(3)}}
    assert actions(edition, lowered, full) == []
    assert [item.why for item in standstills(edition, lowered, full)] == [Why.DECIDED]
    (reach,) = reachable(edition, lowered, table, year=replace(NOVEMBER, motions={"T": Motion.FIXED}))
    assert reach.most == Fraction(5, 2)
    (line,) = forecast(edition, lowered, table, year=NOVEMBER)
    assert line.expected == line.points == Fraction(1, 2)


# A running year.


@pytest.mark.parametrize(
    ("kind", "inputs", "why"),
    [
        ("DED", {"big": 1, "small": 0, "fraud": 0}, Why.HAPPENED),
        ("VETO", {"violations": 1}, Why.HAPPENED),
        ("SOPT", {"A": 4, "B": 1, "C": 0, "D": 0}, Why.ANSWERED),
        ("SAT", {"percent": 80}, Why.ANSWERED),
        ("EXT", {"percent": 80}, Why.ELSEWHERE),
        ("TRND", {"present": 70, "previous": 71}, Why.FOLLOWS),
        ("DATE", {"on": None}, Why.DAY_PASSED),
        ("STEP", {"num": 1, "den": 100}, Why.OUT_OF_REACH),
    ],
)
def test_a_running_year_says_why_nothing_more_can_be_done(
    kind: str, inputs: dict[str, int | None], why: Why
) -> None:
    edition = sheet_of(kind)
    table = {"T": {name: None if value is None else Fraction(value) for name, value in inputs.items()}}
    (found,) = standstills(edition, scored(edition, table["T"]), table, year=NOVEMBER)
    assert found.why is why


def test_cases_of_a_running_year_stay_and_awards_can_still_come() -> None:
    assert offered("B", "P1", NOVEMBER) == []
    assert [item.after for item in offered("B", "B1", NOVEMBER)] == [2, 1]
    found = {item.criterion: item for item in standstills(EDITION, card("B"), figures("B"), year=NOVEMBER)}
    assert (found["P1"].left, found["P1"].why) == (Fraction(1, 4), Why.HAPPENED)


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("year", [None, NOVEMBER])
def test_nothing_is_both_lifted_and_at_a_standstill(agency: str, year: Year | None) -> None:
    stands = {item.criterion for item in standstills(EDITION, card(agency), figures(agency), year=year)}
    moves = {item.criterion for item in actions(EDITION, card(agency), figures(agency), year=year)}
    lossy = {
        item.code for item in EDITION.criteria if card(agency).scores[item.code] not in (None, item.points)
    }
    assert not stands & moves
    assert lossy <= stands | moves


def test_a_whole_index_has_nothing_left() -> None:
    edition, table = sheet_of("BOOL"), {"T": {"done": True}}
    whole = Card(scores={"T": Fraction(3)}, extras={"B1": 2, "P1": 1})
    assert standstills(edition, whole, table) == actions(edition, whole, table) == []
    assert standstills(edition, with_points(whole, "T", Fraction(0)), table)
