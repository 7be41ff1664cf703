"""The list of deviations: filtered, in pages, exported."""

from fractions import Fraction
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from motcua.platform import clock
from motcua.reform.season.services.entries import add_entry
from motcua.reform.season.tests.conftest import NOW

ADDRESS = "/office/cchc/cham-diem/2022/chenh-lech/"


@pytest.fixture(autouse=True)
def that_day():
    with clock.at(NOW):
        yield


@pytest.fixture
def listed(appraising, card):
    """Lower points recognised in areas 2 and 3 of both cards; once without any note of the agency."""
    for agency in ("SKHCN", "SXD"):
        for code in ("2.1", "2.2", "3.1"):
            add_entry(
                card=card(agency),
                code=code,
                column="appraised",
                points=Fraction(1, 4),
                inputs={},
                reason="x",
                by=None,
                now=NOW,
            )
    add_entry(
        card=card("SXD"),
        code="3.1",
        column="self",
        points=Fraction(1),
        inputs={},
        reason="",
        by=None,
        now=NOW,
    )
    return appraising


@pytest.fixture
def rows(listed, client, user):
    client.force_login(user("quanly.cchc"))

    def rows(query=""):
        page = client.get(ADDRESS + query).context["page"]
        return [(row.record.agency.code, row.record.criterion.code) for row in page.table.rows]

    return rows


def test_the_list_is_found_where_it_was():
    assert reverse("season:deviations", args=[2022]) == ADDRESS


def test_filters_leave_what_was_asked_for(rows):
    assert {agency for agency, _code in rows()} == {"SKHCN", "SXD"}
    assert {agency for agency, _code in rows("?agency=SXD")} == {"SXD"}
    assert {code for _agency, code in rows("?area=3")} == {"3.1"}
    assert rows("?only=unnoted") == [("SXD", "3.1")]
    assert rows("?only=beyond") == [("SXD", "1.1"), ("SXD", "1.2")]
    assert rows("?agency=SXD&area=2&only=unnoted") == []


@pytest.mark.parametrize("query", ["?agency=NONE", "?only=x", "?area=99", "?page=99", "?page=x"])
def test_nonsense_in_the_address_is_no_error(rows, query):
    assert isinstance(rows(query), list)


def test_exports_hold_the_filtered_rows_as_numbers(rows, client):
    text = b"".join(client.get(ADDRESS + "?agency=SXD&area=2&_export=csv").streaming_content).decode()
    assert len(text.strip().splitlines()) == 3
    answer = client.get(ADDRESS + "?agency=SXD&area=2&_export=xlsx")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = load_workbook(BytesIO(content)).active
    assert 0.25 in [cell.value for row in sheet.iter_rows() for cell in row]


def test_the_page_costs_a_fixed_number_of_statements(rows, client, django_assert_max_num_queries):
    client.get(ADDRESS)
    with django_assert_max_num_queries(40):
        client.get(ADDRESS)


@pytest.mark.parametrize("username", ["cv.vp", "thamdinh", "hoidong", "cchc.sxd"])
def test_only_those_who_oversee_see_it(listed, client, user, username):
    client.force_login(user(username))
    assert client.get(ADDRESS).status_code == 403
