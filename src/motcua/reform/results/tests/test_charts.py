"""Charts are plain data, and every picture has a table that says the same."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from motcua.reform.results import charts
from motcua.reform.results.charts import Chart, Left, Spread
from motcua.reform.results.radar import radar


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"):
        yield


def spread(name: str, index: str, low: str, high: str) -> Spread:
    return Spread(
        name=name, code=f"S{name}", index=Decimal(index), low=Decimal(low), high=Decimal(high), ranks="1–2"
    )


def all_charts() -> list[Chart]:
    return [
        radar(names=["Thể chế"], series={"Sở": [Fraction(1, 3)], "Trung bình": [None]}),
        charts.ranking([spread("A", "86.04", "84.67", "87.07"), spread("B", "85.64", "85.64", "85.64")]),
        charts.waterfall(
            start=Fraction(30), end=Fraction(29), steps={"A": Fraction(-3, 2), "B": Fraction(1, 2)}
        ),
        charts.heat_map(
            agencies=["A"], criteria=[("1.1", "Một"), ("1.2", "Hai")], shares=[[Fraction(50), None]]
        ),
        charts.trend(years=[2021, 2022], series={"A": [None, Decimal("86.04")]}),
        charts.reach([left()], is_running=True),
        charts.reach([left()], is_running=False),
    ]


def left() -> Left:
    return Left(
        name="3.5 Tên",
        code="3.5",
        points=Fraction(2),
        most=Fraction(7, 2),
        full=Fraction(5),
        gain=Fraction(3, 2),
    )


@pytest.mark.parametrize("at", range(7))
def test_every_chart_is_plain_data_beside_a_table_of_even_rows(at: int) -> None:
    chart = all_charts()[at]
    assert json.loads(json.dumps(chart.option)) == chart.option
    assert {len(row) for row in chart.rows} == {len(chart.columns)}


def test_an_area_that_is_not_measured_is_a_gap_and_said_in_words_and_table() -> None:
    chart = radar(
        names=["Một", "Hai", "Ba"],
        series={"Sở": [Fraction(50), None, Fraction(20)], "Trung bình": [Fraction(40), Fraction(0), None]},
    )
    own, mean = chart.option["series"]
    # The first point comes again, which closes the line; nothing is drawn where nothing is known.
    assert own["data"] == [[50.0, "Một"], [None, "Hai"], [20.0, "Ba"], [50.0, "Một"]]
    assert mean["data"][1] == [0.0, "Hai"] and own["connectNulls"] is False
    # A circle that leaves no room after its last area would cut the closing line off.
    axis = chart.option["angleAxis"]
    assert axis.get("boundaryGap", True) and axis["startAngle"] == 150
    assert chart.rows[1] == ["Hai", "chưa đo được", "0,00"]
    assert chart.note == "Chưa đo được, để trống trên đường: Hai"
    assert radar(names=["Một"], series={"Sở": [Fraction(1)]}).note == ""


def test_on_a_phone_names_and_legend_have_room_beside_the_picture() -> None:
    narrow, wide = radar(names=["Một"], series={"Sở": [Fraction(1)]}).option["media"]
    assert narrow["query"] == {"maxWidth": 599}
    radii = [float(each["option"]["polar"]["radius"].rstrip("%")) for each in (narrow, wide)]
    assert radii[0] < radii[1]
    one, two = (
        charts.ranking([replace(spread("A", "1", "1", "1"), block=block) for block in blocks])
        for blocks in (("",), ("Khối một", "Khối hai"))
    )
    bottoms = [chart.option["media"][0]["option"]["grid"]["bottom"] for chart in (one, two)]
    assert bottoms[0] < bottoms[1]


def test_the_interval_is_a_bar_that_begins_at_its_lower_bound() -> None:
    chart = charts.ranking([spread("A", "86.04", "84.67", "87.07")])
    base, width, point = chart.option["series"]
    assert (base["data"], width["data"], point["data"]) == ([84.67], [2.4], [[86.04, 0]])
    assert chart.rows == [["A", "86,04", "84,67–87,07", "1–2"]]


def test_the_waterfall_steps_from_the_first_level_to_the_last() -> None:
    chart = charts.waterfall(
        start=Fraction(30), end=Fraction(29), steps={"A": Fraction(-3, 2), "B": Fraction(1, 2)}
    )
    base, steps = chart.option["series"]
    assert base["data"] == [0.0, 28.5, 28.5, 0.0]
    assert [step["value"] for step in steps["data"]] == [30.0, 1.5, 0.5, 29.0]
    assert [row[1] for row in chart.rows] == ["30,00", "−1,50", "+0,50", "29,00"]


def test_what_does_not_apply_is_no_cell_and_a_dash() -> None:
    chart = charts.heat_map(
        agencies=["A"], criteria=[("1.1", "Một"), ("1.2", "Hai")], shares=[[Fraction(50), None]]
    )
    assert chart.option["series"][0]["data"] == [[0, 0, 50.0]]
    assert (chart.columns[1:], chart.rows) == (["A"], [["1.1 Một", "50"], ["1.2 Hai", "–"]])
    assert chart.note
    assert chart.option["legend"] == {"show": False}
    assert chart.option["yAxis"]["axisLabel"]["interval"] == 0


def test_what_is_out_of_reach_is_shown_apart_while_the_year_runs() -> None:
    running, finished = (charts.reach([left()], is_running=is_running) for is_running in (True, False))
    assert [series["data"] for series in running.option["series"]] == [[2.0], [1.5], [1.5]]
    assert running.rows == [["3.5 Tên", "2,00", "3,50", "5,00", "+1,50"]]
    assert len(finished.option["series"]) == 2
    assert finished.rows == [["3.5 Tên", "2,00", "5,00", "+1,50"]]


@pytest.mark.parametrize("at", [1, 5])
def test_a_narrow_picture_names_by_code(at: int) -> None:
    chart = all_charts()[at]
    narrow, wide = chart.option["media"]
    assert narrow["query"] == {"maxWidth": 599}
    assert wide["option"]["yAxis"]["data"] == chart.option["yAxis"]["data"]
    assert narrow["option"]["yAxis"]["data"] in (["SB", "SA"], ["3.5"])


def test_a_waterfall_that_does_not_begin_at_nothing_says_so() -> None:
    steps = {"A": Fraction(-20), "B": Fraction(19)}
    chart = charts.waterfall(start=Fraction(30), end=Fraction(29), steps=steps)
    assert chart.option["yAxis"]["min"] == 8
    assert "8 điểm" in chart.note
    assert charts.waterfall(start=Fraction(1), end=Fraction(1), steps={}).note == ""
