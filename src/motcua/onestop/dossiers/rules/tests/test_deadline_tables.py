"""Due dates as a lawyer would check them by hand, 2022–2027. Received, limit → due."""

import pytest

from motcua.kernel.calendar import DayKind
from motcua.kernel.tests.offices import MORNING, at, office, rule
from motcua.onestop.dossiers.rules.tests.cases import RESTART, SUBTRACT, deadline, due, pause

# fmt: off
WORKING_DAYS = [
    # Plain weeks: the day of receipt is day 0.
    ("2026-11-02 09:00", 1,  "2026-11-03 17:00"),
    ("2026-11-02 23:59", 1,  "2026-11-03 17:00"),   # after closing: still day 0
    ("2026-11-06 09:00", 1,  "2026-11-09 17:00"),   # Friday
    ("2026-11-07 09:00", 1,  "2026-11-09 17:00"),   # Saturday is day 0, Monday is day 1
    ("2026-11-02 09:00", 5,  "2026-11-09 17:00"),
    # Tet 2022: 31/01–04/02
    ("2022-01-28 10:00", 1,  "2022-02-07 17:00"),
    # Tet 2023: 20–26/01
    ("2023-01-18 09:00", 1,  "2023-01-19 17:00"),
    ("2023-01-19 09:00", 1,  "2023-01-27 17:00"),
    ("2023-01-10 09:00", 15, "2023-02-07 17:00"),
    ("2022-12-15 09:00", 30, "2023-02-03 17:00"),   # New Year in lieu 02/01 and Tet
    # Tet 2024: 08–14/02
    ("2024-02-07 09:00", 1,  "2024-02-15 17:00"),
    # Tet 2025: 27–31/01
    ("2025-01-24 16:00", 1,  "2025-02-03 17:00"),
    # Tet 2026: 16–20/02
    ("2026-02-13 09:00", 2,  "2026-02-24 17:00"),
    # Tet 2027 (not yet announced): 04–10/02
    ("2027-02-03 09:00", 1,  "2027-02-11 17:00"),
    # Hung Kings, Reunification, Labour Day
    ("2022-04-08 09:00", 1,  "2022-04-12 17:00"),   # Sunday 10/04 given back on 11/04
    ("2022-04-29 09:00", 1,  "2022-05-04 17:00"),
    ("2023-04-28 09:00", 1,  "2023-05-04 17:00"),   # three holidays 29/04–01/05, two given back
    ("2024-04-17 09:00", 1,  "2024-04-19 17:00"),
    ("2025-04-04 09:00", 1,  "2025-04-08 17:00"),
    ("2026-04-24 09:00", 1,  "2026-04-28 17:00"),
    ("2027-04-29 09:00", 1,  "2027-05-04 17:00"),
    # Swaps: a weekday off for a worked Saturday
    ("2024-04-26 09:00", 1,  "2024-05-02 17:00"),   # 29/04 off, 30/04, 01/05
    ("2024-05-03 09:00", 1,  "2024-05-04 17:00"),   # Saturday 04/05 is worked
    ("2025-04-25 09:00", 1,  "2025-04-26 17:00"),   # Saturday 26/04 is worked
    ("2025-04-29 09:00", 1,  "2025-05-05 17:00"),   # 30/04, 01/05, 02/05 off
    ("2025-12-31 09:00", 1,  "2026-01-05 17:00"),   # 01/01, 02/01 off
    ("2026-01-09 09:00", 1,  "2026-01-10 17:00"),   # Saturday 10/01 is worked
    ("2026-08-21 09:00", 1,  "2026-08-22 17:00"),   # Saturday 22/08 is worked
    ("2026-08-28 09:00", 1,  "2026-09-03 17:00"),   # 31/08 off, 01–02/09
    # National Day
    ("2022-08-31 09:00", 1,  "2022-09-05 17:00"),
    ("2023-08-31 09:00", 1,  "2023-09-05 17:00"),
    ("2024-08-30 09:00", 1,  "2024-09-04 17:00"),
    ("2025-08-29 09:00", 1,  "2025-09-03 17:00"),
    ("2027-09-01 09:00", 1,  "2027-09-06 17:00"),
    # Viet Nam Culture Day, a day off since 2026
    ("2025-11-21 09:00", 2,  "2025-11-25 17:00"),
    ("2026-11-23 09:00", 1,  "2026-11-25 17:00"),
    ("2027-11-23 09:00", 1,  "2027-11-25 17:00"),
    # Year ends
    ("2021-12-31 09:00", 1,  "2022-01-04 17:00"),
    ("2022-12-30 09:00", 1,  "2023-01-03 17:00"),
    ("2023-12-29 09:00", 1,  "2024-01-02 17:00"),
    ("2024-12-31 09:00", 1,  "2025-01-02 17:00"),
    ("2026-12-31 09:00", 1,  "2027-01-04 17:00"),
    ("2027-12-31 09:00", 1,  "2028-01-03 17:00"),
]
OTHER_UNITS = [
    # Hours run in office time, 07:30–11:30 and 13:00–17:00
    ("2026-11-02 09:00", "4 hours",  "2026-11-02 14:30"),
    ("2026-11-02 11:00", "1 hours",  "2026-11-02 13:30"),
    ("2026-11-02 07:30", "4 hours",  "2026-11-02 11:30"),   # used up at a session's end
    ("2026-11-02 12:00", "4 hours",  "2026-11-02 17:00"),   # noon: from the next opening
    ("2026-11-02 17:00", "1 hours",  "2026-11-03 08:30"),
    ("2026-11-06 16:00", "8 hours",  "2026-11-09 16:00"),   # over a weekend
    ("2026-11-23 16:00", "2 hours",  "2026-11-25 08:30"),   # over 24/11
    # Calendar days roll forward when the last one is free
    ("2026-11-02 09:00", "15 days",  "2026-11-17 17:00"),
    ("2026-11-09 09:00", "15 days",  "2026-11-25 17:00"),   # 24/11 is a day off
    ("2023-01-05 09:00", "15 days",  "2023-01-27 17:00"),   # 20/01 opens Tet
    ("2026-10-22 09:00", "30 days",  "2026-11-23 17:00"),   # Saturday
    ("2024-04-29 09:00", "5 days",   "2024-05-04 17:00"),   # Saturday, but worked
    # Months: the same day number, or the last day of a shorter month
    ("2023-01-31 09:00", "1 months", "2023-02-28 17:00"),
    ("2024-01-31 09:00", "1 months", "2024-02-29 17:00"),
    ("2025-12-31 09:00", "2 months", "2026-03-02 17:00"),   # 28/02 is a Saturday
    ("2026-12-15 09:00", "1 months", "2027-01-15 17:00"),
    ("2026-10-24 09:00", "1 months", "2026-11-25 17:00"),   # 24/11 is a day off
    # The same day, until 15:00:00 itself
    ("2026-11-02 08:00", "same_day", "2026-11-02 17:00"),
    ("2026-11-02 15:00", "same_day", "2026-11-02 17:00"),
    ("2026-11-02 15:00:00.000001", "same_day", "2026-11-03 17:00"),
    ("2026-11-06 15:01", "same_day", "2026-11-09 17:00"),
    ("2026-11-07 08:00", "same_day", "2026-11-09 17:00"),
    ("2026-11-23 16:00", "same_day", "2026-11-25 17:00"),
    ("2026-11-02 06:00", "0 working_days", "2026-11-02 17:00"),
]
PAUSES = [
    # received, limit, pauses, due by restart, due by subtract
    # The worked example of docs/explanation/deadlines.md
    ("2023-01-12 09:00", "10 working_days", [("2023-01-16 10:00", "2023-01-18 15:00")],
     "2023-02-08 17:00", "2023-02-06 17:00"),
    ("2026-11-02 09:00", "5 working_days", [("2026-11-04 10:00", "2026-11-10 15:00")],
     "2026-11-17 17:00", "2026-11-13 17:00"),
    ("2026-11-02 09:00", "5 working_days", [("2026-11-04 10:00", "2026-11-04 15:00")],  # back the same day
     "2026-11-11 17:00", "2026-11-09 17:00"),
    ("2026-11-02 09:00", "5 working_days", [("2026-11-10 08:00", "2026-11-12 15:00")],  # after the due moment
     "2026-11-09 17:00", "2026-11-09 17:00"),
    ("2026-11-02 09:00", "5 working_days", [("2026-11-09 10:00", "2026-11-11 10:00")],  # on the last day
     "2026-11-18 17:00", "2026-11-09 17:00"),
    ("2026-11-02 09:00", "5 working_days",
     [("2026-11-03 09:00", "2026-11-04 09:00"), ("2026-11-05 09:00", "2026-11-06 09:00")],
     "2026-11-13 17:00", "2026-11-11 17:00"),
    # clipped to the receipt
    ("2026-11-02 09:00", "5 working_days", [("2026-10-29 09:00", "2026-11-03 09:00")],
     "2026-11-10 17:00", "2026-11-10 17:00"),
    ("2026-11-02 09:00", "5 working_days", [("2026-10-29 09:00", "2026-11-02 09:00")],
     "2026-11-09 17:00", "2026-11-09 17:00"),
    ("2026-11-02 09:00", "8 hours", [("2026-11-02 10:00", "2026-11-02 14:00")],
     "2026-11-03 14:00", "2026-11-03 11:30"),
    # begins when they are used up
    ("2026-11-02 09:00", "4 hours", [("2026-11-02 14:30", "2026-11-03 09:00")],
     "2026-11-03 14:30", "2026-11-02 14:30"),
    ("2026-11-02 09:00", "10 days", [("2026-11-04 10:00", "2026-11-09 15:00")],
     "2026-11-19 17:00", "2026-11-17 17:00"),
    # Saturday, before rolling to Monday
    ("2026-11-05 09:00", "2 days", [("2026-11-07 10:00", "2026-11-10 15:00")],
     "2026-11-12 17:00", "2026-11-11 17:00"),
    # ends before the day it rolls to
    ("2026-11-02 09:00", "5 days", [("2026-11-07 20:00", "2026-11-08 20:00")],
     "2026-11-13 17:00", "2026-11-09 17:00"),
    ("2026-11-02 09:00", "1 months", [("2026-11-04 10:00", "2026-11-09 15:00")],
     "2026-12-09 17:00", "2026-12-07 17:00"),
    ("2026-11-02 09:00", "same_day", [("2026-11-02 09:30", "2026-11-05 16:00")],
     "2026-11-06 17:00", "2026-11-06 17:00"),
]
# fmt: on


@pytest.mark.parametrize(("received", "amount", "expected"), WORKING_DAYS)
def test_working_days_of_the_official_calendar(received, amount, expected):
    assert due(received, f"{amount} working_days") == expected


@pytest.mark.parametrize(("received", "limit", "expected"), OTHER_UNITS)
def test_hours_days_months_and_same_day(received, limit, expected):
    assert due(received, limit) == expected


@pytest.mark.parametrize(("received", "limit", "pauses", "restarted", "subtracted"), PAUSES)
def test_both_policies_after_a_pause(received, limit, pauses, restarted, subtracted):
    stops = [pause(*each) for each in pauses]
    assert due(received, limit, *stops, policy=RESTART) == restarted
    assert due(received, limit, *stops, policy=SUBTRACT) == subtracted


def test_a_half_day_counts_as_a_day_and_ends_when_the_office_closes():
    calendar = office(rule("2026-03-03", DayKind.HALF_DAY, sessions=(MORNING,)))
    assert due("2026-03-02 09:00", "1 working_days", calendar=calendar) == "2026-03-03 11:30"
    assert due("2026-03-03 14:00", "same_day", calendar=calendar) == "2026-03-04 17:00"


def test_papers_taken_while_the_clock_stands_still_count_from_that_day():
    calendar = office(rule("2026-03-07", DayKind.COUNTER_ONLY, sessions=(MORNING,)))
    assert due("2026-03-07 09:00", "1 working_days", calendar=calendar) == "2026-03-09 17:00"
    assert due("2026-03-07 09:00", "2 hours", calendar=calendar) == "2026-03-09 09:30"


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        ("2026-11-02 09:00", "1 working_days", "2026-11-03 17:00"),
        ("2026-11-02 17:30", "1 working_days", "2026-11-04 17:00"),
        ("2026-11-07 09:00", "1 working_days", "2026-11-10 17:00"),
        ("2026-11-06 18:00", "same_day", "2026-11-09 17:00"),
    ],
)
def test_an_office_may_count_from_its_next_opening(received, limit, expected):
    policy = RESTART.__class__(RESTART.after_pause, True, RESTART.cut_off)
    assert due(received, limit, policy=policy) == expected


@pytest.mark.parametrize("policy", [RESTART, SUBTRACT])
def test_an_open_pause_stops_the_clock(policy):
    stopped = deadline("2026-11-02 09:00", "5 working_days", pause("2026-11-04 10:00"), policy=policy)
    assert (stopped.due, stopped.stopped_since) == (None, at("2026-11-04 10:00"))


@pytest.mark.parametrize("policy", [RESTART, SUBTRACT])
def test_an_open_pause_after_the_due_moment_comes_too_late(policy):
    assert (
        due("2026-11-02 09:00", "1 working_days", pause("2026-11-04 10:00"), policy=policy)
        == "2026-11-03 17:00"
    )


def test_overlapping_pauses_are_one():
    apart = [pause("2026-11-04 10:00", "2026-11-06 10:00"), pause("2026-11-05 10:00", "2026-11-10 10:00")]
    one = pause("2026-11-04 10:00", "2026-11-10 10:00")
    for policy in (RESTART, SUBTRACT):
        expected = due("2026-11-02 09:00", "5 working_days", one, policy=policy)
        assert due("2026-11-02 09:00", "5 working_days", *apart, policy=policy) == expected
        assert (
            due("2026-11-02 09:00", "5 working_days", apart[0], pause("2026-11-05 09:00"), policy=policy)
            is None
        )
