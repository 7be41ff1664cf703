"""Figures of the plan for the index, each with its tasks."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.plan.models import PlanState, PlanTask
from motcua.reform.plan.tests.conftest import TODAY, make_plan, make_task

YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
FORMER = Period(start=date(2025, 1, 1), end=date(2025, 12, 31))
DAY = timedelta(days=1)
EARLIER = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def figure(key, period=YEAR, of="SKHCN"):
    indicator = get_indicator(key)
    value = indicator.value_of(indicator.values(period), of)
    records = indicator.records(of, period)
    if isinstance(value, Fraction):
        assert len(records) == value
    return value


def done(day):
    return {"state": "done", "reported_on": day, "done_on": day}


def test_the_plan_counts_with_the_date_of_its_paper(plan, today):
    make_plan(of="SXD", state=PlanState.DRAFT)
    assert figure("plan.issued_on") == date(2026, 1, 28)
    assert figure("plan.issued_on", of="SXD") is None


def test_tasks_count_from_the_day_after_their_due_date(plan, today):
    make_task(plan, due_on=TODAY - DAY)
    make_task(plan, due_on=TODAY)
    make_task(plan, due_on=TODAY + DAY, **done(TODAY - DAY))
    assert figure("plan.tasks_due") == 1


def test_late_but_done_by_the_cut_off_is_done(plan, today):
    make_task(plan, due_on=date(2026, 3, 31), **done(date(2026, 4, 20)))
    make_task(plan, due_on=date(2026, 3, 31), state="cancelled", cancelled_on=date(2026, 3, 1))
    make_task(plan, due_on=date(2026, 3, 31), state="cancelled", cancelled_on=date(2026, 5, 1))
    assert (figure("plan.tasks_due"), figure("plan.tasks_done")) == (2, 1)
    quarter = Period(start=date(2026, 1, 1), end=date(2026, 3, 31))
    assert (figure("plan.tasks_due", quarter), figure("plan.tasks_done", quarter)) == (2, 0)


def test_tasks_of_the_province_are_counted_apart_and_by_their_date(plan, today):
    due = date(2026, 5, 4)
    for number, day in enumerate((due, due + DAY, None)):
        facts = done(day) if day else {}
        make_task(due_on=due, source="province", source_id=str(number), created_at=EARLIER, **facts)
    make_task(due_on=due, source="direction")
    assert (figure("plan.assigned_due"), figure("plan.assigned_on_time")) == (3, 1)
    assert figure("plan.tasks_due") == 0


# Three working days before Monday 4/5 lies Tuesday 28/4: 30/4 and 1/5 are holidays. The days are the parameter's.
@pytest.mark.parametrize(
    ("given_on", "due"), [(date(2026, 4, 27), 1), (date(2026, 5, 4), 0), (date(2026, 5, 5), 0)]
)
def test_an_assignment_with_too_short_a_term_is_given_and_never_counted(province, today, given_on, due):
    # Half past midnight of that day in the office is the evening before in UTC.
    given_at = datetime.combine(given_on, time(0, 30), tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    facts = done(date(2026, 5, 4))
    make_task(due_on=date(2026, 5, 4), source="province", created_at=given_at, **facts)
    assert (figure("plan.assigned_due"), figure("plan.assigned_on_time")) == (due, due)
    assert figure("plan.assigned_short") == 1 - due


def test_a_longer_term_granted_in_time_makes_a_short_assignment_count(province, today):
    given_at = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)
    task = make_task(due_on=date(2026, 5, 4), source="province", created_at=given_at)
    assert figure("plan.assigned_due") == 0
    PlanTask.objects.filter(pk=task.pk).update(due_on=date(2026, 5, 20))
    assert (figure("plan.assigned_due"), figure("plan.assigned_short")) == (1, 0)


def test_the_record_of_a_short_assignment_says_why_it_is_not_counted(province, today):
    given_at = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)
    make_task(due_on=date(2026, 5, 5), source="province", created_at=given_at)
    with translation.override("vi"):
        (record,) = get_indicator("plan.assigned_short").records("SKHCN", YEAR)
    assert "thời hạn 1 ngày làm việc, ngắn hơn 3" in record.note


def test_drafts_count_nothing(province, today):
    make_task(make_plan(state=PlanState.DRAFT), due_on=date(2026, 3, 31))
    assert figure("plan.tasks_due") is None


def test_a_year_without_a_plan_is_unknown_and_not_zero(plan, today):
    make_task(plan, due_on=date(2026, 3, 31), **done(date(2026, 3, 30)))
    for key in ("plan.tasks_due", "plan.tasks_done"):
        assert (figure(key), figure(key, FORMER), figure(key, of="SXD")) == (1, None, None)


def test_assignments_are_none_from_the_year_of_the_first_one_on(plan, today):
    assert figure("plan.assigned_due") is None
    make_task(due_on=date(2026, 12, 4), source="province", created_at=EARLIER)
    for key in ("plan.assigned_due", "plan.assigned_on_time"):
        assert (figure(key), figure(key, of="SXD"), figure(key, FORMER)) == (0, 0, None)


@pytest.mark.parametrize("key", ["plan.issued_on", "plan.tasks_due", "plan.assigned_on_time"])
def test_all_agencies_cost_two_statements(plan, today, key, django_assert_max_num_queries):
    make_task(plan, due_on=date(2026, 3, 31))
    make_task(make_plan(of="SXD"), due_on=date(2026, 3, 31))
    with django_assert_max_num_queries(2):
        get_indicator(key).values(YEAR)
