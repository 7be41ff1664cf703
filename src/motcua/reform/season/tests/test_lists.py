"""The lists of appraisers, appeals and the council: the statements do not grow with their lines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.platform import clock
from motcua.reform.season.appraisal_models import Appeal, Motion
from motcua.reform.season.services.appraisal import agree_with_rest, orders_of, waiting_codes
from motcua.reform.season.services.council import set_council
from motcua.reform.season.services.owing import waiting_by_appraiser
from motcua.reform.season.services.supplements import ask_supplement
from motcua.reform.season.tests.conftest import NOW


@pytest.fixture
def statements(client, user):
    """How many statements a page takes for somebody, once it was opened before."""

    def statements(username, name):
        client.force_login(user(username))
        address = reverse(f"season:{name}", args=[2022])
        with clock.at(NOW):
            assert client.get(address).status_code == 200
            with CaptureQueriesContext(
                connection,
            ) as found:
                client.get(address)
        return len(found)

    return statements


def appeal(card, code, by):
    return Appeal.objects.create(scorecard=card, code=code, text="x", filed_by=by, filed_at=NOW)


def propose(card, code):
    options = [{"key": "first", "points": "1", "inputs": {}}, {"key": "second", "points": "0", "inputs": {}}]
    return Motion.objects.create(scorecard=card, code=code, kind="difference", options=options, opened_at=NOW)


def test_an_appraiser_sees_every_office_and_what_waits_in_each(appraising, card, acting, client, user):
    agree_with_rest(scorecard=card("SKHCN"), area="2", **acting("thamdinh"))
    ask_supplement(scorecard=card("SKHCN"), code="3.1", reason="x", until=NOW.date(), **acting("quanly.cchc"))
    for username in ("thamdinh", "thamdinh2"):
        client.force_login(user(username))
        with clock.at(NOW):
            page = client.get(reverse("season:appraisal", args=[2022]))
        expected = {
            (agency, area, order): len(waiting_codes(card(agency), order, area, today=NOW.date()))
            for agency in ("SKHCN", "SXD")
            for area, order in orders_of(card(agency), user(username).pk).items()
        }
        lines = page.context["lines"]
        assert {
            (line["card"].agency.code, line["area"].code, line["order"]): line["waiting"] for line in lines
        } == expected
        total = waiting_by_appraiser(appraising, today=NOW.date())[user(username).pk]
        assert page.context["waiting"] == sum(expected.values()) == total


def test_the_appraisers_page_takes_as_many_statements_for_two_cards_as_for_one(appraising, card, statements):
    appraising.scorecards.filter(agency__code="SXD").update(state="draft", submitted_at=None)
    one = statements("thamdinh", "appraisal")
    appraising.scorecards.update(state="submitted", submitted_at=NOW)
    assert statements("thamdinh", "appraisal") == one


def test_the_page_of_appeals_takes_as_many_statements_for_four_as_for_one(appraising, card, statements, user):
    appeal(card("SKHCN"), "2.1", user("cv.vp"))
    one = statements("quanly.cchc", "appeals")
    for agency, code in (("SKHCN", "2.2"), ("SXD", "2.1"), ("SXD", "2.2")):
        appeal(card(agency), code, user("cv.vp"))
    assert statements("quanly.cchc", "appeals") == one


def test_the_council_page_takes_as_many_statements_for_four_items_as_for_one(
    appraising, card, statements, user, manager
):
    members = [user("hoidong"), user("hoidong2")]
    set_council(season=appraising, present=members, absent=[], chair=members[0], **manager)
    propose(card("SKHCN"), "2.1")
    one = statements("hoidong", "council")
    for agency, code in (("SKHCN", "2.2"), ("SXD", "2.1"), ("SXD", "2.2")):
        propose(card(agency), code)
    assert statements("hoidong", "council") == one
