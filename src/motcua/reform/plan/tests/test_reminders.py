"""The escalation: each step once, to the person, the head of the unit, the leader."""

from datetime import date, timedelta

import pytest

from motcua.notifications.api import Message
from motcua.reform.plan.models import PlanState, TaskReminder
from motcua.reform.plan.services.reminders import remind_due
from motcua.reform.plan.tests.conftest import NOW, make_plan, make_task, unit, user

DUE = date(2026, 11, 16)  # the Monday of NOW
DAY = timedelta(days=1)


def told(channel="in_app"):
    return list(
        Message.objects.filter(channel=channel).order_by("id").values_list("recipient__username", flat=True)
    )


@pytest.fixture
def task(plan):
    return make_task(plan, due_on=DUE, unit=unit(), person=user("chuyenvien"))


def test_the_person_hears_before_the_date_once(task):
    for days in (-7, -3, -3, 0):
        remind_due(now=NOW + days * DAY)
    assert told() == ["chuyenvien"]
    assert told("email") == []


def test_lateness_climbs_from_person_to_head_to_leaders(task):
    remind_due(now=NOW + 1 * DAY)
    assert told() == ["chuyenvien"]
    remind_due(now=NOW + 3 * DAY)
    assert told() == ["chuyenvien", "truongphong"]
    for _ in range(2):
        remind_due(now=NOW + 7 * DAY)
    assert sorted(told()) == ["chuyenvien", "giamdoc", "phogiamdoc", "truongphong"]
    assert len(told("email")) == 4


def test_a_run_that_was_missed_is_made_up_for(task):
    assert remind_due(now=NOW + 30 * DAY) == 3
    assert set(TaskReminder.objects.values_list("stage", flat=True)) == {
        "late_person",
        "late_head",
        "late_leader",
    }


def test_a_task_of_nobody_is_told_to_the_head_or_the_reform_officer(plan):
    make_task(plan, due_on=DUE, unit=unit())
    make_task(plan, due_on=DUE)
    remind_due(now=NOW + 1 * DAY)
    assert sorted(told()) == ["cv.vp", "truongphong"]


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_nobody_is_reminded_of_drafts_and_closed_years(province, state):
    make_task(make_plan(state=state), due_on=DUE, person=user("chuyenvien"))
    assert remind_due(now=NOW + 9 * DAY) == 0


def test_a_reported_task_is_left_alone(task):
    task.state, task.reported_on = "reported", DUE
    task.save()
    assert remind_due(now=NOW + 9 * DAY) == 0


def test_a_new_due_date_is_reminded_of_anew(task):
    remind_due(now=NOW + 1 * DAY)
    task.due_on = DUE + 20 * DAY
    task.save()
    remind_due(now=NOW + 18 * DAY)
    assert told() == ["chuyenvien", "chuyenvien"]
