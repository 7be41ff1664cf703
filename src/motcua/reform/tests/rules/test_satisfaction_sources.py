"""SAT takes the word of the survey, of ratings of dossiers, or of both; too few ratings never count."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reform.rules.edition import Criterion
from motcua.reform.rules.notation import read_rule_text, write_rule
from motcua.reform.rules.recompute import _survey as read_survey
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.scoring import BadInput, MissingInput, Policy, Rest, RuleRefused, read_rule
from motcua.reform.rules.scoring.satisfaction import Satisfaction, Source
from motcua.reform.rules.snapshot import _survey as write_survey
from motcua.reform.rules.survey_range import SurveyInput, points_by, survey_range

BOTH = {"kind": "SAT", "source": "both", "weight": "1/4", "minimum": 30}
RATINGS = {"kind": "SAT", "source": "ratings", "minimum": 30, "zero_denominator": "na"}
COUNTS = st.integers(0, 400)


def rule(record: dict[str, Any]) -> Satisfaction:
    read = read_rule(record, points=Fraction(10), year=2026)
    assert isinstance(read, Satisfaction)
    return read


def figures(percent: object, satisfied: int | None, rated: int) -> dict[str, Any]:
    known = None if satisfied is None else Fraction(satisfied)
    return {"percent": Fraction(str(percent)), "satisfied": known, "rated": Fraction(rated)}


def test_without_a_source_it_is_the_survey_as_before() -> None:
    assert rule({"kind": "SAT"}) == rule({"kind": "SAT", "source": "survey"})
    assert rule({"kind": "SAT"}).input_names() == ("percent",)
    assert rule({"kind": "SAT"}).score({"percent": Fraction(80)}).points == 8


@pytest.mark.parametrize(
    ("satisfied", "rated", "points", "used"),
    [
        (90, 100, Fraction(3, 4) * 8 + Fraction(1, 4) * 9, Source.BOTH),
        (30, 30, Fraction(17, 2), Source.BOTH),
        (29, 29, Fraction(8), Source.SURVEY),
        (0, 30, Fraction(6), Source.BOTH),
        (0, 0, Fraction(8), Source.SURVEY),
        (None, 500, Fraction(8), Source.SURVEY),
    ],
)
def test_both_are_weighed_exactly_and_the_survey_stands_alone_below_the_minimum(
    satisfied: int | None, rated: int, points: Fraction, used: Source
) -> None:
    inputs = figures(80, satisfied, rated)
    assert rule(BOTH).score(inputs).points == points
    assert rule(BOTH).used(inputs) is used


@pytest.mark.parametrize(("policy", "points"), [("na", None), ("full", 10), ("zero", 0)])
def test_ratings_alone_below_the_minimum_are_worth_what_the_edition_says(
    policy: str, points: int | None
) -> None:
    of_policy = rule({**RATINGS, "zero_denominator": policy})
    assert of_policy.zero_denominator is Policy(policy)
    assert of_policy.score(figures(0, 29, 29)).points == points
    assert of_policy.used(figures(0, 29, 29)) is None
    assert of_policy.score(figures(0, 21, 30)).points == 7


def test_figures_that_cannot_be_are_refused() -> None:
    with pytest.raises(BadInput):
        rule(RATINGS).score(figures(0, 41, 40))
    with pytest.raises(BadInput):
        rule(BOTH).score(figures(101, 4, 40))
    for lacking in ("percent", "satisfied", "rated"):
        inputs = {name: value for name, value in figures(80, 4, 40).items() if name != lacking}
        with pytest.raises(MissingInput):
            rule(BOTH).score(inputs)


@given(percent=st.integers(0, 100), rated=COUNTS, satisfied=COUNTS, record=st.sampled_from([BOTH, RATINGS]))
def test_points_are_bounded_and_more_satisfied_never_lose(
    percent: int, rated: int, satisfied: int, record: dict[str, Any]
) -> None:
    satisfied = min(satisfied, rated)
    found = rule(record).score(figures(percent, satisfied, rated)).points
    assert found is None or 0 <= found <= 10
    if satisfied < rated and found is not None:
        more = rule(record).score(figures(percent, satisfied + 1, rated)).points
        assert more is not None and more >= found
    for step in rule(record).steps(figures(percent, satisfied, rated)):
        assert step.points >= (found or 0)


def test_what_would_lift_it() -> None:
    rated, survey = rule(BOTH).steps(figures(80, 90, 100))
    assert (survey.input, survey.after, survey.points) == ("percent", 81, Fraction(333, 40))
    # A quarter of ten points times one of a hundred.
    assert (rated.input, rated.after, rated.points) == ("satisfied", 91, Fraction(331, 40))
    (rating,) = rule(RATINGS).steps(figures(0, 90, 100))
    assert (rating.input, rating.after, rating.points) == ("satisfied", 91, Fraction(91, 10))
    assert list(rule(RATINGS).steps(figures(0, 5, 9))) == []


def test_in_a_running_year_only_ratings_still_to_come_can_lift_it() -> None:
    def rest(coming: int) -> Rest:
        return Rest(today=date(2026, 11, 30), last=date(2026, 12, 31), coming=Fraction(coming))

    (rating,) = rule(RATINGS).chances(figures(0, 90, 100), rest(20))
    assert (rating.after, rating.total, rating.points) == (110, (100, 120), 10 * Fraction(110, 120))
    assert list(rule(RATINGS).chances(figures(0, 90, 100), rest(0))) == []
    assert list(rule(RATINGS).chances(figures(0, 5, 9), rest(20))) == []
    assert list(rule({"kind": "SAT"}).chances(figures(80, 0, 0), rest(20))) == []


def test_an_edition_says_its_minimum_and_a_weight_that_leaves_room_for_both() -> None:
    codes = [problem.code for problem in rule({**BOTH, "weight": "1", "minimum": 0}).problems()]
    assert codes == ["ratings_weight_outside_0_to_1", "ratings_without_minimum"]
    assert list(rule(BOTH).problems()) == list(rule(RATINGS).problems()) == []


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"kind": "SAT", "source": "rumours"}, "unknown_source"),
        ({"kind": "SAT", "source": "both", "minimum": 30}, "field_missing"),
        ({"kind": "SAT", "source": "ratings", "zero_denominator": "na"}, "field_missing"),
        ({**RATINGS, "minimum": None}, "not_a_number"),
        ({**RATINGS, "weight": "1/2"}, "unknown_field"),
        ({"kind": "SAT", "minimum": 30}, "unknown_field"),
    ],
)
def test_what_an_edition_leaves_open_is_refused(record: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleRefused) as error:
        rule(record)
    assert error.value.code == code


@pytest.mark.parametrize("record", [BOTH, RATINGS])
def test_it_survives_a_spreadsheet(record: dict[str, Any]) -> None:
    assert read_rule_text("SAT", write_rule(record)) == record


def criterion(record: dict[str, Any]) -> Criterion:
    return Criterion(
        code="8.1", area="8", parent="", name_vi="a", name_en="a", points=Fraction(10), rule=rule(record),
        record={"rule": record}, inputs={}, blocks=frozenset(), is_survey=True, needs_evidence=False,
        is_verified=False, examples=(),
    )  # fmt: skip


def test_chance_and_method_move_the_survey_s_part_only() -> None:
    factors = ((0, 0, 10, 45, 45), (10, 0, 0, 20, 20))
    alone = SurveyInput(respondents=100, factors=factors)
    beside = SurveyInput(respondents=100, factors=factors, rated=200, satisfied=100)
    for method in (Method.MEAN, Method.POOLED):
        survey, mixed = (
            points_by(criterion({"kind": "SAT"}), alone, method),
            points_by(criterion(BOTH), beside, method),
        )
        assert survey is not None and mixed == Fraction(3, 4) * survey + Fraction(1, 4) * 5
    plain = survey_range(criterion({"kind": "SAT"}), alone, Method.MEAN)
    narrow = survey_range(criterion(BOTH), beside, Method.MEAN)
    assert plain is not None and narrow is not None
    assert narrow.high - narrow.low == Fraction(3, 4) * (plain.high - plain.low)


def test_a_snapshot_keeps_the_ratings_and_says_nothing_of_them_where_there_are_none() -> None:
    plain, beside = SurveyInput(respondents=3), SurveyInput(respondents=3, rated=40, satisfied=None)
    assert set(write_survey(plain)) == {"respondents", "factors", "overall", "counts", "low", "high"}
    for survey in (plain, beside, SurveyInput(rated=40, satisfied=30)):
        assert read_survey(write_survey(survey)) == survey
