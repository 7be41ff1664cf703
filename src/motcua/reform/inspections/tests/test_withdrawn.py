"""Issued documents that a leader withdraws: a whole team at once, a plan, and what stands because it was sent out."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.notifications.api import Message
from motcua.platform.audit.api import AuditEvent
from motcua.reform.inspections.choices import Kind, Stage
from motcua.reform.inspections.models import InspectionTeam
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import plans, teams, visits
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff, user
from motcua.reform.inspections.tests.test_own_house import CHAIR, HEAD, TEAM, planned
from motcua.reform.papers.api import PaperState, cancel_paper, get_paper, list_papers_for

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")
REASON = "Thay đổi thành phần Đoàn"


def both_at_the_house():
    """A planned and a surprise inspection of the standing body, by one team of the People's Committee."""
    (announced,) = planned("SNV")
    surprise = steps.line(announced.plan, "SNV", kind=Kind.SURPRISE, by=CHAIR)
    team = teams.appoint_team(
        plan=announced.plan,
        inspections=[announced, surprise],
        members={user(name).pk: post for name, post in TEAM.items()},
        duties="",
        staff=staff(CHAIR),
        now=NOW,
    )
    steps.issue(team.paper)
    return fresh(announced), fresh(surprise)


def notice_of(inspection, by=HEAD):
    return visits.draft_notice(
        inspection=inspection,
        visit_at=NOW,
        visit_place="Sở Nội vụ",
        to_prepare="",
        staff=staff(by),
        now=NOW,
    )


def withdraw(paper, by=CHAIR):
    return cancel_paper(paper=get_paper(uuid=paper.uuid), reason=REASON, staff=staff(by), now=NOW)


def test_the_chair_withdraws_a_whole_team_and_its_inspections_wait_for_another():
    announced, surprise = both_at_the_house()
    notice = notice_of(announced)
    withdraw(announced.team.paper)
    for each in (announced, surprise):
        assert (fresh(each).stage, fresh(each).team, fresh(each).notice_paper) == (Stage.PLANNED, None, None)
    assert get_paper(uuid=notice.uuid).state == PaperState.CANCELLED
    assert InspectionTeam.objects.get().decided_at is None
    assert AuditEvent.objects.filter(action="inspection.team_withdrawn").count() == 2
    assert steps.with_team(fresh(surprise), TEAM, by=CHAIR).stage == Stage.DECIDED


def test_a_withdrawn_team_sees_and_begins_nothing_and_is_told_why(as_user):
    announced, surprise = both_at_the_house()
    Message.objects.all().delete()
    for _ in range(2):
        withdraw(announced.team.paper)
    assert not policy.inspections(staff("thamdinh.stp")).exists()
    assert as_user("thamdinh.stp").get(at("inspection", surprise)).status_code == 404
    with pytest.raises(PermissionDenied):
        visits.begin_visit(inspection=surprise, staff=staff("thamdinh.stp"), now=NOW)
    told = Message.objects.filter(recipient__username="thamdinh.stp")
    assert told.count() == 2 and all(REASON in each.body and each.url == "" for each in told)
    assert not Message.objects.filter(recipient__username__in=["gd.snv", "quanly.cchc"]).exists()


def test_the_house_reads_nothing_of_a_team_that_was_withdrawn():
    announced, surprise = both_at_the_house()
    paper = announced.team.paper
    withdraw(paper)
    for who in ("quanly.cchc", "tp.cchc", "gd.snv"):
        assert not policy.inspections(staff(who)).filter(pk=surprise.pk).exists(), who
    assert not list_papers_for(staff=staff("quanly.cchc")).filter(pk=paper.pk).exists()
    assert list_papers_for(staff=staff(CHAIR)).filter(pk=paper.pk).exists()


def test_a_team_that_was_announced_is_not_withdrawn_and_the_page_says_what_to_do(as_user):
    announced, surprise = both_at_the_house()
    steps.issue(notice_of(announced))
    paper = announced.team.paper
    page = as_user(CHAIR).post(reverse("papers:cancel", args=[paper.uuid]), {"reason": REASON}, follow=True)
    assert "KT-2026-SNV-01" in text(page) and "kết luận" in text(page)
    assert get_paper(uuid=paper.uuid).state == PaperState.SEALED
    assert fresh(surprise).stage == Stage.DECIDED
    plans.cancel_inspection(inspection=fresh(announced), reason=REASON, staff=staff(CHAIR), now=NOW)
    withdraw(paper)
    assert (fresh(announced).stage, fresh(surprise).stage) == (Stage.CANCELLED, Stage.PLANNED)


def test_a_team_that_is_at_work_is_not_withdrawn():
    _announced, surprise = both_at_the_house()
    steps.visiting(surprise, by=HEAD)
    with pytest.raises(InspectionRefused, match="team_at_work"):
        withdraw(surprise.team.paper)
    assert fresh(surprise).stage == Stage.VISITING


@pytest.mark.parametrize(
    "who", ["gd.snv", "quanly.cchc", "tp.cchc", "thamdinh.vp", "vt.ubnd", "gd.sxd", "giamdoc", "congdan"]
)
def test_nobody_but_a_leader_of_the_committee_withdraws_its_team(as_user, who):
    announced, surprise = both_at_the_house()
    with pytest.raises(PermissionDenied):
        withdraw(announced.team.paper, by=who)
    answer = as_user(who).post(reverse("papers:cancel", args=[announced.team.paper.uuid]), {"reason": REASON})
    assert answer.status_code in (302, 403, 404)
    assert {fresh(each).stage for each in (announced, surprise)} == {Stage.DECIDED}
    with pytest.raises(PermissionDenied):
        plans.cancel_inspection(inspection=surprise, reason=REASON, staff=staff(who), now=NOW)


def test_the_chair_withdraws_no_team_of_the_standing_body():
    inspection = steps.decided()
    with pytest.raises(PermissionDenied):
        withdraw(inspection.team.paper)
    withdraw(inspection.team.paper, by="gd.snv")
    assert fresh(inspection).stage == Stage.PLANNED


def test_an_issued_plan_is_given_back_until_a_team_serves_by_it():
    one, other = planned("SXD", "SKHCN")
    paper = one.plan.paper
    decided = steps.with_team(one)
    with pytest.raises(InspectionRefused, match="plan_in_use") as refused:
        withdraw(paper, by="gd.snv")
    assert "KT-2026-SNV-01" in refused.value.message and "SNV-02" not in refused.value.message
    withdraw(decided.team.paper, by="gd.snv")
    withdraw(paper, by="gd.snv")
    plan = fresh(other).plan
    assert (plan.approved_at, plan.paper) == (None, None)
    assert plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW).state == PaperState.DRAFT


def test_a_surprise_at_the_house_stays_one_when_its_leader_withdraws_the_plan():
    (other,) = planned("SXD")
    surprise = steps.line(other.plan, "SNV", kind=Kind.SURPRISE, by=CHAIR)
    surprise = steps.with_team(surprise, TEAM, by=CHAIR)
    withdraw(other.plan.paper, by="gd.snv")
    assert fresh(other).plan.approved_at is None
    assert steps.visiting(surprise, by=HEAD).stage == Stage.VISITING


def test_what_was_sent_out_with_a_document_stands():
    inspection = steps.concluded()
    steps.issue(inspection.notices.get().paper)
    for paper, code in (
        (inspection.notice_paper, "announced"),
        (inspection.conclusion.paper, "conclusion_stands"),
        (inspection.notices.get().paper, "notice_stands"),
    ):
        with pytest.raises(InspectionRefused, match=code):
            withdraw(paper, by="gd.snv")
        assert get_paper(uuid=paper.uuid).state == PaperState.SEALED
