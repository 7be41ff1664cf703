from fractions import Fraction

import pytest

from motcua.reform.season.api import State, cards, figures, freeze
from motcua.reform.season.appraisal_models import Appraiser, CouncilMember
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


def test_a_record_that_ends_with_the_appraisal_waits_for_appeals(province, record):
    del record["final_on"]
    season = take_over(record=record, now=NOW)
    assert season.state == State.APPEAL
    assert not season.scorecards.filter(entries__code="8.7").exists()
    assert take_over(record=record, now=NOW) == season


def test_points_of_the_council_need_its_day(province, record):
    del record["final_on"]
    record["agencies"]["SKHCN"]["scores"]["1.2"]["council"] = "1"
    with pytest.raises(TakeoverRefused, match="no day"):
        take_over(record=record, now=NOW)


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


@pytest.fixture
def peopled(record):
    row = record["agencies"]["SKHCN"]
    row["people"] = {"self": "cv.vp", "head": "giamdoc"}
    second = {"area": "2", "order": 2, "user": "thamdinh2"}
    stand_in = {"area": "1", "order": 2, "user": "thamdinh.stp", "agency": "SKHCN"}
    appraisers = [{"area": "1", "order": 2, "user": "thamdinh"}, second, stand_in]
    return {**record, "manager": "quanly.cchc", "appraisers": appraisers}


def test_who_assessed_signed_and_appraised_is_named(province, peopled):
    card = take_over(record=peopled, now=NOW).scorecards.get()
    entries = card.entries.exclude(by=None).values_list("column", "code", "by__username")
    assert set(entries) == {
        ("self", "1.2", "cv.vp"),
        ("self", "2.1", "cv.vp"),
        ("appraised", "1.2", "thamdinh.stp"),
        ("appraised", "2.1", "thamdinh2"),
    }
    assert (card.submitted_by.username, card.season.made_by.username) == ("giamdoc", "quanly.cchc")
    assert card.extras.get().by.username == "quanly.cchc"
    assert Appraiser.objects.filter(season=card.season).count() == 3


def test_where_both_agreed_each_holds_what_was_recognised(province, peopled):
    peopled["agreed"] = True
    first = {"area": "1", "order": 1, "user": "thamdinh.vp"}
    peopled["appraisers"].append(first)
    card = take_over(record=peopled, now=NOW).scorecards.get()
    held = card.opinions.order_by("order").values_list("code", "order", "points", "accepts", "by__username")
    assert list(held) == [
        ("1.2", 1, Fraction(9, 5), False, "thamdinh.vp"),
        ("1.2", 2, Fraction(9, 5), True, "thamdinh.stp"),
    ], "criterion 2.1 has no first appraiser, so nothing is said for anybody"


def test_the_council_and_the_computer_name_nobody(province, peopled):
    card = take_over(record=peopled, now=NOW).scorecards.get()
    assert not card.entries.filter(column__in=("computed", "council")).exclude(by=None).exists()


@pytest.mark.parametrize("where", ["manager", "appraiser", "people"])
def test_an_unknown_account_is_refused_by_name(province, peopled, where):
    if where == "manager":
        peopled["manager"] = "khong.co"
    elif where == "appraiser":
        peopled["appraisers"][1]["user"] = "khong.co"
    else:
        peopled["agencies"]["SKHCN"]["people"]["head"] = "khong.co"
    with pytest.raises(TakeoverRefused, match=r"unknown account: khong\.co"):
        take_over(record=peopled, now=NOW)


def test_the_members_of_the_council_are_known(province, peopled):
    chair = {"user": "hoidong", "agency": "UBND", "chair": True}
    peopled["council"] = [chair, {"user": "gd.stp", "agency": "STP"}]
    season = take_over(record=peopled, now=NOW)
    members = CouncilMember.objects.filter(season=season, is_present=True)
    assert set(members.values_list("user__username", "is_chair")) == {("hoidong", True), ("gd.stp", False)}


def test_a_member_from_nowhere_is_refused(province, peopled):
    peopled["council"] = [{"user": "hoidong", "agency": "KHONG"}]
    with pytest.raises(TakeoverRefused, match="unknown agency: KHONG"):
        take_over(record=peopled, now=NOW)


def test_the_council_is_no_person(province, peopled):
    peopled["agencies"]["SKHCN"]["people"]["council"] = "hoidong"
    with pytest.raises(TakeoverRefused, match="SKHCN: nobody is named as council"):
        take_over(record=peopled, now=NOW)


def test_nobody_of_the_agency_appraises_it(province, peopled):
    peopled["agencies"]["SKHCN"]["people"]["appraised"] = "chuyenvien"
    with pytest.raises(TakeoverRefused, match="chuyenvien appraises the own agency, SKHCN"):
        take_over(record=peopled, now=NOW)


def test_an_appraiser_of_an_agency_that_is_not_rated_is_refused(province, peopled):
    peopled["appraisers"][2]["agency"] = "SXD"
    with pytest.raises(TakeoverRefused, match="not rated in this season: SXD"):
        take_over(record=peopled, now=NOW)


def test_why_appraised_points_differ_is_one_of_the_reasons(province, peopled):
    cell = peopled["agencies"]["SKHCN"]["scores"]["1.2"]
    cell["appraised_reason_code"] = "mood"
    with pytest.raises(TakeoverRefused, match=r"SKHCN 1\.2: no such reason: mood"):
        take_over(record=peopled, now=NOW)
    cell["appraised_reason_code"] = "wrong_period"
    card = take_over(record=peopled, now=NOW).scorecards.get()
    assert card.entries.get(code="1.2", column="appraised").reason_code == "wrong_period"
