"""The office reads what many people said together, and never who said what."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from motcua.identity.api import agency_by_code
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.ratings.figures_page import read_figures
from motcua.onestop.ratings.models import Way
from motcua.platform import clock
from motcua.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
URL = "/office/danh-gia/"


@pytest.fixture
def open_as(version):
    def open_page(username, **query):
        client = Client(headers={"accept-language": "en"})
        client.cookies["motcua_language"] = "en"
        client.force_login(make.user(username), backend="motcua.identity.backends.PasswordBackend")
        with clock.at(datetime(2026, 11, 23, 2, tzinfo=UTC)):
            return client.get(URL, query)

    return open_page


def figures(agency="SKHCN", procedure="", year=2026, today=date(2026, 11, 23)):
    return read_figures(agency=agency_by_code(agency), year=year, procedure=procedure, today=today)


def sizes(lines):
    return {line.key: line.tally and line.tally.n for line in lines}


def test_the_page_shows_counts_share_and_mean(rated, open_as):
    rated([5] * 8 + [4] * 4 + [1] * 3, factors={"access": 4})
    rated([5], way=Way.TRACKING)
    text = open_as("giamdoc").content.decode()
    assert "81.3 %" in text and "4.00" in text
    assert "1 of them from the tracking page" in text
    assert "03/2026" in text and "Access to the service" in text


def test_below_the_minimum_nothing_is_published(rated, open_as):
    rated([1] * 9, comment="Bí mật")
    text = open_as("giamdoc").content.decode()
    assert "Not published" in text and "Fewer than 10" in text
    assert "Bí mật" not in text and "1.00" not in text


def test_without_ratings_the_page_says_so(open_as):
    assert "Not published" in open_as("giamdoc").content.decode()


def test_a_month_with_few_ratings_does_not_follow_from_the_others(rated):
    for month, amount in ((3, 12), (4, 40), (5, 4)):
        rated([5] * amount, on=date(2026, month, 10))
    shown = sizes(figures().months)
    assert (shown["2026-03"], shown["2026-04"], shown["2026-05"], shown["2026-06"]) == (None, 40, None, 0)


def test_what_can_still_change_is_not_counted_yet(rated):
    rated([5] * 10, on=date(2026, 10, 31))
    rated([1] * 10, on=date(2026, 11, 1))
    assert figures().n == 10
    assert figures(today=date(2026, 11, 15)).n == 0
    assert figures(year=2027, today=date(2027, 1, 20)).span is None


def test_procedures_and_one_of_them(rated, version):
    often, rare = make.version(key="often"), make.version(key="rare")
    rated([5] * 12, of=often, comment="Tốt")
    rated([1] * 30, comment="Chậm")
    rated([1] * 5, of=rare, comment="Hiếm")
    assert sizes(figures().procedures) == {"xray": 30, "often": None, "rare": None}
    only = figures(procedure="xray")
    assert (only.n, only.whole.satisfied, only.months, {text for _, text in only.comments}) == (
        30,
        0,
        (),
        {"Chậm"},
    )
    for hidden in ("often", "rare", "nothing"):
        assert (figures(procedure=hidden).whole, figures(procedure=hidden).comments) == (None, ())


def test_a_factor_few_answered_is_not_shown(rated):
    rated([5] * 10, factors={"access": 4})
    rated([5] * 5, factors={"access": 4, "result": 1})
    assert sizes(figures().factors) == {
        "access": 15,
        "procedure": None,
        "officials": None,
        "result": None,
        "feedback": None,
    }


def test_comments_stand_without_name_dossier_and_day(rated, open_as):
    rows = rated([2] * 10, comment="<b>Chờ lâu</b>")
    text = open_as("chuyenvien").content.decode()
    assert "&lt;b&gt;Chờ lâu" in text
    for secret in (rows[0].dossier.code, str(rows[0].dossier.uuid), str(rows[0].uuid), "10/03"):
        assert secret not in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_figures_as_a_file(rated, open_as, kind):
    rated([5] * 9 + [1])
    answer = open_as("giamdoc", _export=kind)
    content = b"".join(answer) if answer.streaming else answer.content
    if kind == "xlsx":
        rows = list(load_workbook(BytesIO(content)).active.values)
        assert rows[1][:8] == ("All", "All", 10, 1, 0, 0, 0, 9)
    else:
        assert "All,All,10,1,0,0,0,9,90.0" in content.decode("utf-8-sig").replace(";", ",").replace('"', "")
    assert AuditEvent.objects.get(action="ratings.exported").agency_code == "SKHCN"


def test_nothing_is_exported_below_the_minimum(rated, open_as):
    rated([5] * 3)
    assert open_as("giamdoc", _export="csv")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("who", ["giamdoc", "chuyenvien", "truongphong", "cv.vp"])
def test_people_of_the_agency_read_their_own(rated, open_as, who):
    rated([5] * 10)
    assert "100.0 %" in open_as(who).content.decode()
    assert open_as(who, agency="SXD").status_code == 404


def test_people_of_other_agencies_read_theirs(rated, open_as):
    rated([5] * 10)
    assert "Not published" in open_as("cv.sxd").content.decode()
    assert open_as("cv.sxd", agency="SKHCN").status_code == 404


@pytest.mark.parametrize("who", ["quanly.cchc", "kiemtra", "cv.ubnd"])
def test_the_standing_body_and_the_province_read_all(rated, open_as, who):
    rated([5] * 10)
    assert "100.0 %" in open_as(who, agency="SKHCN").content.decode()


@pytest.mark.parametrize("who", ["congdan", "quantri", "vanthu", "tiepnhan"])
def test_others_do_not(open_as, who):
    assert open_as(who).status_code in (403, 404)


def test_nonsense_in_the_address_is_told(rated, open_as):
    assert open_as("giamdoc", year="2x").status_code == 422
    assert open_as("giamdoc", procedure="' or 1=1").status_code == 422
    for agency in ("NONE", "SKHCN' or 1=1"):
        assert open_as("giamdoc", agency=agency).status_code == 404


def test_the_page_costs_a_fixed_number_of_statements(rated, open_as, django_assert_max_num_queries):
    for month in range(1, 10):
        rated([5] * 3, on=date(2026, month, 1), of=make.version(key=f"k{month}"))
    with django_assert_max_num_queries(8):
        figures()


def test_addresses():
    assert reverse("ratings:figures") == URL
