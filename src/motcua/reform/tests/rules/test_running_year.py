"""What-if of a running year: what has happened stays, and only cases still to come count."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reform.rules.edition import Band, Edition, read_edition
from motcua.reform.rules.forecast import forecast
from motcua.reform.rules.index import Card, compute
from motcua.reform.rules.scoring import Inputs, Motion, Rest
from motcua.reform.rules.whatif import (
    Action,
    Reach,
    Year,
    actions,
    most_index,
    next_band,
    reachable,
    way_to,
)
from motcua.reform.tests.rules.rule_samples import FALLING, KIND, RULES, inputs_of, rule_of
from motcua.reform.tests.rules.worked_example import AGENCIES, DATA, EDITION, card, figures

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
# 334 of 365 days have passed: of 1,006 cases in that time there are 93 more to come.
NOVEMBER = date(2026, 11, 30)
RATIOS = st.sampled_from(["STEP", "PROP", "PFLR", "PTGT", "LIN"])
DAY = st.integers(0, 364).map(lambda days: FIRST + timedelta(days=days))
MOTION = st.sampled_from(list(Motion))


def year(today: date = NOVEMBER, **changed: Any) -> Year:
    return Year(first=FIRST, today=today, last=LAST, **changed)


def rest(today: date = NOVEMBER, coming: int = 0, motion: Motion = Motion.SETTLED) -> Rest:
    return Rest(today=today, last=LAST, coming=Fraction(coming), motion=motion)


def whole(**amounts: int) -> Inputs:
    return {name: Fraction(amount) for name, amount in amounts.items()}


def changed(**inputs: int) -> tuple[Edition, Card, Any]:
    """Agency D with other figures of dossiers (C05)."""
    table = {**figures("D"), "C05": whole(**inputs)}
    return EDITION, card("D", C05=table["C05"]), table


def reach_of(found: list[Reach], code: str) -> Reach:
    return next(reach for reach in found if reach.criterion == code)


def action_of(found: list[Action], code: str) -> Action:
    return next(action for action in found if action.criterion == code)


# One criterion.


def test_a_late_case_stays_late_and_only_those_to_come_count() -> None:
    (best,) = rule_of("PROP").chances(whole(num=947, den=1006), rest(coming=200))
    assert (best.before, best.after, best.total) == (947, 1147, (1006, 1206))
    assert best.points == 3 * Fraction(1147, 1206)


def test_a_step_that_no_case_to_come_can_reach_is_not_offered() -> None:
    assert list(rule_of("STEP").chances(whole(num=940, den=1000), rest(coming=10))) == []
    (step,) = rule_of("STEP").chances(whole(num=940, den=1000), rest(coming=200))
    assert (step.after, step.total) == (1140, (1000, 1200))


def test_the_fewest_good_cases_for_a_step_are_named_before_all_of_them() -> None:
    found = [step.after for step in rule_of("STEP").chances(whole(num=70, den=100), rest(coming=100))]
    assert found == [160, 170]


def test_what_can_be_made_good_counts_without_any_case_to_come() -> None:
    fixed = rule_of("PROP").chances(whole(num=40, den=50), rest(coming=9, motion=Motion.FIXED))
    assert [(step.after, step.total) for step in fixed] == [(50, (50, 50))]
    opened = rule_of("PROP").chances(whole(num=40, den=50), rest(coming=9, motion=Motion.OPEN))
    assert [(step.after, step.total) for step in opened] == [(59, (50, 59))]


def test_where_less_is_better_the_best_is_that_no_case_to_come_is_a_bad_one() -> None:
    rule = rule_of("LIN", FALLING["LIN"])
    (best,) = rule.chances(whole(num=20, den=100), rest(coming=100))
    assert (best.before, best.after, best.total) == (20, 20, (100, 200))


@pytest.mark.parametrize(
    ("today", "on", "most", "until"),
    [
        (date(2026, 1, 31), None, 3, date(2026, 1, 31)),
        (date(2026, 2, 1), None, 1, date(2026, 2, 15)),
        (date(2026, 2, 16), None, 0, None),
        (date(2026, 1, 20), date(2026, 1, 10), 3, None),
        (date(2026, 3, 1), date(2026, 2, 10), 1, None),
    ],
)
def test_a_day_that_has_passed_is_never_offered(
    today: date, on: date | None, most: int, until: date | None
) -> None:
    rule, inputs = rule_of("DATE"), {"on": on}
    assert rule.most(inputs, rest(today)) == most
    assert rule.still_open(inputs, rest(today)) == until


def test_lateness_without_an_end_is_open_until_the_last_day_of_the_year() -> None:
    rule = rule_of("DATE", {**RULES["DATE"], "grace_days": None})
    assert rule.still_open({"on": None}, rest(date(2026, 5, 1))) == LAST


@pytest.mark.parametrize("kind", ["DED", "VETO", "SAT", "EXT", "SOPT"])
def test_deductions_and_answers_that_have_come_are_facts(kind: str) -> None:
    inputs = {name: Fraction(2) for name in rule_of(kind).input_names()}
    assert list(rule_of(kind).chances(inputs, rest(coming=50))) == []


@given(data=st.data(), kind=KIND, today=DAY, motion=MOTION, coming=st.integers(0, 60))
def test_the_most_is_never_below_the_present_nor_above_the_whole(
    data: st.DataObject, kind: str, today: date, motion: Motion, coming: int
) -> None:
    rule, inputs = rule_of(kind), data.draw(inputs_of(kind))
    most = rule.most(inputs, rest(today, coming, motion))
    assert (rule.score(inputs).points or 0) <= most <= rule.points


@given(data=st.data(), kind=RATIOS, coming=st.integers(0, 60))
def test_the_most_is_never_above_what_all_cases_to_come_give(
    data: st.DataObject, kind: str, coming: int
) -> None:
    rule, inputs = rule_of(kind), data.draw(inputs_of(kind))
    num, den = (inputs[name] for name in ("num", "den"))
    all_good = rule.score({"num": num + coming, "den": den + coming}).points or 0
    assert rule.most(inputs, rest(coming=coming)) <= max(all_good, rule.score(inputs).points or 0)


@given(data=st.data(), kind=RATIOS, motion=MOTION, coming=st.integers(0, 60))
def test_every_chance_gives_what_it_says(data: st.DataObject, kind: str, motion: Motion, coming: int) -> None:
    rule, inputs = rule_of(kind), data.draw(inputs_of(kind))
    for step in rule.chances(inputs, rest(coming=coming, motion=motion)):
        assert step.total is not None
        assert rule.score({"num": step.after, "den": step.total[1]}).points == step.points
        assert step.points > (rule.score(inputs).points or 0)


# One agency.


def test_cases_still_to_come_follow_the_pace_of_the_year() -> None:
    inputs = whole(num=947, den=1006)
    assert year().rest(EDITION.criterion("C05"), inputs).coming == 93
    assert year(LAST).rest(EDITION.criterion("C05"), inputs).coming == 0


def test_in_its_first_month_the_year_goes_by_the_one_before() -> None:
    early = year(date(2026, 1, 9), former={"C05": whole(num=1, den=730)})
    assert early.rest(EDITION.criterion("C05"), whole(num=1, den=2)).coming == 712
    assert year(date(2026, 1, 9)).rest(EDITION.criterion("C05"), whole(num=1, den=2)).coming == 79


def test_what_lifts_a_running_year_is_bounded_by_the_cases_to_come() -> None:
    edition, present, table = changed(num=900, den=1006)
    lost = reach_of(reachable(edition, present, table, year=year()), "C05")
    assert (lost.points, lost.most, lost.full, lost.gain) == (0, 0, 2, 0)
    edition, present, table = changed(num=955, den=1006)
    found = action_of(actions(edition, present, table, year=year()), "C05")
    # 1,045 of 1,099 are the 95 percent; 93 cases are still to come.
    assert (found.before, found.after, found.total) == (955, 1045, (1006, 1099))
    assert found.points == Fraction("1.5")


def test_a_way_to_the_next_class_holds_only_what_is_left() -> None:
    band = next_band(EDITION, card("A"))
    assert band is not None
    way = way_to(EDITION, card("A"), figures("A"), band, year=year(LAST))
    assert not way.reached
    assert {action.criterion for action in way.actions} <= {"C04", "B1"}


# A class that nobody reaches: the way to it takes everything there is.
BEYOND = Band(code="Z", name_vi="Z", name_en="Z", lower=Fraction(101))


def sheet_of(kinds: list[str]) -> Edition:
    """One criterion for each kind, worth 3 points as the rules of the samples are."""
    criteria = [
        {**_criterion(f"T{place}", {"kind": kind, **RULES[kind]}), "points": "3"}
        for place, kind in enumerate(kinds)
    ]
    area = {"code": "1", "name_vi": "Một", "name_en": "One", "appraiser": "SNV", "criteria": criteria}
    return read_edition({**DATA["edition"], "areas": [area], "bonuses": [], "penalties": []})


@given(data=st.data(), kinds=st.lists(KIND, min_size=1, max_size=4), today=DAY, motion=MOTION)
def test_the_way_of_all_actions_reaches_what_is_reachable(
    data: st.DataObject, kinds: list[str], today: date, motion: Motion
) -> None:
    kinds = [kind for kind in kinds if kind != "TRND"] or ["CHK"]
    edition = sheet_of(kinds)
    table = {
        item.code: data.draw(inputs_of(kind)) for item, kind in zip(edition.criteria, kinds, strict=True)
    }
    present = Card(scores={item.code: item.rule.score(table[item.code]).points for item in edition.criteria})
    now = year(today, motions={item.code: motion for item in edition.criteria})
    way = way_to(edition, present, table, BEYOND, year=now)
    assert way.index == most_index(edition, present, table, year=now)
    gained = sum(action.gain for action in way.actions)
    assert gained == sum(reach.gain for reach in reachable(edition, present, table, year=now))


def test_a_way_takes_several_items_of_one_checklist_and_tells_one_figure_once() -> None:
    edition = sheet_of(["CHK", "CNT"])
    table: dict[str, Inputs] = {
        "T0": dict.fromkeys(edition.criterion("T0").rule.input_names(), False),
        "T1": {name: Fraction(0) for name in edition.criterion("T1").rule.input_names()},
    }
    way = way_to(edition, Card(scores={"T0": Fraction(0), "T1": Fraction(0)}), table, BEYOND, year=year())
    assert way.index == 100
    assert {action.input for action in way.actions if action.criterion == "T0"} == set(table["T0"])
    assert len({(action.criterion, action.input) for action in way.actions}) == len(way.actions)


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("today", [date(2026, 1, 5), date(2026, 6, 30), NOVEMBER, LAST])
def test_a_running_year_never_promises_more_than_a_finished_one(agency: str, today: date) -> None:
    finished = {reach.criterion: reach for reach in reachable(EDITION, card(agency))}
    for reach in reachable(EDITION, card(agency), figures(agency), year=year(today)):
        assert reach.points <= reach.most <= reach.full
        assert 0 <= reach.gain <= finished[reach.criterion].gain


def test_what_has_no_figures_can_still_become_everything() -> None:
    table = {code: inputs for code, inputs in figures("D").items() if code != "C08"}
    assert reach_of(reachable(EDITION, card("D"), table, year=year()), "C08").most == 2


def test_a_date_that_lies_ahead_counts_in_the_forecast_and_says_until_when() -> None:
    table = {**figures("A"), "C01": {"on": None}}
    present = card("A", C01=table["C01"])
    items = {item.criterion: item for item in forecast(EDITION, present, table, year=year(date(2026, 1, 30)))}
    assert (items["C01"].points, items["C01"].expected, items["C01"].until) == (0, 1, date(2026, 1, 31))
    late = {item.criterion: item for item in forecast(EDITION, present, table, year=year())}
    assert late["C01"].expected == reach_of(reachable(EDITION, present, table, year=year()), "C01").most


def test_improving_on_last_year_follows_from_the_rest() -> None:
    document = {
        **DATA["edition"],
        "areas": [
            {
                "code": "1",
                "name_vi": "Một",
                "name_en": "One",
                "appraiser": "SNV",
                "criteria": [
                    {**_criterion("T1", {"kind": "PROP", "zero_denominator": "na"}), "points": "90"},
                    {**_criterion("T2", {"kind": "TRND", **RULES["TRND"]}), "points": "3"},
                ],
            }
        ],
    }
    edition = read_edition(document)
    table: dict[str, Inputs] = {
        "T1": whole(num=50, den=100),
        "T2": whole(present=50, previous=53),
    }
    present = Card(
        scores={code: edition.criterion(code).rule.score(row).points for code, row in table.items()}
    )
    found = reachable(edition, present, table, year=year(date(2026, 12, 1)))
    # Nine cases to come: at best 59 of 109, which is 54.1 against 53.
    assert reach_of(found, "T2").most == 2
    assert compute(edition, present).index < 50


def _criterion(code: str, rule: dict[str, Any]) -> dict[str, Any]:
    model = DATA["edition"]["areas"][0]["criteria"][0]
    return {**model, "code": code, "rule": rule, "inputs": {}, "examples": []}
