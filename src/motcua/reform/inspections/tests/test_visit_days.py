"""The notice names a day that the plan knows or a reason; nobody comes before it."""

from datetime import date, timedelta

import pytest

from motcua.reform.inspections.choices import Kind, Stage
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import visits
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff
from motcua.reform.papers.api import sign_paper

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

DAY = timedelta(days=1)


def noticed(inspection, visit_at, reason=""):
    return visits.draft_notice(
        inspection=inspection,
        visit_at=visit_at,
        visit_place="Trụ sở Sở",
        to_prepare="",
        reason=reason,
        staff=staff("thanhtra.cchc"),
        now=NOW,
    )


# The plan says 20–30/11/2026, today is 23/11.
@pytest.mark.parametrize(
    ("days", "reason", "code"),
    [
        (-1, "x", "visit_past"),
        (8, " ", "visit_reason_missing"),
        (60, "Đoàn bận", "outside_year"),
    ],
)
def test_a_notice_with_another_day_is_refused(days, reason, code):
    with pytest.raises(InspectionRefused, match=code):
        noticed(steps.decided(), NOW + days * DAY, reason)


def test_a_day_outside_the_planned_ones_keeps_its_reason_and_the_page_shows_it_to_the_team(as_user):
    inspection = steps.decided()
    steps.issue(noticed(inspection, NOW + 8 * DAY, "Đơn vị đề nghị lùi ngày"))
    assert fresh(inspection).visit_reason == "Đơn vị đề nghị lùi ngày"
    assert "Đơn vị đề nghị lùi ngày" in text(as_user("thanhtra.cchc").get(at("inspection", inspection)))
    assert "Đơn vị đề nghị lùi ngày" not in text(as_user("cv.vp").get(at("inspection", inspection)))


def test_a_day_of_the_plan_needs_no_reason_and_keeps_none():
    inspection = steps.decided()
    noticed(inspection, NOW, "thừa")
    assert fresh(inspection).visit_reason == ""


def test_the_form_says_which_field_and_keeps_what_was_typed(as_user):
    inspection = steps.decided()
    client = as_user("thanhtra.cchc")
    values = {"visit_time": "08:00", "visit_place": "Phòng họp số 7", "to_prepare": ""}
    values |= {"visit_on-day": "1", "visit_on-month": "12", "visit_on-year": "2026", "reason": ""}
    answer = client.post(at("notify", inspection), values)
    assert answer.status_code == 422 and "Phòng họp số 7" in text(answer)
    assert set(answer.context["form"].errors) == {"reason"}
    answer = client.post(at("notify", inspection), values | {"visit_on-year": "2025"})
    assert set(answer.context["form"].errors) == {"visit_on"}
    answer = client.post(at("notify", inspection), values | {"reason": "Trùng lịch họp"})
    assert answer.status_code == 302
    assert timezone_day(fresh(inspection)) == date(2026, 12, 1)


def timezone_day(inspection):
    return (inspection.visit_at + timedelta(hours=7)).date()


def test_nobody_comes_before_the_day_that_was_announced(as_user):
    inspection = steps.decided()
    steps.issue(noticed(inspection, NOW + 2 * DAY))
    with pytest.raises(InspectionRefused, match="visit_early"):
        visits.begin_visit(inspection=inspection, staff=staff("thanhtra.cchc"), now=NOW + DAY)
    assert at("begin", inspection) not in text(as_user("thanhtra.cchc").get(at("inspection", inspection)))
    begun = visits.begin_visit(inspection=inspection, staff=staff("thanhtra.cchc"), now=NOW + 2 * DAY)
    assert begun.stage == Stage.VISITING


def test_a_surprise_comes_on_any_day():
    inspection = steps.decided(kind=Kind.SURPRISE)
    steps.issue(noticed(inspection, NOW + 2 * DAY))
    assert steps.visiting(fresh(inspection)).stage == Stage.VISITING


def test_a_notice_that_waited_beyond_its_day_is_not_signed():
    first = steps.decided()
    paper = noticed(first, NOW)
    with pytest.raises(InspectionRefused, match="notice_late"):
        sign_paper(paper=paper, staff=staff("gd.snv"), now=NOW + DAY)
    paper.refresh_from_db()
    assert not paper.symbol
    steps.issue(paper)
    assert fresh(first).notified_at == NOW
