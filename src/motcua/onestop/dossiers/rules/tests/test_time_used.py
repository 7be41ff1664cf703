"""Time given and used, in exact working days."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.tests.offices import at
from motcua.onestop.dossiers.rules.clock import LimitUnit, Pause
from motcua.onestop.dossiers.rules.deadlines import compute
from motcua.onestop.dossiers.rules.tests.cases import (
    RESTART,
    limit_of,
    limits,
    moments,
    official,
    pause,
    policies,
)
from motcua.onestop.dossiers.rules.time_used import days_allowed, days_used

spans = st.integers(0, 60 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
OFFICE = {"policy": RESTART, "calendar": official(), "hours_per_day": 8}


def allowed(limit, received):
    return days_allowed(limit=limit_of(limit), received_at=at(received), **OFFICE)


def used(received, finished, *pauses, unit="working_days"):
    facts = {"received_at": at(received), "finished_at": at(finished), "pauses": pauses}
    return days_used(unit=LimitUnit(unit), **facts, **OFFICE)


@pytest.mark.parametrize(
    ("limit", "received", "days"),
    [
        ("10 working_days", "2026-11-02 09:00", 10),
        # Two weekends lie in fourteen days; Tet and its days in lieu in the month.
        ("14 days", "2026-11-02 09:00", 10),
        ("1 months", "2023-01-12 09:00", 17),
        ("12 hours", "2026-11-02 09:00", Fraction(3, 2)),
        ("same_day", "2026-11-02 09:00", 0),
        ("same_day", "2026-11-02 16:00", 1),
    ],
)
def test_a_limit_gives_the_working_days_that_lie_in_it(limit, received, days):
    assert allowed(limit, received) == days


@pytest.mark.parametrize(
    ("finished", "pauses", "days"),
    [
        ("2026-11-02 16:00", [], 0),
        ("2026-11-09 08:00", [], 5),
        # Asked on Tuesday, answered on Thursday: Wednesday and Thursday are taken out.
        ("2026-11-09 08:00", [pause("2026-11-03 10:00", "2026-11-05 15:00")], 3),
        # Overlapping pauses are taken out once, an open one up to the finish.
        (
            "2026-11-09 08:00",
            [pause("2026-11-03 10:00", "2026-11-05 15:00"), pause("2026-11-04 10:00", "2026-11-05 16:00")],
            3,
        ),
        ("2026-11-09 08:00", [pause("2026-11-04 10:00")], 2),
    ],
)
def test_time_used_leaves_out_what_waited_for_the_applicant(finished, pauses, days):
    assert used("2026-11-02 09:00", finished, *pauses) == days


def test_hours_are_counted_to_the_minute():
    stood = pause("2026-11-02 10:00", "2026-11-02 14:20")
    assert used("2026-11-02 09:00", "2026-11-02 15:00", unit="hours") == Fraction(9, 16)
    # One hour before, forty minutes after the pause.
    assert used("2026-11-02 09:00", "2026-11-02 15:00", stood, unit="hours") == Fraction(5, 24)


@given(moments, limits, policies)
def test_whoever_finishes_when_due_without_a_pause_has_used_what_was_allowed(received, limit, policy):
    facts = {"policy": policy, "calendar": official(), "received_at": received, "hours_per_day": 8}
    due = compute(limit=limit, policy=policy, calendar=official(), received_at=received).due
    at_the_end = days_used(unit=limit.unit, finished_at=due, pauses=(), **facts)
    assert at_the_end == days_allowed(limit=limit, **facts)


@given(
    moments, policies, st.sampled_from(["working_days", "hours"]), spans, st.lists(st.tuples(spans, spans))
)
def test_time_used_is_never_negative_and_pauses_only_shorten_it(received, policy, unit, life, stops):
    pauses = [Pause("supplement", received + start, received + start + span) for start, span in stops]
    facts = {"policy": policy, "calendar": official(), "received_at": received, "hours_per_day": 8}
    ended = {"unit": LimitUnit(unit), "finished_at": received + life}
    assert 0 <= days_used(pauses=pauses, **ended, **facts) <= days_used(pauses=(), **ended, **facts)
