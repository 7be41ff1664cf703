"""A year closed while somebody reports. Alone in its file, for these tests commit what they do."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from motcua.reform.plan.services import plans, tasks
from motcua.reform.plan.services.tasks import NotPossible
from motcua.reform.plan.tests.conftest import NOW, TODAY, make_task, staff
from motcua.reform.plan.tests.test_plans import DAY

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20
# In one transaction the server answers the first look again and again.
LOOK_ANEW = "SELECT pg_stat_clear_snapshot()"
HELD_UP = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def late(plan):
    return make_task(plan, due_on=TODAY - DAY)


def close(task):
    return plans.close_plan(plan_id=task.plan_id, staff=staff("giamdoc"), now=NOW).state


def report(task):
    done = tasks.report_done(task_id=task.pk, result="Đã rà soát", staff=staff("cv.vp"), now=NOW)
    return done.state


def reword(task):
    values = plans.TaskValues(
        area=task.area, text="Khác", product="", unit_id=None, person_id=None, due_on=TODAY + DAY
    )
    return plans.change_task(task_id=task.pk, values=values, staff=staff("cv.vp"), now=NOW).state


def outcome(call, task):
    """What a call in a thread of its own answered, or why it was refused."""
    try:
        return call(task)
    except (NotPossible, plans.StillDue) as refused:
        return type(refused).__name__
    finally:
        connection.close()


def before_the_end_of(place, name, second, task, monkeypatch):
    """Make the act that calls ``name`` wait with all its locks until ``second`` is through or waits for one of them.

    Answers where to find what ``second`` said.
    """
    pool, later, original = ThreadPoolExecutor(1), [], getattr(place, name)

    def slowly(*args, **kwargs):
        if not later:
            later.append(pool.submit(outcome, second, task))
            _until_held_up(later[0])
        return original(*args, **kwargs)

    monkeypatch.setattr(place, name, slowly)
    return later


def _until_held_up(running):
    end = time.monotonic() + PATIENCE
    while not running.done() and time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(LOOK_ANEW)
            cursor.execute(HELD_UP)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)


def test_a_late_task_reported_while_the_year_is_closed_comes_too_late(late, monkeypatch):
    later = before_the_end_of(plans, "trace", report, late, monkeypatch)
    assert close(late) == "closed"
    assert later[0].result(PATIENCE) == "NotPossible"
    late.refresh_from_db()
    assert late.state == "open"


def test_a_year_is_not_closed_over_a_late_task_that_is_reported_at_this_moment(late, monkeypatch):
    later = before_the_end_of(tasks, "_trace", close, late, monkeypatch)
    assert report(late) == "reported"
    assert later[0].result(PATIENCE) == "StillDue"
    late.plan.refresh_from_db()
    assert late.plan.state == "issued"


def test_an_old_draft_page_sent_while_the_year_is_closed_stands_in_nobodys_way(late, monkeypatch):
    later = before_the_end_of(plans, "_hold_live_tasks", reword, late, monkeypatch)
    assert close(late) == "closed"
    assert later[0].result(PATIENCE) == "NotPossible"
