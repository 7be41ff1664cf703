"""A plan out of a spreadsheet: the preview promises what the take-over does."""

from unicodedata import normalize

import pytest
from django.urls import reverse

from motcua.reform.plan.models import PlanState
from motcua.reform.plan.tests.conftest import make_plan, unit
from motcua.reform.plan.tests.test_pages import workbook
from motcua.reform.plan.tests.test_plans import sheet

LINE = ("3", "Rà soát", "", "ATBX", "", "31/03/2026")
OTHER = ("3", "Công khai", "", "", "", "31/03/2026")


@pytest.fixture
def draft(province):
    return make_plan(state=PlanState.DRAFT)


def preview(client, draft, *lines):
    return client.post(reverse("plan:import", args=[draft.uuid]), workbook(sheet(*lines)))


def take_over(client, draft, answer):
    client.post(reverse("plan:import", args=[draft.uuid]), {"rows": answer.context["token"]})
    page = client.get(reverse("plan:plan", args=[draft.uuid]))
    return [str(one) for one in page.context["messages"]]


def test_words_with_marks_apart_are_the_same_words(as_user, draft):
    apart = [normalize("NFD", cell) for cell in ("Cải cách thể chế", "Rà soát", "", unit().name_vi, "")]
    answer = preview(as_user("cv.vp"), draft, (*apart, "31/03/2026"))
    assert [row.errors for row in answer.context["rows"]] == [()]
    assert answer.context["rows"][0].values.text == normalize("NFC", "Rà soát")


def test_a_line_that_stands_twice_is_marked_and_counted_once(as_user, draft):
    client = as_user("cv.vp")
    answer = preview(client, draft, LINE, OTHER, LINE)
    assert [row.is_repeated for row in answer.context["rows"]] == [False, False, True]
    assert answer.status_code == 200 and answer.context["right"] == 2
    assert take_over(client, draft, answer) == ["Đã nhập 2 nhiệm vụ."]


def test_a_line_that_the_plan_has_already_is_marked(as_user, draft):
    client = as_user("cv.vp")
    take_over(client, draft, preview(client, draft, LINE))
    answer = preview(client, draft, LINE, OTHER)
    assert [row.is_repeated for row in answer.context["rows"]] == [True, False]
    assert take_over(client, draft, answer) == ["Đã nhập 1 nhiệm vụ."]
