from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reform.rules.sampling import (
    Likert,
    Method,
    NoAnswers,
    Stratum,
    factor_index,
    option_score,
    sample_size,
    sipas,
    stratified,
    wilson,
)

WEIGHTS = {"A": Fraction(1), "B": Fraction(3, 5), "C": Fraction(1, 5), "D": Fraction(0)}
AGENCIES: dict[str, tuple[Likert, ...]] = {
    "A": (
        (2, 6, 22, 110, 60),
        (1, 5, 24, 115, 55),
        (2, 4, 14, 100, 80),
        (1, 3, 16, 105, 75),
        (3, 6, 21, 75, 45),
    ),
    "B": ((1, 3, 16, 85, 45), (1, 4, 15, 80, 50), (1, 2, 12, 80, 55), (0, 3, 12, 85, 50), (2, 4, 14, 50, 30)),
    "C": ((1, 3, 8, 33, 15), (1, 2, 9, 34, 14), (1, 2, 6, 33, 18), (0, 2, 8, 34, 16), (2, 3, 5, 20, 10)),
    "D": ((1, 2, 10, 67, 40), (1, 3, 12, 66, 38), (1, 2, 7, 65, 45), (1, 2, 9, 66, 42), (2, 4, 14, 40, 20)),
}
COUNTS = st.tuples(*[st.integers(0, 500)] * 5).filter(any)


def two(figure: Fraction) -> str:
    """Round half up to two decimals, as the sheet shows figures."""
    cents = int(figure * 100 + Fraction(1, 2))
    return f"{cents // 100}.{cents % 100:02d}"


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("A", ["85.00", "85.00", "90.00", "90.00", "80.00"]),
        ("B", ["86.67", "86.67", "90.00", "90.00", "80.00"]),
        ("C", ["80.00", "80.00", "85.00", "83.33", "75.00"]),
        ("D", ["89.17", "86.67", "91.67", "90.00", "75.00"]),
    ],
)
def test_a_factor_is_the_share_of_valid_answers_at_four_or_five(agency, expected):
    assert [two(factor_index(counts)) for counts in AGENCIES[agency]] == expected


@pytest.mark.parametrize(
    ("agency", "mean", "pooled", "mean_score"),
    [
        ("A", "86.00", "86.32", "78.60"),
        ("B", "86.67", "87.14", "78.83"),
        ("C", "80.67", "81.07", "74.54"),
        ("D", "86.50", "87.32", "78.54"),
    ],
)
def test_the_satisfaction_index_follows_the_chosen_method(agency, mean, pooled, mean_score):
    methods = (Method.MEAN, Method.POOLED, Method.MEAN_SCORE)
    found = [two(sipas(factors=AGENCIES[agency], method=method)) for method in methods]
    assert found == [mean, pooled, mean_score]


def test_the_overall_question_stands_alone():
    assert sipas(factors=(), method=Method.OVERALL_QUESTION, overall=(0, 0, 1, 2, 1)) == 75
    with pytest.raises(NoAnswers):
        sipas(factors=AGENCIES["A"], method=Method.OVERALL_QUESTION)


def test_a_factor_that_nobody_answered_leaves_the_mean():
    assert sipas(factors=((0, 0, 0, 0, 0), (0, 0, 1, 1, 0)), method=Method.MEAN) == 50
    with pytest.raises(NoAnswers):
        sipas(factors=((0, 0, 0, 0, 0),), method=Method.MEAN)


@pytest.mark.parametrize(
    ("counts", "points"),
    [((30, 15, 4, 1), "4.78"), ((24, 20, 5, 1), "4.44"), ((12, 22, 12, 4), "3.31"), ((26, 18, 5, 1), "4.54")],
)
def test_options_score_their_weights_of_the_points(counts, points):
    assert two(option_score(counts=dict(zip("ABCD", counts, strict=True)), weights=WEIGHTS) * 6) == points


def test_the_option_without_a_weight_is_left_out_above_and_below_the_line():
    assert option_score(counts={"A": 1, "B": 1, "E": 98}, weights=WEIGHTS) == Fraction(4, 5)
    with pytest.raises(NoAnswers):
        option_score(counts={"E": 98}, weights=WEIGHTS)


@pytest.mark.parametrize(("population", "size"), [(1200, 300), (8400, 382), (12000, 388), (1, 1), (0, 0)])
def test_the_sample_is_rounded_up(population, size):
    assert sample_size(population=population) == size


@pytest.mark.parametrize(
    ("agency", "n", "low", "high"),
    [
        ("A", 200, "80.51", "90.13"),
        ("B", 150, "80.30", "91.20"),
        ("C", 60, "68.96", "88.68"),
        ("D", 120, "79.24", "91.49"),
    ],
)
def test_the_wilson_interval_takes_the_respondents_of_the_form(agency, n, low, high):
    found = wilson(percent=sipas(factors=AGENCIES[agency], method=Method.MEAN), n=n)
    assert (f"{found.low:.2f}", f"{found.high:.2f}") == (low, high)


def test_strata_count_by_their_weight_in_the_population():
    strata = [
        Stratum(weight=Fraction(7, 10), share=Fraction(172, 200), n=200),
        Stratum(weight=Fraction(3, 10), share=Fraction(63, 90), n=90),
    ]
    found = stratified(strata=strata)
    assert two(found.percent) == "81.20"
    assert two(Fraction(172 + 63, 200 + 90) * 100) == "81.03"
    assert f"{found.standard_error:.3f}" == "2.256"
    assert (f"{found.interval.low:.2f}", f"{found.interval.high:.2f}") == ("76.78", "85.62")
    assert found.covered == 1


def test_a_stratum_that_did_not_answer_is_told_and_one_answer_is_uncertain():
    silent = Stratum(weight=Fraction(1, 4), share=Fraction(0), n=0)
    single = Stratum(weight=Fraction(3, 4), share=Fraction(1), n=1)
    found = stratified(strata=[silent, single])
    assert (found.percent, found.covered, found.standard_error) == (100, Fraction(3, 4), 50.0)
    with pytest.raises(NoAnswers):
        stratified(strata=[silent])


@given(COUNTS, st.sampled_from([Method.MEAN, Method.POOLED, Method.MEAN_SCORE]), st.integers(1, 1000))
def test_an_index_lies_in_its_interval_between_nought_and_a_hundred(counts, method, n):
    percent = sipas(factors=(counts,), method=method)
    found = wilson(percent=percent, n=n)
    assert 0 <= found.low <= float(percent) + 1e-9
    assert float(percent) - 1e-9 <= found.high <= 100


@given(COUNTS, st.integers(0, 3), st.sampled_from([Method.MEAN, Method.POOLED, Method.MEAN_SCORE]))
def test_a_better_answer_never_lowers_the_index(counts, step, method):
    if counts[step] == 0:
        return
    better = list(counts)
    better[step] -= 1
    better[step + 1] += 1
    assert sipas(factors=(tuple(better),), method=method) >= sipas(factors=(counts,), method=method)


@given(st.integers(1, 10**7))
def test_a_sample_never_exceeds_its_population_or_the_limit_of_four_hundred(population):
    assert sample_size(population=population) <= min(population, 400)
