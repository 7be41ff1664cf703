from datetime import timedelta

import pytest

from motcua.kernel.tests.offices import at, day
from motcua.onestop.dossiers.rules.clock import Limit, Pause, Policy
from motcua.onestop.dossiers.rules.punctuality import Outcome, judge
from motcua.onestop.dossiers.rules.remaining import Standing, apology_latest_on, remaining
from motcua.onestop.dossiers.rules.steps import (
    StepOutcome,
    moved_target,
    step_outcome,
)
from motcua.onestop.dossiers.rules.tests.cases import RESTART, limit_of, official, pause


def left(now, due, warn=2):
    return remaining(due=due and at(due), calendar=official(), now=at(now), warn_working_days=warn)


@pytest.mark.parametrize(
    ("now", "due", "standing", "days"),
    [
        ("2026-11-02 09:00", "2026-11-09 17:00", Standing.IN_TIME, 5),
        ("2026-11-05 09:00", "2026-11-09 17:00", Standing.AT_RISK, 2),
        ("2026-11-09 09:00", "2026-11-09 17:00", Standing.DUE_TODAY, 0),
        ("2026-11-09 17:01", "2026-11-09 17:00", Standing.OVERDUE, 0),
        ("2026-11-11 09:00", "2026-11-09 17:00", Standing.OVERDUE, 2),
        ("2026-11-23 09:00", "2026-11-25 17:00", Standing.AT_RISK, 1),
        ("2026-11-23 09:00", None, Standing.STOPPED, 0),
    ],
)
def test_the_time_left_counts_working_days(now, due, standing, days):
    result = left(now, due)
    assert (result.standing, result.working_days) == (standing, days)


def test_the_hours_left_are_office_hours():
    assert left("2026-11-09 10:15", "2026-11-09 17:00").hours == 5
    assert left("2026-11-10 09:30", "2026-11-09 17:00").office_time == timedelta(hours=2)


def test_an_apology_comes_one_working_day_before():
    latest = apology_latest_on(calendar=official(), due=at("2026-11-25 17:00"), lead_working_days=1)
    assert latest == day("2026-11-23")


# Early, on time, late


def judged(finished, limit="5 working_days", pauses=(), received="2026-11-02 09:00", **facts):
    return judge(
        limit=limit_of(limit),
        policy=RESTART,
        calendar=official(),
        received_at=at(received),
        finished_at=finished and at(finished),
        as_of=at(facts.pop("as_of", "2026-12-31 17:00")),
        pauses=pauses,
        **facts,
    )


@pytest.mark.parametrize(
    ("finished", "limit", "outcome"),
    [
        ("2026-11-06 16:00", "5 working_days", Outcome.EARLY),
        ("2026-11-09 08:00", "5 working_days", Outcome.ON_TIME),
        ("2026-11-09 18:00", "5 working_days", Outcome.ON_TIME),
        ("2026-11-10 08:00", "5 working_days", Outcome.LATE),
        ("2026-11-02 13:59", "4 hours", Outcome.EARLY),
        ("2026-11-02 14:10", "4 hours", Outcome.ON_TIME),
        ("2026-11-02 14:31", "4 hours", Outcome.LATE),
    ],
)
def test_dates_decide_for_days_and_hours_for_hours(finished, limit, outcome):
    assert judged(finished, limit).outcome is outcome


@pytest.mark.parametrize(
    ("as_of", "outcome", "counts"),
    [("2026-11-06 17:00", Outcome.RUNNING, True), ("2026-11-10 17:00", Outcome.RUNNING_LATE, False)],
)
def test_an_open_dossier_is_measured_at_the_end_of_the_period(as_of, outcome, counts):
    judgement = judged(None, as_of=as_of)
    assert (judgement.outcome, judgement.counts_as_on_time) == (outcome, counts)


def test_while_the_applicant_is_silent_the_request_is_the_finish():
    judgement = judged(None, pauses=[pause("2026-11-05 10:00")], supplement_requests=1)
    assert (judgement.outcome, judgement.because) == (Outcome.RUNNING, "waiting")
    assert judgement.finish == at("2026-11-05 10:00")


def test_a_request_after_the_due_date_is_late():
    assert judged(None, pauses=[pause("2026-11-10 10:00")]).outcome is Outcome.RUNNING_LATE


def test_a_dossier_withdrawn_while_waiting_is_measured_at_the_request():
    assert judged("2026-12-01 10:00", pauses=[pause("2026-11-05 10:00")]).outcome is Outcome.EARLY


def test_a_second_supplement_request_makes_it_late():
    judgement = judged("2026-11-03 10:00", supplement_requests=2)
    assert (judgement.outcome, judgement.because) == (Outcome.LATE, "second_supplement")


def test_an_apology_only_helps_where_the_setting_says_so():
    extended = at("2026-11-13 17:00")
    assert judged("2026-11-11 10:00", extended_due=extended).outcome is Outcome.LATE
    assert judged("2026-11-11 10:00", extended_due=extended, extension_counts=True).outcome is Outcome.EARLY
    assert judged("2026-11-11 10:00", extension_counts=True).outcome is Outcome.LATE


# Steps


@pytest.mark.parametrize(
    ("target", "moved"),
    [("2026-11-05 11:30", "2026-11-17 11:30"), ("2026-11-03 09:00", "2026-11-03 09:00")],
)
def test_a_pause_gives_a_step_back_the_office_time_it_had_left(target, moved):
    paused, resumed = at("2026-11-04 08:00"), at("2026-11-16 08:00")
    found = moved_target(calendar=official(), target=at(target), counted_from=paused, resumed_at=resumed)
    assert found == at(moved)


@pytest.mark.parametrize(
    ("target", "done", "outcome"),
    [
        ("2026-11-05 11:30", "2026-11-04 16:59", StepOutcome.EARLY),
        ("2026-11-05 11:30", "2026-11-05 08:00", StepOutcome.ON_TIME),
        ("2026-11-05 11:30", "2026-11-05 11:30", StepOutcome.ON_TIME),
        ("2026-11-05 11:30", "2026-11-05 11:31", StepOutcome.LATE),
        (None, "2026-11-05 11:31", StepOutcome.ON_TIME),
        ("2026-11-05 11:30", None, StepOutcome.RUNNING_LATE),
        ("2026-11-06 17:00", None, StepOutcome.RUNNING),
        (None, None, StepOutcome.RUNNING),
    ],
)
def test_a_step_comes_out_by_its_target_and_its_day(target, done, outcome):
    moments = {"target": target and at(target), "done_at": done and at(done)}
    assert step_outcome(now=at("2026-11-06 09:00"), **moments) is outcome


def test_a_step_that_was_sent_back_is_neither_early_nor_on_time():
    moments = {"target": at("2026-11-05 17:00"), "done_at": at("2026-11-04 09:00")}
    assert step_outcome(now=at("2026-11-06 09:00"), is_sent_back=True, **moments) is StepOutcome.SENT_BACK


# Values


@pytest.mark.parametrize(("amount", "unit"), [(-1, "days"), (1, "same_day"), (3, "weeks")])
def test_what_is_no_time_limit_is_refused(amount, unit):
    with pytest.raises(ValueError, match=r"."):
        Limit(amount, unit)


def test_a_pause_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Pause("supplement", at("2026-11-03 09:00"), at("2026-11-02 09:00"))


def test_an_unknown_policy_is_refused():
    with pytest.raises(ValueError, match=r"."):
        Policy("forget", False, RESTART.cut_off)
