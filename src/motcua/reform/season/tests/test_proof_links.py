"""From a figure to its records, and from each record to the page that this reader may open."""

from dataclasses import replace

import pytest
from django.urls import reverse

from motcua.identity.api import agency_by_code
from motcua.onestop.proof.ports import rated_agencies
from motcua.platform import clock
from motcua.platform.indicators import api as indicators
from motcua.reform.season.models import MetricValue
from motcua.reform.season.services.freezing import freeze
from motcua.reform.season.tests.conftest import NOW

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
