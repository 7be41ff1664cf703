"""Legal numbers for the administrator."""

from datetime import date

import pytest
from django.urls import reverse

from motcua.onestop.dossiers.parameters import list_parameters
from motcua.onestop.parameter_pages.queries import list_rows
from motcua.onestop.parameter_pages.words import NAMES
from motcua.onestop.processes.tests import factories as make

PAGE = reverse("parameters:list")


def test_a_visitor_signs_in_and_a_citizen_finds_nothing(client, as_user):
    assert client.get(PAGE).status_code == 302
    assert as_user("congdan").get(PAGE).status_code == 404


@pytest.mark.parametrize("username", ["chuyenvien", "tiepnhan", "giamdoc"])
def test_other_staff_are_refused(as_user, username):
    assert as_user(username).get(PAGE).status_code == 403


@pytest.mark.parametrize("username", ["quantri", "bientap", "kiemtra"])
def test_every_parameter_stands_there_with_source_and_doubt(as_user, username):
    page = as_user(username).get(PAGE).content.decode()
    assert all(row.name in page for row in list_parameters())
    assert "Chưa đối chiếu" in page
    assert "Nghị định 61/2018/NĐ-CP" in page


def test_every_parameter_has_a_name_for_people():
    assert {row.name for row in list_parameters()} <= set(NAMES)


def test_exactly_one_row_of_a_name_is_in_force():
    rows = list_rows(on=date(2026, 11, 23))
    names = {(row.parameter.name, row.parameter.agency) for row in rows}
    in_force = [row.parameter.name for row in rows if row.standing == "in_force"]
    assert len(in_force) == len(names)
    before = list_rows(on=date(2020, 1, 1))
    assert {row.standing for row in before} == {"in_force", "future"}


def test_unconfirmed_parts_of_own_procedures_lead_to_the_version(as_user):
    version = make.version()
    type(version).objects.filter(pk=version.pk).update(unverified=["steps", "fee"])
    page = as_user("quantri").get(PAGE).content.decode()
    assert reverse("procedures:office_version", args=["xray", version.number]) in page
    assert page.index("Phí, lệ phí") < page.index("Quy trình nội bộ")


def test_procedures_of_other_agencies_are_not_listed(as_user):
    version = make.version(
        key="xay-dung", agency="SXD", unit=make.Unit.objects.filter(agency__code="SXD").first().code
    )
    type(version).objects.filter(pk=version.pk).update(unverified=["fee"])
    assert "xay-dung" not in as_user("bientap").get(PAGE).content.decode()
