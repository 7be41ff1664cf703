from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.calendar import DayKind, Session, WeeklyHours
from motcua.kernel.tests.offices import AFTERNOON, MORNING, WEEK, ZONE, at, day, office, rule

PLAIN = office(rule("2026-01-01"))
moments = st.datetimes(
    at("2021-01-01").replace(tzinfo=None), at("2030-01-01").replace(tzinfo=None), timezones=st.just(ZONE)
)


def test_a_holiday_is_not_a_working_day():
    assert not PLAIN.is_working_day(day("2026-01-01"))


@pytest.mark.parametrize(
    ("kind", "works"),
    [
        (DayKind.HOLIDAY, False),
        (DayKind.COMPENSATORY, False),
        (DayKind.SWAP_OFF, False),
        (DayKind.CLOSURE, False),
        (DayKind.COUNTER_ONLY, False),
        (DayKind.HALF_DAY, True),
    ],
)
def test_the_kind_of_a_day_decides_whether_the_clock_runs(kind, works):
    assert office(rule("2026-03-03", kind, sessions=(MORNING,))).is_working_day(day("2026-03-03")) is works


def test_a_swapped_saturday_is_worked_like_a_weekday():
    assert office(rule("2026-08-22", DayKind.SWAP_WORKED)).sessions_on(day("2026-08-22")) == (
        MORNING,
        AFTERNOON,
    )


def test_a_half_day_closes_when_its_own_hours_end():
    assert office(rule("2026-03-03", DayKind.HALF_DAY, sessions=(MORNING,))).closing_from(
        day("2026-03-03")
    ) == at("2026-03-03 11:30")


def test_a_later_rule_replaces_an_earlier_one():
    assert office(rule("2026-03-03"), rule("2026-03-03", DayKind.SWAP_WORKED)).is_working_day(
        day("2026-03-03")
    )


def test_the_counter_may_be_open_while_the_clock_stands_still():
    calendar = office(rule("2026-03-07", DayKind.COUNTER_ONLY, sessions=(MORNING,)))
    assert calendar.is_counter_open(at("2026-03-07 08:00"))
    assert not calendar.is_counter_open(at("2026-03-07 14:00"))
    assert calendar.office_time(at("2026-03-07 00:00"), at("2026-03-08 00:00")) == timedelta(0)


def test_a_counter_day_without_hours_takes_those_of_a_usual_day():
    calendar = office(rule("2026-03-07", DayKind.COUNTER_ONLY))
    assert calendar.is_counter_open(at("2026-03-07 16:59")) and not calendar.is_counter_open(
        at("2026-03-07 17:00")
    )


def test_the_counter_is_open_in_office_hours_and_in_weekly_counter_hours():
    week = WeeklyHours(date(2022, 1, 1), WEEK.sessions, ((),) * 5 + ((MORNING,), ()))
    calendar = office(rule("2026-03-03"), hours=(week,))
    opened = [at(f"{text} 09:00") for text in ("2026-03-02", "2026-03-03", "2026-03-07", "2026-03-08")]
    assert [calendar.is_counter_open(moment) for moment in opened] == [True, False, True, False]


# Monday 2 March 2026 is a holiday here; on Saturday 7 March the counter takes papers in the morning.
@pytest.mark.parametrize(
    ("moment", "closes", "opens"),
    [
        ("2026-03-03 08:00", "2026-03-03 11:30", "2026-03-03 13:00"),
        ("2026-03-03 11:30", "2026-03-03 11:30", "2026-03-03 13:00"),
        ("2026-03-03 16:59", "2026-03-03 17:00", "2026-03-04 07:30"),
        ("2026-03-01 09:00", "2026-03-01 09:00", "2026-03-03 07:30"),
        ("2026-03-06 17:00", "2026-03-06 17:00", "2026-03-07 07:30"),
        ("2026-03-07 10:00", "2026-03-07 11:30", "2026-03-09 07:30"),
    ],
)
def test_the_counter_says_when_it_closes_and_when_it_opens_next(moment, closes, opens):
    calendar = office(rule("2026-03-02"), rule("2026-03-07", DayKind.COUNTER_ONLY, sessions=(MORNING,)))
    assert (calendar.counter_closes(at(moment)), calendar.counter_opens(at(moment))) == (
        at(closes),
        at(opens),
    )


def test_openings_that_meet_are_one():
    noon = Session(time(11, 30), time(13))
    week = WeeklyHours(date(2022, 1, 1), WEEK.sessions, ((noon,),) * 5 + ((), ()))
    assert office(hours=(week,)).counter_closes(at("2026-03-03 08:00")) == at("2026-03-03 17:00")


def test_a_counter_that_stays_closed_for_a_year_opens_at_no_known_time():
    closed = [rule(f"{date(2026, 3, 3) + timedelta(days=n)}") for n in range(366)]
    assert office(*closed).counter_opens(at("2026-03-03 00:00")) is None


def test_new_hours_hold_from_their_date_on_and_the_first_ones_before():
    summer = WeeklyHours(date(2026, 6, 1), ((Session(time(7), time(15)),),) * 5 + ((), ()))
    calendar = office(hours=(summer, WEEK))
    closings = [calendar.closing_from(day(text)).hour for text in ("2020-06-01", "2026-05-29", "2026-06-01")]
    assert closings == [17, 17, 15]


def test_working_days_are_counted_forward_and_back():
    assert PLAIN.add_working_days(day("2025-12-31"), 1) == day("2026-01-02")
    assert PLAIN.add_working_days(day("2026-01-02"), -1) == day("2025-12-31")


def test_counting_back_reaches_far_beyond_the_table():
    assert PLAIN.add_working_days(day("2026-06-01"), -2600).year == 2016


def test_counting_no_working_days_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        PLAIN.add_working_days(day("2026-01-02"), 0)


def test_the_table_grows_as_far_as_asked():
    assert office().closing_after(day("2026-06-01"), 26_000).year == 2126
    assert office().closing_after(day("1999-12-31"), 1) == at("2000-01-03 17:00")


@pytest.mark.parametrize(("start", "amount"), [("9999-12-31", 1), ("2026-01-05", 10_000_000)])
def test_a_day_centuries_away_is_a_mistake(start, amount):
    with pytest.raises(OverflowError):
        office().closing_after(day(start), amount)


def test_no_office_time_has_passed_before_the_first_opening():
    calendar = office(rule("2026-01-01"))
    assert calendar.office_time(at("2026-01-01 08:00"), at("2026-01-02 08:30")) == timedelta(hours=1)


def test_the_weekly_hours_alone_say_what_is_usual():
    assert PLAIN.usually_works(day("2026-01-01")) and not PLAIN.usually_works(day("2026-01-03"))


def test_working_days_between_two_dates_leave_the_first_out():
    assert PLAIN.count_working_days(day("2025-12-31"), day("2026-01-05")) == 2
    assert PLAIN.count_working_days(day("2026-01-05"), day("2025-12-31")) == 0


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-01-05 06:00", "2026-01-05 07:30"),
        ("2026-01-05 09:15", "2026-01-05 09:15"),
        ("2026-01-05 11:30", "2026-01-05 13:00"),
        ("2026-01-05 17:00", "2026-01-06 07:30"),
        ("2026-01-09 18:00", "2026-01-12 07:30"),
    ],
)
def test_the_next_opening_is_now_or_the_start_of_a_session(moment, opening):
    assert PLAIN.next_opening(at(moment)) == at(opening)


@pytest.mark.parametrize(
    ("hours", "end"),
    [(2, "2026-01-05 14:00"), (1, "2026-01-05 11:30"), (5, "2026-01-05 17:00"), (8, "2026-01-06 10:30")],
)
def test_office_hours_run_out_at_the_end_of_a_session_not_at_the_next_opening(hours, end):
    start = at("2026-01-05 10:30")
    assert PLAIN.add_office_time(start, timedelta(hours=hours)) == at(end)


def test_office_time_skips_noon_nights_and_free_days():
    assert PLAIN.office_time(at("2025-12-31 16:00"), at("2026-01-02 08:30")) == timedelta(hours=2)
    assert PLAIN.office_time(at("2026-01-02 08:30"), at("2025-12-31 16:00")) == timedelta(0)


def test_moments_of_another_zone_are_read_on_the_office_clock():
    assert PLAIN.next_opening(datetime(2026, 1, 5, 0, 0, tzinfo=UTC)) == at("2026-01-05 07:30")


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        PLAIN.local(at("2026-01-05 09:00").replace(tzinfo=None))


def test_the_office_zone_has_no_summer_time():
    offsets = {
        at(f"{year}-{month:02d}-01 00:00").utcoffset() for year in range(2022, 2028) for month in range(1, 13)
    }
    assert offsets == {timedelta(hours=7)}


@pytest.mark.parametrize(
    "make",
    [
        lambda: Session(time(9), time(9)),
        lambda: WeeklyHours(date(2022, 1, 1), ((MORNING,),) * 6),
        lambda: WeeklyHours(date(2022, 1, 1), ((AFTERNOON, MORNING),) * 7),
        lambda: office(hours=()),
        lambda: office(hours=(WeeklyHours(date(2022, 1, 1), ((),) * 7),)),
    ],
)
def test_hours_that_make_no_sense_are_refused(make):
    with pytest.raises(ValueError, match=r"."):
        make()


def test_rules_between_two_dates_are_in_order():
    calendar = office(rule("2026-02-03"), rule("2026-01-05"), rule("2027-01-05"))
    days = [each.day for each in calendar.rules_between(day("2026-01-05"), day("2026-02-03"))]
    assert days == [day("2026-01-05"), day("2026-02-03")]


@given(moments, st.integers(1, 400))
def test_adding_office_hours_and_measuring_them_agree(moment, hours):
    end = PLAIN.add_office_time(moment, timedelta(hours=hours))
    assert PLAIN.office_time(moment, end) == timedelta(hours=hours)


@given(moments, st.integers(1, 400))
def test_the_table_agrees_with_walking_day_by_day(moment, amount):
    walked, left = moment.date(), amount
    while left:
        walked += timedelta(days=1)
        left -= PLAIN.is_working_day(walked)
    assert PLAIN.closing_after(moment.date(), amount) == PLAIN.closing_from(walked)
    assert PLAIN.add_working_days(walked, -amount) <= moment.date()
