"""The official calendar in the database: loading, changing, and noticing a change."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.kernel import calendar as kernel
from motcua.platform.audit.models import AuditEvent
from motcua.platform.calendar import models, queries
from motcua.platform.calendar.api import (
    CalendarDay,
    CalendarRefused,
    DayKind,
    OfficeHours,
    calendar_for,
    list_days,
    load_calendar,
    remove_day,
    set_day,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TYPHOON = date(2026, 11, 25)


class Administrator:
    pk = 7
    full_name = "Quản trị"


def close(day=TYPHOON, **changes):
    values = {
        "kind": DayKind.CLOSURE,
        "name_vi": "Nghỉ tránh bão",
        "name_en": "Closed for a storm",
        "source": "Urgent telegram 12/CĐ-UBND",
    }
    return set_day(day=day, actor=Administrator(), now=NOW, **{**values, **changes})


def test_the_kinds_of_the_rows_are_those_of_the_kernel():
    assert set(models.DayKind.values) == {str(kind) for kind in kernel.DayKind}


@pytest.mark.django_db
def test_an_unloaded_database_answers_from_the_shipped_data():
    assert not calendar_for("VN").is_working_day(date(2026, 11, 24))


@pytest.mark.django_db
def test_loading_twice_adds_nothing():
    first = load_calendar(now=NOW)
    assert (first > 90, load_calendar(now=NOW)) == (True, 0)
    assert AuditEvent.objects.filter(action="calendar.loaded").count() == 1


@pytest.mark.django_db
def test_loading_keeps_what_an_administrator_corrected():
    close(date(2026, 11, 24), name_vi="Sửa tay")
    load_calendar(now=NOW)
    assert CalendarDay.objects.get(day=date(2026, 11, 24)).name_vi == "Sửa tay"


@pytest.mark.django_db
def test_a_kept_calendar_costs_no_query(django_assert_num_queries):
    calendar_for("VN")
    with django_assert_num_queries(0):
        calendar_for("VN")


@pytest.mark.django_db
def test_a_change_is_seen_at_once_in_the_process_that_made_it(django_capture_on_commit_callbacks):
    load_calendar(now=NOW)
    assert calendar_for("SKHCN").is_working_day(TYPHOON)
    with django_capture_on_commit_callbacks(execute=True):
        close()
    assert not calendar_for("SKHCN").is_working_day(TYPHOON)


@pytest.mark.django_db
def test_a_change_of_another_process_is_seen_after_the_next_check(monkeypatch):
    load_calendar(now=NOW)
    before = calendar_for("VN")
    close()  # the callback that clears this process does not run inside the test's transaction
    assert calendar_for("VN") is before
    monkeypatch.setattr(queries, "SECONDS_BETWEEN_CHECKS", -1.0)
    assert not calendar_for("VN").is_working_day(TYPHOON)
    assert calendar_for("VN") is calendar_for("VN")


@pytest.mark.django_db
def test_an_agency_may_differ_from_the_country():
    load_calendar(now=NOW)
    close(calendar="PVHCC", kind=DayKind.HALF_DAY, sessions="07:30-11:30")
    assert [each.closes.hour for each in calendar_for("PVHCC").sessions_on(TYPHOON)] == [11]
    assert len(calendar_for("VN").sessions_on(TYPHOON)) == 2


@pytest.mark.django_db
def test_an_agency_with_its_own_hours_does_not_get_the_national_ones():
    load_calendar(now=NOW)
    OfficeHours.objects.create(
        calendar="PVHCC", valid_from=date(2025, 7, 1), weekday=0, opens="08:00", closes="12:00", source="x"
    )
    calendar = calendar_for("PVHCC")
    assert calendar.is_working_day(date(2026, 11, 23))
    assert not calendar.is_working_day(date(2026, 11, 26))


@pytest.mark.django_db
def test_saturday_counter_hours_do_not_run_the_clock():
    load_calendar(now=NOW)
    rows = [
        OfficeHours(
            calendar="PVHCC",
            valid_from=date(2025, 7, 1),
            weekday=day,
            opens="08:00",
            closes="12:00",
            clock_runs=day < 5,
            source="x",
        )
        for day in range(6)
    ]
    OfficeHours.objects.bulk_create(rows)
    saturday = NOW.replace(day=28)
    calendar = calendar_for("PVHCC")
    assert calendar.is_counter_open(saturday) and not calendar.is_working_day(saturday.date())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"source": " "}, "source_missing"),
        ({"sessions": "half past seven"}, "bad_sessions"),
        ({"sessions": "07:30-11:30,11:00-12:00"}, "bad_sessions"),
        ({"kind": DayKind.HALF_DAY}, "sessions_missing"),
    ],
)
def test_a_day_without_source_or_with_unreadable_hours_is_refused(changes, code):
    with pytest.raises(CalendarRefused) as refused:
        close(**changes)
    assert refused.value.code == code


@pytest.mark.django_db
def test_every_change_of_a_day_is_in_the_audit():
    row = close()
    close(name_vi="Nghỉ bão số 9")
    remove_day(day_id=row.pk, actor=Administrator(), now=NOW)
    actions = (
        AuditEvent.objects.filter(object_type="calendar_day").order_by("id").values_list("action", "actor_id")
    )
    assert list(actions) == [
        ("calendar.day_added", 7),
        ("calendar.day_changed", 7),
        ("calendar.day_removed", 7),
    ]


@pytest.mark.django_db
def test_the_days_of_a_year_are_listed_in_order():
    load_calendar(now=NOW)
    days = [row.day for row in list_days(calendar="VN", year=2026)]
    assert days == sorted(days) and {day.year for day in days} == {2026}
