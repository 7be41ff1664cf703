"""A year that is over on its pages: nothing urgent is left in it, and why it was opened again stands there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.reform.plan.models import PlanState
from motcua.reform.plan.services import plans
from motcua.reform.plan.tests.conftest import NOW, TODAY, make_plan, make_task, staff


def late_figure(client):
    figures = client.get(reverse("plan:board")).context["figures"]
    return next(one for one in figures if one.get("tone") == "late")


@pytest.mark.parametrize("state", [PlanState.ISSUED, PlanState.CLOSED])
def test_late_tasks_call_for_action_while_the_year_is_open(as_user, province, state):
    make_task(make_plan(state=state), due_on=TODAY - timedelta(days=2))
    shown = late_figure(as_user("cv.vp"))
    assert (shown["value"], bool(shown["note"])) == (1, state == PlanState.ISSUED)


def test_what_the_province_gave_is_urgent_beside_a_closed_plan(as_user, province):
    make_plan(state=PlanState.CLOSED)
    make_task(due_on=TODAY - timedelta(days=2), source="province")
    assert late_figure(as_user("cv.vp"))["note"]


def test_the_reason_for_opening_the_year_again_stands_on_the_page(as_user, province, today):
    plan = make_plan(state=PlanState.CLOSED, closed_at=NOW)
    address = reverse("plan:plan", args=[plan.uuid])
    assert "Còn báo cáo muộn" not in as_user("cv.vp").get(address).content.decode()
    plans.reopen_plan(plan_id=plan.pk, reason="Còn báo cáo muộn", staff=staff("giamdoc"), now=NOW)
    assert "Còn báo cáo muộn" in as_user("cv.vp").get(address).content.decode()
