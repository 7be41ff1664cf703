"""Numbers of the reform work for the administrator."""

import json
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from motcua.reform.parameter_pages.queries import list_parts

PAGE = reverse("reform_parameters:list")
ROOM = Path(__file__).parents[2]
SHARED_BY_ALL_ROWS = {"valid_from", "source_vi", "source_en", "verified"}


def test_a_visitor_signs_in_and_a_citizen_finds_nothing(client, as_user):
    assert client.get(PAGE).status_code == 302
    assert as_user("congdan").get(PAGE).status_code == 404


@pytest.mark.parametrize("username", ["chuyenvien", "giamdoc", "cv.vp", "thanhtra.cchc"])
def test_other_staff_are_refused(as_user, username):
    assert as_user(username).get(PAGE).status_code == 403


@pytest.mark.parametrize("username", ["quantri", "quanly.cchc", "kiemtra"])
def test_every_number_stands_there_with_source_and_doubt(as_user, username):
    page = as_user(username).get(PAGE).content.decode()
    for _name, rows in list_parts():
        assert rows
        assert all(row.text in page and row.value in page for row in rows)
    assert "Chưa đối chiếu" in page
    assert "Quyết định số 1383/QĐ-BNV" in page


@pytest.mark.parametrize("part", ["surveys", "inspections", "initiatives", "plan"])
def test_every_row_of_the_data_names_its_source_in_both_languages(part):
    document = json.loads((ROOM / part / "data" / "parameters.json").read_text(encoding="utf-8"))
    rows = [row for name, rows in document.items() if name != "note" for row in rows]
    assert rows
    assert all(row.keys() >= SHARED_BY_ALL_ROWS for row in rows)


def test_a_number_that_only_this_project_chose_is_not_confirmed():
    with translation.override("en"):
        rows = [row for _name, rows in list_parts() for row in rows]
    chosen = [row for row in rows if "choice of this project" in row.source or "proposal" in row.source]
    assert chosen
    assert not any(row.verified for row in chosen)


def test_the_page_speaks_english(as_user):
    client = as_user("quanly.cchc")
    client.cookies["motcua_language"] = "en"
    page = client.get(PAGE).content.decode()
    assert "Working days to answer a draft conclusion" in page
    assert "dự án" not in page
