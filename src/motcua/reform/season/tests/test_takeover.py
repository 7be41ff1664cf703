from fractions import Fraction

import pytest

from motcua.reform.season.api import State, cards, figures, freeze
from motcua.reform.season.models import MetricValue
from motcua.reform.season.takeover import TakeoverRefused, take_over
from motcua.reform.season.tests.conftest import NOW


@pytest.fixture
def record():
    return {
        "year": 2022,
        "standing_body": "SNV",
        "opened_on": "2022-12-01",
        "frozen_on": "2022-12-31",
        "submitted_on": "2023-01-12",
        "appraised_on": "2023-02-10",
        "final_on": "2023-02-24",
        "agencies": {
            "SKHCN": {
                "block": "with_dossiers",
                "scores": {
                    "1.2": {
                        "inputs": {"num": "9", "den": "10"},
                        "computed": "rule",
                        "self": "2",
                        "appraised": "rule",
                        "reason": "tính cả nhiệm vụ đã xong trước hạn",
                    },
                    "2.1": {"self": None, "appraised": None, "reason": "không được giao"},
                },
                "extras": {"B1": {"cases": 1, "reason": "Bằng khen"}},
                "metrics": {"plan.tasks_done": {"value": "9", "records": [{"key": "t1", "label": "1"}]}},
            }
        },
    }


def test_a_past_season_stands_as_it_was_decided(province, record):
    season = take_over(record=record, now=NOW)
    card = cards(season, "final")["SKHCN"]
    assert season.state == State.FINAL
    assert card.scores["1.2"] == Fraction(9, 5)
    assert card.scores["2.1"] is None
    assert card.extras == {"B1": 1}
    assert cards(season, "self")["SKHCN"].scores["1.2"] == 2
    assert figures(season, "SKHCN", "final")["1.2"] == {"num": 9, "den": 10}
    assert MetricValue.objects.get().records[0]["key"] == "t1"


def test_taken_over_again_nothing_is_added(province, record):
    first = take_over(record=record, now=NOW)
    assert take_over(record=record, now=NOW) == first


def test_what_was_computed_and_frozen_here_stays_under_what_people_filled(season, record, card):
    frozen = freeze(season=season, by=None, now=NOW)
    taken = take_over(record=record, now=NOW)
    assert (taken.pk, taken.state) == (frozen.pk, State.FINAL)
    assert cards(taken, "computed")["SKHCN"].scores["1.1"] == 1
    assert cards(taken, "self")["SKHCN"].scores["1.2"] == 2
    assert not card("SXD").is_draft


def test_the_change_since_last_year_is_written_down(province, record):
    taken = take_over(record=record, now=NOW)
    entry = taken.scorecards.get().entries.get(code="8.7")
    assert (entry.column, entry.points, entry.inputs["previous"]) == ("council", None, None)


def test_points_beyond_the_edition_are_refused(province, record):
    record["agencies"]["SKHCN"]["scores"]["1.2"]["self"] = "3"
    with pytest.raises(TakeoverRefused):
        take_over(record=record, now=NOW)
