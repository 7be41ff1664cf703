"""Where the edition says so, ratings of dossiers are computed beside the survey; too few of them never count."""

from fractions import Fraction

import pytest

from motcua.identity.api import Agency, agency_by_code
from motcua.platform.indicators import api as indicators
from motcua.platform.indicators.api import Indicator
from motcua.reform.editions.api import published_edition
from motcua.reform.editions.services import publish, start_draft
from motcua.reform.editions.tests.test_satisfaction_sources import BOTH, RATINGS, taking
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.survey_range import points_by
from motcua.reform.season import surveys
from motcua.reform.season.api import compute_season, survey_inputs
from motcua.reform.season.cards import read_sheets
from motcua.reform.season.presentation import input_rows
from motcua.reform.season.queries import edition_of, list_scorecards
from motcua.reform.season.services.rounds import start_season
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.surveys.api import SipasInput
from motcua.reform.surveys.api import SurveyInput as Counted

# Too few people rated SXD: what they said is not known. Nobody asked about SYT.
RATED = {"SKHCN": 50, "SXD": 9, "SYT": 40}
SATISFIED = {"SKHCN": 40, "SYT": 10}


@pytest.fixture
def season_of(province, rooms, monkeypatch):
    def offer(key, figures, absent):
        exact = {code: Fraction(number) for code, number in figures.items()}
        return Indicator(
            key=key, name=key, unit="x", values=lambda _period: exact, records=lambda *_: [], absent=absent
        )

    known = {
        "dvc.ratings": offer("dvc.ratings", RATED, Fraction(0)),
        "dvc.ratings_satisfied": offer("dvc.ratings_satisfied", SATISFIED, None),
    }
    monkeypatch.setattr(indicators, "_known", {**indicators._known, **known})
    # The rooms of these tests offer some indicators only.
    monkeypatch.setattr("motcua.reform.editions.queries.list_indicators", list)

    def start(change):
        document = taking(published_edition(2022).document, change)
        edition = publish(
            edition=start_draft(document=document, actor=None, now=NOW), decision="1", actor=None, now=NOW
        )
        agencies = Agency.objects.filter(code__in=["SKHCN", "SXD", "SYT"])
        season = start_season(
            year=2022,
            edition=edition,
            standing_body=agency_by_code("SNV"),
            agencies=agencies,
            blocks={agency.code: "with_dossiers" for agency in agencies},
            by=None,
            now=NOW,
        )
        compute_season(season=season, now=NOW)
        return season

    return start


def cells(season):
    rows = list(list_scorecards(season))
    sheets = read_sheets(season, "computed", rows)
    return {row.agency.code: sheets[row.pk].get("8.1") for row in rows}


def used(season, code):
    criterion = edition_of(season).criterion("8.1")
    return {row["label"]: row["value"] for row in input_rows(criterion, cells(season)[code])}


def test_both_sources_are_weighed_and_the_page_says_which_and_how_many(season_of):
    season = season_of(BOTH)
    found = cells(season)
    assert found["SKHCN"].points == 10 * (Fraction(3, 4) * Fraction(9, 10) + Fraction(1, 4) * Fraction(4, 5))
    assert found["SXD"].points == 8
    assert found["SYT"] is None
    assert list(used(season, "SKHCN").values())[:3] == ["90", "40", "50"]
    assert "50" in list(used(season, "SKHCN").values())[3]
    alone = list(used(season, "SXD").values())
    assert alone[1] == "—" and "9" in alone[3] and "30" in alone[3]


def test_ratings_alone_need_their_minimum(season_of):
    found = cells(season_of(RATINGS))
    assert found["SKHCN"].points == 8
    assert found["SYT"].points == Fraction(10, 4)
    assert found["SXD"].points is None


def test_what_a_survey_could_have_given_is_reckoned_with_the_ratings_beside_it(season_of, monkeypatch):
    season = season_of(BOTH)
    sipas = SipasInput(
        round_uuid="x",
        method=Method.MEAN,
        weighted=False,
        n=100,
        factors={"access": (0, 0, 10, 45, 45)},
        overall=None,
        percent=Fraction(90),
        interval=None,
        by_method={},
        is_shown=True,
    )
    counted = {
        code: Counted(agency_code=code, year=2022, sipas=sipas, options={}) for code in ("SKHCN", "SXD")
    }
    monkeypatch.setattr(surveys, "counted_surveys", lambda **_: counted)
    found = survey_inputs(season)
    assert (found["SKHCN"]["8.1"].rated, found["SKHCN"]["8.1"].satisfied) == (50, 40)
    assert (found["SXD"]["8.1"].rated, found["SXD"]["8.1"].satisfied) == (9, None)
    criterion = edition_of(season).criterion("8.1")
    assert points_by(criterion, found["SKHCN"]["8.1"], Method.MEAN) == cells(season)["SKHCN"].points
    assert points_by(criterion, found["SXD"]["8.1"], Method.MEAN) == 9
