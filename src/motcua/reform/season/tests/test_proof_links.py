"""From a figure to its records, and from each record to the page that this reader may open."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from motcua.identity.api import agency_by_code
from motcua.onestop.proof.ports import rated_agencies
from motcua.platform import clock
from motcua.platform.indicators import api as indicators
from motcua.platform.indicators.api import Record
from motcua.platform.indicators.opening import openable
from motcua.reform.season.models import MetricValue
from motcua.reform.season.policies import AGENCY_ROLES
from motcua.reform.season.services.freezing import freeze
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.surveys.models import RoundState, SurveyForm, SurveyRound, SurveyTally
from motcua.reform.surveys.services.forms import load_forms

KEY = "plan.tasks_done"


@pytest.fixture(autouse=True)
def that_day():
    with clock.at(NOW):
        yield


@pytest.fixture
def two_pages(season, monkeypatch):
    """The room offers one page to the agency, another to those who judge."""
    offered = indicators.get_indicator(KEY)

    def records(code, period):
        return [replace(row, proof_url="/can-cu/") for row in offered.records(code, period)]

    monkeypatch.setitem(indicators._known, KEY, replace(offered, records=records))


@pytest.fixture
def page(client, user, card):
    def page(username):
        client.force_login(user(username))
        address = reverse("season:records", args=[card("SKHCN").uuid, "1.2", KEY])
        return client.get(address).content.decode()

    return page


@pytest.mark.parametrize("who", ["quanly.cchc", "thamdinh", "kiemtra"])
def test_those_who_judge_are_led_to_the_proof(two_pages, appraising, page, who):
    assert 'href="/can-cu/"' in page(who)
    assert 'href="/x/"' not in page(who)


@pytest.mark.parametrize("who", ["cv.vp", "giamdoc", "truongphong"])
def test_the_agency_keeps_its_own_way(two_pages, appraising, page, who):
    assert 'href="/x/"' in page(who)
    assert 'href="/can-cu/"' not in page(who)


def test_both_addresses_are_frozen(two_pages, season):
    freeze(season=season, by=None, now=NOW)
    (row,) = MetricValue.objects.get(agency__code="SKHCN", key=KEY).records
    assert (row["url"], row["proof_url"]) == ("/x/", "/can-cu/")


def test_what_was_frozen_before_shows_those_who_judge_the_label_alone(appraising, page):
    for metric in MetricValue.objects.filter(key=KEY):
        metric.records = [{"key": "1", "label": "Hồ sơ một", "url": "/x/", "on": None, "note": ""}]
        metric.save()
    text = page("thamdinh")
    assert "Hồ sơ một" in text
    assert 'href="/x/"' not in text
    assert 'href="/x/"' in page("cv.vp")


def test_agencies_of_a_round_are_rated_and_others_not(duo):
    rated = {agency_by_code(code).pk for code in ("SKHCN", "SXD")}
    assert set(rated_agencies()) == rated


@pytest.fixture
def a_survey(season, monkeypatch):
    """The figure is a published survey's, whose page is not for everybody who reads the card."""
    load_forms(now=NOW)
    survey = SurveyRound.objects.create(
        year=2022,
        form=SurveyForm.objects.filter(key="sipas").latest("version"),
        form_key="sipas",
        name_vi="Khảo sát",
        minimum=1,
        opens_on=NOW.date(),
        closes_on=NOW.date(),
        state=RoundState.PUBLISHED,
        created_at=NOW,
    )
    target = survey.targets.create(agency=agency_by_code("SKHCN"), error="1/20")
    nothing = {"n": 0, "items": {}, "strata": {}}
    counted = {"counts": nothing, "all_counts": nothing, "counted_at": NOW}
    SurveyTally.objects.create(target=target, respondents=0, excluded=0, **counted)
    page = reverse("surveys:result", args=[target.uuid])
    offered = indicators.get_indicator(KEY)
    rows = [Record(key="1", label="Khảo sát", url=page, proof_url=page)]
    monkeypatch.setitem(indicators._known, KEY, replace(offered, records=lambda code, period: rows))
    return page


@pytest.mark.parametrize(
    ("who", "opens"),
    [("cv.vp", True), ("giamdoc", True), ("truongphong", True), ("chuyenvien", False), ("thamdinh", True)],
)
def test_only_what_opens_for_the_reader_is_a_link(a_survey, appraising, page, client, who, opens):
    text = page(who)
    assert "Khảo sát" in text
    assert (f'href="{a_survey}"' in text) is opens
    assert ("Bản ghi không có liên kết" in text) is not opens
    assert (client.get(a_survey).status_code == 200) is opens


@pytest.mark.parametrize(
    "route", ["inspections:inspection", "inspections:shortcoming", "initiatives:initiative"]
)
@pytest.mark.parametrize("role", AGENCY_ROLES)
def test_what_nobody_was_told_of_is_no_link(season, staff, route, role):
    who = {
        "REFORM_OFFICER": "cv.vp",
        "LEADER": "giamdoc",
        "HEAD_OF_UNIT": "truongphong",
        "SPECIALIST": "chuyenvien",
    }
    assert openable([reverse(route, args=[uuid4()]), "/x/"], reader=staff(who[role.name])) == {"/x/"}
