import json
from fractions import Fraction
from pathlib import Path

from motcua.reform.rules.sampling import Method
from motcua.reform.rules.survey_forms import read_form
from motcua.reform.rules.survey_results import Counts, figure, parts_by_factor, parts_by_item, whole

DATA = Path(__file__).parents[2] / "surveys" / "data" / "forms.json"
FORMS = {row["key"]: read_form(row) for row in json.loads(DATA.read_text(encoding="utf-8"))["forms"]}
SIPAS, PEERS = FORMS["sipas"], FORMS["peers"]
AGENCY_A = {"a1": (2, 6, 22, 110, 60), "p1": (1, 5, 24, 115, 55), "o1": (2, 4, 14, 100, 80)}
AGENCY_A |= {"r1": (1, 3, 16, 105, 75), "f1": (3, 6, 21, 75, 45)}


def counts(rows, n):
    return Counts(
        n=n,
        items={key: dict(zip("12345", row, strict=True)) for key, row in rows.items()},
    )


def test_the_worked_example_of_the_sheet_comes_out_of_counted_answers():
    found = whole(form=SIPAS, counts=counts(AGENCY_A, 200), method=Method.MEAN)
    assert found.percent == 86
    assert (round(found.interval.low, 2), round(found.interval.high, 2)) == (80.51, 90.13)
    assert [part.percent for part in parts_by_factor(form=SIPAS, counts=counts(AGENCY_A, 200))] == [
        85,
        85,
        90,
        90,
        80,
    ]


def test_a_question_left_empty_is_missing_and_not_counted_against_the_agency():
    items = {part.key: part for part in parts_by_item(form=SIPAS, counts=counts(AGENCY_A, 200))}
    assert (items["f1"].answered, items["f1"].missing, items["f1"].percent) == (150, 50, 80)
    assert (items["f2"].answered, items["f2"].percent, items["f2"].interval) == (0, None, None)


def test_options_give_their_share_of_the_points_in_percent():
    rows = Counts(n=52, items={"s1": {"A": 30, "B": 15, "C": 4, "D": 1, "E": 2}})
    assert figure(form=PEERS, counts=rows, method=Method.MEAN) == Fraction(398, 5)
    assert whole(form=PEERS, counts=rows, method=Method.MEAN).n == 52


def test_strata_weigh_by_their_population_and_the_plain_figure_stays_beside_it():
    first = counts({"overall": (0, 0, 28, 100, 72)}, 200)
    second = counts({"overall": (0, 0, 27, 40, 23)}, 90)
    both = counts({"overall": (0, 0, 55, 140, 95)}, 290)
    found = whole(
        form=SIPAS,
        counts=both,
        method=Method.OVERALL_QUESTION,
        strata={"1": first, "2": second},
        populations={"1": 700, "2": 300},
    )
    assert (round(float(found.percent), 2), round(float(found.unweighted), 2)) == (81.2, 81.03)
    assert round(found.estimate.standard_error, 3) == 2.256


def test_answers_of_no_stratum_are_not_in_a_weighted_figure_nor_in_its_number():
    first = counts({"overall": (0, 0, 0, 0, 40)}, 40)
    every = counts({"overall": (30, 0, 0, 0, 40)}, 70)
    found = whole(
        form=SIPAS,
        counts=every,
        method=Method.OVERALL_QUESTION,
        strata={"1": first},
        populations={"1": 760, "2": 240},
    )
    assert (found.percent, found.n) == (100, 40)
    assert found.estimate.covered == Fraction(76, 100)


def test_nobody_answering_gives_no_figure():
    empty = Counts(n=0, items={})
    assert whole(form=SIPAS, counts=empty, method=Method.MEAN).percent is None
    assert whole(form=PEERS, counts=empty, method=Method.MEAN).interval is None
