"""Nobody learns of a surprise from a count, a number or a gap before it shows itself."""

import pytest

from motcua.reform.inspections import figures, queries
from motcua.reform.inspections.choices import Kind, Post
from motcua.reform.inspections.presentation import inspection_code
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import plans, teams
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff, user

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

CHAIR = "chutich"
TEAM = {"thamdinh.vp": Post.HEAD, "thamdinh.stp": Post.MEMBER}
# The house of the surprise, and who reads issued plans of the province.
UNKNOWING = ("quanly.cchc", "tp.cchc", "gd.snv", "thamdinh", "kiemtra")


def issued():
    """A plan of one inspection that waits for its team."""
    inspection = steps.line(steps.plan_of(), "SXD")
    steps.issue(plans.submit_plan(plan=inspection.plan, staff=staff("quanly.cchc"), now=NOW))
    return fresh(inspection)


def surprise(plan, by=CHAIR, code="SNV"):
    return steps.line(plan, code, kind=Kind.SURPRISE, by=by)


def counted(plan, who):
    (row,) = queries.list_plans(staff=staff(who)).filter(pk=plan.pk)
    share = figures.units_share(plan=plan, planned=True, staff=staff(who))
    return row.inspection_count, share.inspected


def test_counts_leave_a_waiting_surprise_out_for_whom_it_would_surprise(as_user):
    plan = issued().plan
    surprise(plan)
    for who in UNKNOWING:
        assert counted(plan, who) == (1, 1), who
    page = text(as_user("quanly.cchc").get(at("plan", plan)))
    total = plan.subjects.count()
    assert f"1/{total}" in page and f"2/{total}" not in page and "ĐX" not in page
    exported = as_user("quanly.cchc").get(at("plans"), {"_export": "csv"}).getvalue().decode("utf-8-sig")
    assert f"1,0,{total}" in exported


def test_it_counts_for_everybody_once_the_visit_has_begun():
    plan = issued().plan
    steps.visiting(steps.with_team(surprise(plan), TEAM, by=CHAIR), by="thamdinh.vp")
    for who in UNKNOWING:
        assert counted(plan, who) == (2, 2), who


def test_who_organises_counts_own_surprises():
    plan = issued().plan
    surprise(plan, by="quanly.cchc", code="SYT")
    assert counted(plan, "quanly.cchc") == (2, 2)
    assert counted(plan, "thamdinh.vp") == (1, 1)


def test_another_agency_learns_nothing_of_a_surprise_that_waits_for_it(as_user):
    plan = issued().plan
    row = surprise(plan, by="quanly.cchc", code="SKHCN")
    for who in ("cv.vp", "giamdoc"):
        assert not queries.list_plans(staff=staff(who)).filter(pk=plan.pk).exists()
        assert not queries.list_inspections(staff=staff(who)).exists()
        assert as_user(who).get(at("inspection", row)).status_code == 404


def test_a_surprise_leaves_no_gap_in_the_numbers():
    plan = issued().plan
    hidden = surprise(plan)
    assert inspection_code(hidden) == "KT-2026-SNV-ĐX"
    other = surprise(plan, by="quanly.cchc", code="SYT")
    begun = steps.visiting(steps.with_team(other, {"thanhtra.cchc": Post.HEAD, "thamdinh.stp": Post.MEMBER}))
    assert inspection_code(begun) == "KT-2026-SNV-02"
    begun = steps.visiting(steps.with_team(fresh(hidden), TEAM, by=CHAIR), by="thamdinh.vp")
    assert inspection_code(fresh(begun)) == "KT-2026-SNV-03"


def test_a_surprise_that_is_announced_after_all_gets_its_number_then():
    decided = steps.decided(kind=Kind.SURPRISE)
    assert not decided.is_numbered
    assert inspection_code(steps.notified(decided)) == "KT-2026-SNV-01"


def test_teams_of_surprises_leave_no_gap_either():
    planned = issued()
    hidden = steps.with_team(surprise(planned.plan), TEAM, by=CHAIR)
    assert "đột xuất năm 2026" in hidden.team.paper.data["subject"]
    assert "Đoàn kiểm tra đột xuất gồm" in hidden.team.paper.data["articles"][0]
    decided = steps.with_team(planned)
    assert "số 1 năm 2026" in decided.team.paper.data["subject"]


def named_together(*inspections):
    return teams.appoint_team(
        plan=inspections[0].plan,
        inspections=inspections,
        members={user("thanhtra.cchc").pk: Post.HEAD},
        duties="",
        staff=staff("quanly.cchc"),
        now=NOW,
    )


def test_a_decision_that_announces_visits_names_no_surprise_elsewhere():
    announced = issued()
    hidden = surprise(announced.plan, by="quanly.cchc", code="SYT")
    with pytest.raises(InspectionRefused) as refused:
        named_together(announced, hidden)
    assert refused.value.code == "surprise_named" and "ĐX" in refused.value.params["codes"]
    assert fresh(announced).team is None
    again = surprise(announced.plan, by="quanly.cchc", code="SXD")
    assert named_together(announced, again).inspections.count() == 2
