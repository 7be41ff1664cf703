"""Why this date: the reasons, without words."""

import pytest

from motcua.kernel.calendar import DayKind
from motcua.kernel.tests.offices import MORNING, at, day, office, rule
from motcua.onestop.dossiers.rules.tests.cases import RESTART, SUBTRACT, deadline, pause


def codes(*arguments, **how):
    return [reason.code for reason in deadline(*arguments, **how).explanation]


def one(code, *arguments, **how):
    (reason,) = [each for each in deadline(*arguments, **how).explanation if each.code == code]
    return reason.params


def all_of(code, *arguments, **how):
    return [each.params for each in deadline(*arguments, **how).explanation if each.code == code]


def test_a_plain_week_needs_four_sentences():
    assert codes("2026-11-02 09:00", "3 working_days") == ["received", "limit", "day_zero", "due"]


def test_neighbouring_holidays_are_told_as_one():
    days = all_of("official_day", "2026-02-13 09:00", "3 working_days")
    assert [(each["first"], each["last"], each["name_vi"]) for each in days] == [
        (day("2026-02-16"), day("2026-02-20"), "Tết Nguyên đán")
    ]


def test_days_in_lieu_are_told_apart_from_the_holiday_and_from_weekends():
    days = all_of("official_day", "2023-01-19 09:00", "1 working_days")
    assert [each["kind"] for each in days] == ["holiday", "holiday", "compensatory"]
    assert one("weekend", "2026-11-06 09:00", "1 working_days") == {"days": 2}


def test_an_unconfirmed_holiday_says_so():
    assert one("official_day", "2026-11-23 09:00", "1 working_days")["verified"]
    assert not all_of("official_day", "2027-02-03 09:00", "1 working_days")[0]["verified"]


def test_a_worked_saturday_is_told():
    assert one("official_day", "2026-08-21 09:00", "1 working_days")["kind"] == "swap_worked"


def test_special_days_on_day_zero_only_matter_when_the_office_was_free():
    calendar = office(rule("2026-03-03", DayKind.HALF_DAY, sessions=(MORNING,)), rule("2026-03-04"))
    assert len(all_of("official_day", "2026-03-02 09:00", "2 working_days", calendar=calendar)) == 2
    assert len(all_of("official_day", "2026-03-03 09:00", "1 working_days", calendar=calendar)) == 1
    assert len(all_of("official_day", "2026-03-04 09:00", "1 working_days", calendar=calendar)) == 1


def test_a_year_without_published_holidays_is_a_doubt():
    assert one("year_unpublished", "2027-12-31 09:00", "1 working_days") == {"year": 2028}


def test_a_rolled_term_names_the_day_that_was_counted():
    params = one("rolled", "2026-11-09 09:00", "15 days")
    assert (params["counted"], params["day"]) == (day("2026-11-24"), day("2026-11-25"))


# Received, limit, the special days told as left out, as met at the end, weekly days of rest, the day rolled to.
# 24/11/2026 is a holiday; Tet 2026 lasts from Monday 16/02 to Friday 20/02; Saturday 22/08/2026 is worked.
TOLD = [
    ("2026-11-20 09:00", "3 working_days", ["2026-11-24"], [], 2, None),
    ("2026-11-20 09:00", "20 hours", ["2026-11-24"], [], 2, None),
    ("2026-11-23 15:30", "same_day", ["2026-11-24"], [], None, None),
    ("2026-11-23 09:00", "same_day", [], [], None, None),
    # Free days inside a limit in calendar days or months count, so none is told as left out.
    ("2026-11-20 09:00", "25 days", [], [], None, None),
    ("2026-02-03 09:00", "1 months", [], [], None, None),
    # The end falls on a holiday, on a weekend, on a long holiday behind a weekend, on a worked Saturday.
    ("2026-11-09 09:00", "15 days", [], ["2026-11-24"], None, "2026-11-25"),
    ("2026-11-03 09:00", "4 days", [], [], None, "2026-11-09"),
    ("2026-01-14 09:00", "1 months", [], ["2026-02-16"], None, "2026-02-23"),
    ("2026-08-12 09:00", "10 days", [], ["2026-08-22"], None, None),
]


@pytest.mark.parametrize(("received", "limit", "left_out", "at_the_end", "weekend", "rolled_to"), TOLD)
def test_each_unit_tells_only_the_days_off_that_matter_to_it(
    received, limit, left_out, at_the_end, weekend, rolled_to
):
    def first_days(code):
        return [f"{each['first']}" for each in all_of(code, received, limit)]

    assert first_days("official_day") == left_out
    assert first_days("end_day") == at_the_end
    assert all_of("weekend", received, limit) == ([{"days": weekend}] if weekend else [])
    assert [f"{each['day']}" for each in all_of("rolled", received, limit)] == (
        [rolled_to] if rolled_to else []
    )
    counts_all = limit.endswith((" days", "months"))
    assert ("every_day_counts" in codes(received, limit)) is counts_all


def test_a_rolled_month_names_the_day_that_was_counted_past_a_pause():
    stop = pause("2026-11-04 10:00", "2026-11-07 15:00")
    params = one("rolled", "2026-11-02 09:00", "1 months", stop, policy=SUBTRACT)
    assert (params["counted"], params["day"]) == (day("2026-12-05"), day("2026-12-07"))


def test_a_pause_after_the_counted_date_does_not_move_it():
    stop = pause("2026-11-07 10:00", "2026-11-10 15:00")
    params = one("rolled", "2026-11-05 09:00", "2 days", stop, policy=SUBTRACT)
    assert (params["counted"], params["day"]) == (day("2026-11-07"), day("2026-11-11"))


def test_a_short_month_says_why_it_ends_on_its_last_day():
    assert one("month_end", "2023-01-31 09:00", "1 months") == {"day": day("2023-02-28")}
    assert "month_end" not in codes("2023-01-30 09:00", "2 months")


def test_hours_begin_at_the_next_opening():
    assert one("hours_from", "2026-11-02 12:00", "4 hours") == {"at": at("2026-11-02 13:00")}


def test_a_missed_cut_off_is_told():
    assert one("missed_same_day", "2026-11-02 15:01", "same_day")["day"] == day("2026-11-03")
    assert codes("2026-11-02 09:00", "same_day") == ["received", "limit", "due"]


def test_the_next_opening_is_told_only_where_it_differs():
    policy = RESTART.__class__(RESTART.after_pause, True, RESTART.cut_off)
    assert one("next_opening", "2026-11-07 09:00", "1 working_days", policy=policy) == {
        "at": at("2026-11-09 07:30")
    }
    assert "next_opening" not in codes("2026-11-09 09:00", "1 working_days", policy=policy)


def test_a_restart_tells_both_countings():
    told = codes("2026-11-02 09:00", "5 working_days", pause("2026-11-04 10:00", "2026-11-10 15:00"))
    assert told == ["received", "limit", "counted_until", "restarted", "day_zero", "weekend", "due"]


def test_a_stopped_clock_says_since_when_and_why():
    params = one("stopped", "2026-11-02 09:00", "5 working_days", pause("2026-11-04 10:00", cause="payment"))
    assert params["pauses"] == [{"cause": "payment", "ground": "118/2025/NĐ-CP"}]


@pytest.mark.parametrize(
    ("limit", "taken"),
    [("5 working_days", {"working_days": 4}), ("10 days", {"days": 6}), ("20 hours", {"time": 31.5})],
)
def test_what_a_pause_takes_out_is_told_in_the_unit_of_the_limit(limit, taken):
    stop = pause("2026-11-04 10:00", "2026-11-10 09:30")
    params = one("left_out", "2026-11-02 09:00", limit, stop, policy=SUBTRACT)
    (unit, amount), *_ = taken.items()
    assert (params[unit].total_seconds() / 3600 if unit == "time" else params[unit]) == amount
