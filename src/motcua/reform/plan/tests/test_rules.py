"""Dates of a task: what is due, late, done in time, and who hears when."""

from datetime import date, timedelta

import pytest

from motcua.platform.calendar.api import calendar_for
from motcua.reform.rules.plan import (
    Extension,
    Standing,
    Step,
    TaskFacts,
    counts_as_due,
    due_in_force,
    fair_due_from,
    is_done_by,
    is_on_time,
    standing,
    steps_due,
)

DUE = date(2026, 11, 16)  # a Monday
DAY = timedelta(days=1)
STEPS = (
    Step(stage="before", after_working_days=-3),
    Step(stage="late_person", after_working_days=1),
    Step(stage="late_leader", after_working_days=5),
)


def stand(today, **facts):
    return standing(TaskFacts(due_on=DUE, **facts), today=today, soon=today + 3 * DAY)


def test_a_task_nears_its_date_and_passes_it():
    assert stand(DUE - 10 * DAY) == Standing.OPEN
    assert stand(DUE - 3 * DAY) == Standing.DUE_SOON
    assert stand(DUE) == Standing.DUE_TODAY
    assert stand(DUE + DAY) == Standing.LATE


def test_a_report_waits_and_a_confirmed_one_is_judged_by_its_day():
    assert stand(DUE + DAY, reported_on=DUE) == Standing.WAITING
    assert stand(DUE + DAY, reported_on=DUE, done_on=DUE) == Standing.DONE
    assert stand(DUE + DAY, reported_on=DUE + DAY, done_on=DUE + DAY) == Standing.DONE_LATE
    assert stand(DUE + DAY, cancelled_on=DUE) == Standing.CANCELLED


def test_an_extension_counts_when_granted_on_the_due_date_at_the_latest():
    new = DUE + 30 * DAY
    assert due_in_force(first=DUE, extensions=[Extension(DUE, new)]) == new
    assert due_in_force(first=DUE, extensions=[Extension(DUE + DAY, new)]) == DUE


def test_a_second_extension_is_measured_by_the_first():
    extensions = [Extension(DUE + 5 * DAY, DUE + 20 * DAY), Extension(DUE, DUE + 10 * DAY)]
    assert due_in_force(first=DUE, extensions=extensions) == DUE + 20 * DAY


def test_what_was_given_with_too_short_a_term_is_not_due():
    period = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
    assert counts_as_due(TaskFacts(due_on=DUE, fair_from=DUE), **period)
    assert not counts_as_due(TaskFacts(due_on=DUE, fair_from=DUE + DAY), **period)


def test_cancelling_after_the_due_date_mends_no_figure():
    period = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
    assert not counts_as_due(TaskFacts(due_on=DUE, cancelled_on=DUE), **period)
    assert counts_as_due(TaskFacts(due_on=DUE, cancelled_on=DUE + DAY), **period)
    assert not is_done_by(TaskFacts(due_on=DUE, cancelled_on=DUE + DAY, done_on=DUE), cut_off=period["end"])


@pytest.mark.parametrize(
    ("done_on", "done", "on_time"), [(DUE, True, True), (DUE + DAY, True, False), (None, False, False)]
)
def test_done_and_done_in_time_are_two_figures(done_on, done, on_time):
    facts = TaskFacts(due_on=DUE, done_on=done_on)
    cut_off = date(2026, 12, 31)
    assert (is_done_by(facts, cut_off=cut_off), is_on_time(facts, cut_off=cut_off)) == (done, on_time)


@pytest.mark.django_db
def test_steps_follow_working_days():
    def reached(day):
        return steps_due(STEPS, due_on=DUE, today=day, calendar=calendar_for("VN"))

    assert reached(date(2026, 11, 10)) == ()
    assert reached(date(2026, 11, 11)) == ("before",)
    assert reached(DUE) == ("before",)
    assert reached(date(2026, 11, 17)) == ("late_person",)
    assert reached(date(2026, 11, 22)) == ("late_person",)
    assert reached(date(2026, 11, 23)) == ("late_person", "late_leader")


@pytest.mark.django_db
def test_a_term_is_counted_in_working_days_after_the_day_it_was_given():
    calendar = calendar_for("VN")
    # Thursday to Tuesday: Friday, Monday, Tuesday.
    assert fair_due_from(DUE - 4 * DAY, shortest_term=3, calendar=calendar) == DUE + DAY
    assert fair_due_from(DUE, shortest_term=0, calendar=calendar) == DUE
