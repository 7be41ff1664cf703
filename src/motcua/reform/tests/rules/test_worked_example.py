"""Every number of the worked example comes out, to its last digit."""

from decimal import Decimal
from fractions import Fraction

import pytest

from motcua.reform.rules.edition import MissingPolicy
from motcua.reform.rules.index import Card, compute
from motcua.reform.rules.numbers import round_half_up
from motcua.reform.rules.ranking import rank
from motcua.reform.rules.robustness import examine, index_without, ranks_of
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.whatif import actions, span, with_points
from motcua.reform.tests.rules.rule_samples import rule_of
from motcua.reform.tests.rules.worked_example import (
    AGENCIES,
    EDITION,
    card,
    cards,
    figures,
    satisfaction,
    survey_ranges,
)

EXPECTED_POINTS = {
    "A": "1.00 1.90 2.00 1.00 1.50 3.60 1.50 2.00 3.00 3.54 4.78 8.60",
    "B": "1.00 1.80 2.00 1.00 2.00 4.00 2.00 2.00 1.80 3.65 4.44 8.67",
    "C": "0.50 1.90 2.00 1.50 1.50 1.13 1.50 2.00 1.20 3.36 3.31 8.07",
    "D": "1.00 2.00 N/A 1.50 0.00 4.00 2.00 0.00 0.00 3.59 4.54 8.65",
}


def shown(value: Fraction | None) -> str:
    return "N/A" if value is None else str(round_half_up(value, 2))


def indexes(method: Method = Method.MEAN) -> dict[str, str]:
    return {agency: str(compute(EDITION, item).shown) for agency, item in cards(method).items()}


@pytest.mark.parametrize("agency", AGENCIES)
def test_every_criterion_has_its_points(agency: str) -> None:
    scores = card(agency).scores
    assert [shown(scores[item.code]) for item in EDITION.criteria] == EXPECTED_POINTS[agency].split()


def test_the_indexes_ranks_and_bands() -> None:
    results = {agency: compute(EDITION, item) for agency, item in cards().items()}
    assert {code: str(result.shown) for code, result in results.items()} == {
        "A": "86.04",
        "B": "85.64",
        "C": "70.16",
        "D": "72.78",
    }
    assert ranks_of(EDITION, cards()) == {"A": 1, "B": 2, "D": 3, "C": 4}
    assert {code: result.band.code for code, result in results.items()} == {
        "A": "B",
        "B": "B",
        "C": "C",
        "D": "C",
    }


@pytest.mark.parametrize(
    ("agency", "base", "maximum", "percent"),
    [
        ("A", "34.42", 40, "86.04"),
        ("B", "34.35", 40, "85.89"),
        ("C", "27.96", 40, "69.91"),
        ("D", "27.28", 38, "71.78"),
    ],
)
def test_the_base_over_the_applicable_maximum(agency: str, base: str, maximum: int, percent: str) -> None:
    result = compute(EDITION, card(agency))
    assert (shown(result.base), result.maximum, shown(result.base_percent)) == (base, maximum, percent)


def test_indexes_are_exact_before_they_are_shown() -> None:
    results = {agency: compute(EDITION, item) for agency, item in cards().items()}
    assert results["A"].base == Fraction("34.416")
    assert str(float(results["B"].index)).startswith("85.63666")
    assert str(float(results["C"].index)).startswith("70.159166")
    assert str(float(results["D"].index)).startswith("72.784210")


def test_bonus_and_penalty_stop_at_their_caps() -> None:
    results = {agency: compute(EDITION, item) for agency, item in cards().items()}
    assert [(float(r.bonus), float(r.penalty)) for r in results.values()] == [
        (0, 0),
        (0, 0.25),
        (0.5, 0.25),
        (1, 0),
    ]


def test_rounding_happens_once_at_the_end() -> None:
    scores = card("B").scores.values()
    summed_as_shown = sum((round_half_up(points or Fraction(0), 2) for points in scores), Decimal(0))
    assert (str(summed_as_shown), shown(compute(EDITION, card("B")).base)) == ("34.36", "34.35")


@pytest.mark.parametrize(
    ("policy", "index", "place"),
    [
        (MissingPolicy.REBASE, "72.78", 3),
        (MissingPolicy.ZERO, "69.20", 4),
        (MissingPolicy.FULL, "74.20", 3),
    ],
)
def test_not_applicable_can_be_read_three_ways(policy: MissingPolicy, index: str, place: int) -> None:
    assert str(compute(EDITION, card("D"), missing=policy).shown) == index
    assert ranks_of(EDITION, cards(), missing=policy)["D"] == place


def test_self_assessment_against_appraisal() -> None:
    from datetime import date

    claimed = card("C", C01={"on": date(2026, 1, 31)}, C04={"provincial": Fraction(2), "unit": Fraction(1)})
    own, appraised = compute(EDITION, claimed), compute(EDITION, card("C"))
    assert (str(own.shown), str(appraised.shown), shown(own.index - appraised.index)) == (
        "72.66",
        "70.16",
        "2.50",
    )


def test_what_if_d_had_answered_ten_more_dossiers_in_time() -> None:
    lifted = card("D", C05={"num": Fraction(950), "den": Fraction(1000)})
    assert (shown(lifted.scores["C05"]), str(compute(EDITION, lifted).shown)) == ("1.50", "76.73")


@pytest.mark.parametrize(
    ("agency", "code", "changes", "points", "index"),
    [
        # One late report of .5 less: 34.416 + 0.5 of 40.
        ("A", "C07", ("late", "", 1, 0), "1/2", "87.29"),
        # The one disciplined official: 2 of 38 on top of 72.784210….
        ("D", "C08", ("violations", "", 1, 0), "2", "78.05"),
        # 50 answers: D given as A brings 6 · 1 ÷ 50, C given as A 6 · 0.8 ÷ 50, all fifteen B as A 6 · 0.4 · 15 ÷ 50.
        ("A", "C11", ("A", "D", 30, 31), "3/25", "86.34"),
        ("A", "C11", ("A", "C", 30, 31), "12/125", "86.28"),
        ("A", "C11", ("A", "B", 30, 45), "18/25", "87.84"),
    ],
)
def test_what_if_a_deduction_a_violation_or_an_answer_were_otherwise(
    agency: str, code: str, changes: tuple[str, str, int, int], points: str, index: str
) -> None:
    offered = {
        (action.criterion, action.input, action.instead_of, action.before, action.after): action
        for action in actions(EDITION, card(agency), figures(agency))
    }
    action = offered[code, *changes]
    assert (action.points, str(action.index)) == (Fraction(points), index)


@pytest.mark.parametrize(
    ("figures_of", "steps"),
    [
        # 5 taken of 3: three fewer leave something, one fewer does not; small ones alone cannot.
        ({"big": 4, "small": 2, "fraud": 0}, [("big", 1, "1"), ("big", 0, "2")]),
        ({"big": 1, "small": 0, "fraud": 2}, [("fraud", 0, "2")]),
        ({"big": 3, "small": 0, "fraud": 1}, []),
        ({"big": 0, "small": 0, "fraud": 0}, []),
    ],
)
def test_deductions_name_the_fewest_that_would_leave_points(
    figures_of: dict[str, int], steps: list[tuple[str, int, str]]
) -> None:
    inputs = {name: Fraction(value) for name, value in figures_of.items()}
    found = [(step.input, step.after, str(step.points)) for step in rule_of("DED").steps(inputs)]
    assert found == steps


def test_the_whole_card_lies_between_nothing_and_everything_of_what_is_not_known() -> None:
    known = Card(scores={**card("A").scores, "C11": None, "C12": None})
    low, high = span(EDITION, known, ["C11", "C12"])
    # 34.416 − 4.776 (survey) − 8.6 (satisfaction) are 21.04 of 24 points; with 16 more at most 37.04 of 40.
    assert (str(compute(EDITION, known).shown), str(low.shown), str(high.shown)) == (
        "87.67",
        "52.60",
        "92.60",
    )


def test_what_if_b_had_no_penalty() -> None:
    pardoned = Card(scores=card("B").scores)
    assert str(compute(EDITION, pardoned).shown) == "85.89"
    assert ranks_of(EDITION, {**cards(), "B": pardoned})["B"] == 2


@pytest.mark.parametrize(
    ("dropped", "expected"),
    [
        (["C09"], {"A": "84.91", "B": "87.74"}),
        (["C11"], {"A": "87.18", "B": "87.73", "C": "72.75", "D": "72.07"}),
        (["C06"], {"C": "74.80", "D": "69.46"}),
        (["C11", "C12"], {"A": "87.67", "B": "88.28", "C": "69.35", "D": "65.05"}),
    ],
)
def test_without_a_criterion_places_swap(dropped: list[str], expected: dict[str, str]) -> None:
    found = {agency: shown(index_without(EDITION, card(agency), dropped)) for agency in expected}
    assert found == expected


@pytest.mark.parametrize(
    ("method", "satisfied", "expected"),
    [
        (Method.MEAN, "86.00 86.67 80.67 86.50", "86.04 85.64 70.16 72.78"),
        (Method.POOLED, "86.32 87.14 81.07 87.32", "86.12 85.76 70.26 73.00"),
        (Method.MEAN_SCORE, "78.60 78.83 74.54 78.54", "84.19 83.68 68.63 70.69"),
    ],
)
def test_the_method_of_the_survey_moves_the_index_and_no_rank(
    method: Method, satisfied: str, expected: str
) -> None:
    assert [shown(satisfaction(agency, method)) for agency in AGENCIES] == satisfied.split()
    assert list(indexes(method).values()) == expected.split()
    assert ranks_of(EDITION, cards(method)) == {"A": 1, "B": 2, "D": 3, "C": 4}


def test_the_survey_intervals_reach_the_index_and_part_two_groups() -> None:
    found = examine(EDITION, cards(), surveys={agency: survey_ranges(agency) for agency in AGENCIES})
    bounds = {code: f"{item.low:.2f}–{item.high:.2f}" for code, item in found.intervals.items()}
    assert bounds == {
        "A": "84.67–87.07",
        "B": "84.05–86.77",
        "C": "67.23–72.16",
        "D": "70.87–74.10",
    }
    assert found.groups == (("A", "B"), ("D", "C"))


def test_weight_noise_leaves_a_first_in_three_quarters_of_the_draws() -> None:
    found = examine(EDITION, cards(), seed=1)
    percent = {
        code: {place: float(share) * 100 for place, share in at.items()} for code, at in found.shares.items()
    }
    assert percent["A"][1] == pytest.approx(75, abs=2)
    assert percent["B"][1] == pytest.approx(25, abs=2)
    assert percent["D"][3] == pytest.approx(94, abs=2)
    assert percent["C"][3] == pytest.approx(6, abs=2)


def test_the_rank_interval_spans_every_trial() -> None:
    found = examine(EDITION, cards())
    assert {code: (found.low[code], found.high[code]) for code in AGENCIES} == {
        "A": (1, 2),
        "B": (1, 2),
        "C": (3, 4),
        "D": (3, 4),
    }


def test_ties_share_a_place() -> None:
    places = rank({code: Decimal(value) for code, value in zip("ABCD", ("9", "8", "8", "7"), strict=True)})
    assert places == {"A": 1, "B": 2, "C": 2, "D": 4}


def test_a_card_with_other_points_leaves_the_first_as_it_was() -> None:
    first = card("A")
    assert with_points(first, "C01", Fraction(0)).scores["C01"] == 0
    assert first.scores["C01"] == 1
