"""A snapshot follows from itself to the last digit, and one digit changed anywhere is found."""

import copy
import json
import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.reform.rules.canonical import canonical_json
from motcua.reform.rules.edition import read_edition
from motcua.reform.rules.recompute import recompute
from motcua.reform.rules.snapshot import AgencyCard, Entry, Frame, build, own_digest
from motcua.reform.rules.survey_range import SurveyInput
from motcua.reform.tests.rules.worked_example import AGENCIES, DATA, EDITION, figures

FEW_DRAWS = read_edition(
    {**DATA["edition"], "settings": {**DATA["edition"]["settings"], "draws": 40}},
)
FRAME = Frame(number=1, season="season-2026", made_at="2027-02-01T03:00:00Z", seed=1)


def agency_card(agency: str, **final: Entry) -> AgencyCard:
    inputs = figures(agency)
    computed = {
        item.code: Entry(points=item.rule.score(inputs[item.code]).points, inputs=inputs[item.code])
        for item in EDITION.criteria
    }
    source = DATA["agencies"][agency]
    return AgencyCard(
        code=agency,
        name_vi=f"Sở {agency}",
        name_en=f"Department {agency}",
        block="",
        columns={"computed": computed, "self": computed, "final": {**computed, **final}},
        extras=source["extras"],
        surveys={
            "C12": SurveyInput(
                respondents=source["respondents"], factors=tuple(tuple(row) for row in source["likert"])
            )
        },
    )


def worked_example(edition: Any = EDITION) -> dict[str, Any]:
    return build(edition=edition, agencies=[agency_card(agency) for agency in AGENCIES], frame=FRAME)


SMALL = worked_example(FEW_DRAWS)
TEXT = canonical_json(SMALL).decode()
DIGITS = [match.start() for match in re.finditer(r"\d", TEXT)]


def resealed(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "sha256": own_digest(document)}


def test_the_worked_example_follows_from_its_snapshot() -> None:
    document = worked_example()
    results = document["results"]["agencies"]
    assert recompute(json.loads(json.dumps(document))) == []
    assert {code: (row["shown"], row["rank"], row["class"]) for code, row in results.items()} == {
        "A": ("86.04", 1, "B"),
        "B": ("85.64", 2, "B"),
        "C": ("70.16", 4, "C"),
        "D": ("72.78", 3, "C"),
    }
    assert {code: (row["rank_low"], row["rank_high"]) for code, row in results.items()} == {
        "A": (1, 2),
        "B": (1, 2),
        "C": (3, 4),
        "D": (3, 4),
    }
    assert document["results"]["groups"] == [["A", "B"], ["D", "C"]]
    assert results["A"]["interval"] == {"low": "84.67", "high": "87.07"}
    assert results["C"]["interval"] == {"low": "67.23", "high": "72.16"}


def lowered_survey(points: Fraction) -> dict[str, Any]:
    entry = Entry(points=points, inputs=figures("A")["C12"], reason="shortcoming")
    agencies = [agency_card("A", C12=entry), *(agency_card(agency) for agency in AGENCIES[1:])]
    return build(edition=FEW_DRAWS, agencies=agencies, frame=FRAME)


def test_points_taken_off_a_survey_move_its_interval_with_them() -> None:
    given = EDITION.criterion("C12").rule.score(figures("A")["C12"]).points
    assert given is not None
    document = lowered_survey(given - 2)
    # Two of forty points are five of a hundred less, and as wide as before: 84.67 to 87.07.
    assert document["results"]["agencies"]["A"]["interval"] == {"low": "79.67", "high": "82.07"}
    assert recompute(document) == []


def test_nothing_is_left_to_chance_of_a_survey_that_was_taken_away() -> None:
    row = lowered_survey(Fraction(0))["results"]["agencies"]["A"]
    assert row["interval"] == {"low": row["shown"], "high": row["shown"]}


def test_the_methods_of_the_survey_are_among_the_trials() -> None:
    kinds = {(trial["kind"], trial["what"]) for trial in SMALL["results"]["trials"]}
    assert {("survey_method", "pooled"), ("survey_method", "mean_score")} <= kinds


@settings(max_examples=150, deadline=None)
@given(at=st.sampled_from(DIGITS), digit=st.sampled_from("0123456789"))
def test_one_digit_changed_anywhere_is_found(at: int, digit: str) -> None:
    changed = f"{TEXT[:at]}{digit}{TEXT[at + 1 :]}"
    try:
        found = recompute(json.loads(changed))
    except json.JSONDecodeError:
        return  # a whole number may not begin with a zero: the file is no JSON any more
    assert bool(found) == (changed != TEXT)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_changed_result_is_found_even_with_a_fresh_hash(data: st.DataObject) -> None:
    document = copy.deepcopy(SMALL)
    code = data.draw(st.sampled_from(AGENCIES))
    row = document["results"]["agencies"][code]
    name = data.draw(st.sampled_from(["base", "maximum", "index", "shown", "class", "rank", "rank_high"]))
    row[name] = 7 if isinstance(row[name], int) else f"{row[name]}1"
    found = recompute(resealed(document))
    assert [item.path for item in found] == [f"results.agencies.{code}.{name}"]


@pytest.mark.parametrize("points", ["41/20", "-1", "3"])
def test_points_beyond_the_most_are_found_whoever_set_them(points: str) -> None:
    document = copy.deepcopy(SMALL)
    document["agencies"][0]["columns"]["final"]["C02"] = {"points": points, "reason": "council"}
    found = [item for item in recompute(resealed(document)) if item.path.startswith("agencies")]
    assert [str(item) for item in found] == [
        f"agencies.A.columns.final.C02.points: stored {points}, computed 0 to 2"
    ]


def test_points_that_the_figures_do_not_give_are_found() -> None:
    document = copy.deepcopy(SMALL)
    document["agencies"][0]["columns"]["final"]["C02"]["points"] = "2"
    paths = {item.path: item.computed for item in recompute(resealed(document))}
    assert paths["agencies.A.columns.final.C02.points"] == "19/10"
    assert "results.agencies.A.index" in paths


def test_points_that_a_person_set_stand_with_a_reason_and_not_without() -> None:
    with_reason = Entry(points=Fraction(1), inputs=figures("A")["C02"], reason="evidence_missing")
    without = Entry(points=Fraction(1))
    for entry, expected in [(with_reason, []), (without, ["agencies.A.columns.final.C02.points"])]:
        cards = [agency_card("A", C02=entry), agency_card("B")]
        document = build(edition=FEW_DRAWS, agencies=cards, frame=FRAME)
        assert [item.path for item in recompute(document)] == expected


def test_a_criterion_that_the_edition_does_not_know_is_found() -> None:
    document = copy.deepcopy(SMALL)
    document["agencies"][0]["columns"]["self"]["C99"] = {"points": "1"}
    assert [item.path for item in recompute(resealed(document))] == ["agencies.A.columns.self.C99"]


@pytest.mark.parametrize("wrong", [{}, {"edition": {}}, {**SMALL, "format": 2}, {**SMALL, "agencies": [7]}])
def test_what_is_no_snapshot_is_one_difference(wrong: dict[str, Any]) -> None:
    assert [item.computed for item in recompute(wrong)] == ["a snapshot"]


def test_the_order_of_agencies_makes_no_difference() -> None:
    backwards = [agency_card(agency) for agency in reversed(AGENCIES)]
    assert build(edition=FEW_DRAWS, agencies=backwards, frame=FRAME) == SMALL
