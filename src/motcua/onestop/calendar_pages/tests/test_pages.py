"""The official calendar in the office: who sees it, who changes it, and what follows."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.urls import reverse

from motcua.identity.api import User, provision_demo
from motcua.platform.audit.models import AuditEvent
from motcua.platform.calendar.api import CalendarDay, forget_calendars, load_calendar

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
STORM = {
    "calendar": "VN",
    "day-day": "25",
    "day-month": "11",
    "day-year": "2026",
    "kind": "closure",
    "name_vi": "Nghỉ tránh bão",
    "name_en": "Closed for a storm",
    "source": "Công điện 12/CĐ-UBND",
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The province and its calendar, in a transaction around the module; each test has its own inside it."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True
        with around:
            provision_demo(now=NOW, password="for tests only 1")
            load_calendar(now=NOW)
            yield
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def province(loaded, db):
    forget_calendars()
    yield
    forget_calendars()


@pytest.fixture
def sign_in(client):
    def as_user(username):
        client.force_login(User.objects.get(username=username))
        return client

    return as_user


def year(client, **query):
    return client.get(reverse("calendar:year"), query)


def test_strangers_are_asked_to_sign_in(client):
    assert year(client).status_code == 302


def test_a_citizen_finds_nothing(sign_in):
    assert year(sign_in("congdan")).status_code == 404


@pytest.mark.parametrize("username", ["chuyenvien", "tiepnhan", "giamdoc"])
def test_other_staff_read_it_and_change_nothing(sign_in, username):
    client = sign_in(username)
    page = year(client, nam="2026")
    assert page.status_code == 200 and reverse("calendar:add") not in page.content.decode()
    assert client.post(reverse("calendar:add"), STORM).status_code == 403


def test_a_year_lists_its_days_with_sources_and_doubts(sign_in):
    page = year(sign_in("quantri"), nam="2026").content.decode()
    assert "24/11/2026" in page and "9441/TB-BNV" in page
    assert "mới thấy dự thảo" in page


def test_a_year_without_days_says_so(sign_in):
    assert year(sign_in("quantri"), nam="2035").status_code == 200


@pytest.mark.parametrize(
    "query", [{"nam": "abc"}, {"nam": "0001"}, {"nam": "9999"}, {"nam": "٢٠٢٦"}, {"lich": "SYT"}]
)
def test_an_address_that_makes_no_sense_finds_nothing(sign_in, query):
    assert year(sign_in("quantri"), **query).status_code == 404


def test_the_list_needs_few_statements(sign_in, django_assert_max_num_queries):
    client = sign_in("quantri")
    year(client)
    with django_assert_max_num_queries(8):
        year(client)


def test_an_administrator_adds_a_day(sign_in):
    response = sign_in("quantri").post(reverse("calendar:add"), STORM)
    assert response.status_code == 302
    assert CalendarDay.objects.get(day=date(2026, 11, 25)).kind == "closure"
    assert AuditEvent.objects.filter(action="calendar.day_added", actor_name="Bùi Hữu Long").exists()


def test_the_administrator_of_the_province_may_too(sign_in):
    assert sign_in("quantri.tinh").post(reverse("calendar:add"), STORM).status_code == 302


def test_an_agency_administrator_reads_the_national_days_but_does_not_change_them(sign_in):
    User.objects.filter(username="quantri").update(is_superuser=False)
    client = sign_in("quantri")
    assert year(client).status_code == 200
    assert client.post(reverse("calendar:add"), STORM).status_code == 403
    day_id = CalendarDay.objects.first().pk
    assert client.post(reverse("calendar:remove", args=[day_id])).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": ""}, "source"),
        ({"sessions": "from seven"}, "sessions"),
        ({"kind": "half_day"}, "sessions"),
        ({"day-month": "13"}, "day"),
        ({"day-year": "9999"}, "day"),
        ({"calendar": "SYT"}, "calendar"),
    ],
)
def test_a_day_that_is_not_complete_comes_back_with_its_error(sign_in, changes, field):
    response = sign_in("quantri").post(reverse("calendar:add"), {**STORM, **changes})
    assert field in response.context["form"].errors
    assert not CalendarDay.objects.filter(day=date(2026, 11, 25)).exists()


def test_a_day_is_corrected_from_its_own_page(sign_in):
    row = CalendarDay.objects.get(day=date(2026, 1, 2))
    client, address = sign_in("quantri"), reverse("calendar:edit", args=[row.pk])
    assert "Nghỉ hoán đổi" in client.get(address).content.decode()
    client.post(address, {**STORM, "kind": "swap_off", "verified": "on"})
    row.refresh_from_db()
    assert row.verified and row.kind == "swap_off" and row.day == date(2026, 1, 2)
    assert not CalendarDay.objects.filter(day=date(2026, 11, 25)).exists()


def test_a_day_is_taken_out_again(sign_in):
    row = CalendarDay.objects.get(day=date(2026, 1, 10))
    client = sign_in("quantri")
    assert client.get(reverse("calendar:remove", args=[row.pk])).status_code == 405
    assert client.post(reverse("calendar:remove", args=[row.pk])).status_code == 302
    assert not CalendarDay.objects.filter(pk=row.pk).exists()


def test_a_day_of_another_calendar_is_not_found(sign_in):
    row = CalendarDay.objects.create(calendar="SYT", day=date(2026, 12, 1), kind="closure", source="x")
    assert sign_in("quantri").get(reverse("calendar:edit", args=[row.pk])).status_code == 404
