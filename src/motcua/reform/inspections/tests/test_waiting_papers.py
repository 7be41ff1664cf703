"""A document waits for signature or seal while what it speaks of is called off or taken back."""

import pytest
from django.urls import reverse

from motcua.reform.inspections.choices import Kind, Post, Remedying, Stage
from motcua.reform.inspections.models import Inspection, InspectionTeam, Shortcoming
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import conclusions, plans, teams, visits, written_notices
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff
from motcua.reform.papers.api import PaperState, cancel_paper, get_paper, sign_paper

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

HEAD = "thanhtra.cchc"


def called_off(inspection):
    return plans.cancel_inspection(
        inspection=inspection, reason="Trùng thanh tra", staff=staff("quanly.cchc"), now=NOW
    )


def proposed(*codes):
    """Inspections of one plan with one team whose decision waits."""
    plan = steps.plan_of()
    lines = [steps.line(plan, code) for code in codes]
    steps.issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    teams.appoint_team(
        plan=plan,
        inspections=lines,
        members={steps.user(HEAD).pk: Post.HEAD},
        duties="",
        staff=staff("quanly.cchc"),
        now=NOW,
    )
    return [fresh(each) for each in lines]


def notice_drafted(inspection):
    return visits.draft_notice(
        inspection=inspection,
        visit_at=NOW,
        visit_place="Trụ sở",
        to_prepare="",
        staff=staff(HEAD),
        now=NOW,
    )


def test_a_shortcoming_of_a_conclusion_is_taken_back_no_more():
    inspection = steps.drafted(shortcomings=[steps.found(), steps.found(description="Báo cáo chậm")])
    conclusions.answer_draft(inspection=inspection, answer="Nhất trí", staff=staff("cv.vp"), now=NOW)
    paper = conclusions.submit_conclusion(
        inspection=inspection, response="", staff=staff("quanly.cchc"), now=NOW
    )
    for issue in (lambda: None, lambda: steps.issue(paper)):
        issue()
        with pytest.raises(InspectionRefused, match="moved_on"):
            conclusions.withdraw_shortcoming(
                shortcoming=inspection.shortcomings.first(), staff=staff(HEAD), now=NOW
            )


def test_a_page_that_was_open_tells_why_nothing_is_taken_back(as_user):
    inspection = steps.concluded()
    page = as_user(HEAD).post(at("withdraw_shortcoming", inspection.shortcomings.get()), follow=True)
    assert inspection.shortcomings.get().state == Remedying.DRAFT
    assert page.status_code == 200


def test_a_notice_is_issued_and_drafted_anew_without_what_was_taken_back():
    inspection = steps.concluded(shortcomings=[steps.found(), steps.found(description="Báo cáo chậm")])
    first, _second = inspection.shortcomings.order_by("ordinal")
    Shortcoming.objects.filter(pk=first.pk).update(state=Remedying.WITHDRAWN)
    notice = inspection.notices.get()
    cancel_paper(paper=notice.paper, reason="Sửa", staff=staff("gd.snv"), now=NOW)
    paper = written_notices.redraft_notice(notice=notice, staff=staff("quanly.cchc"), now=NOW)
    assert "Báo cáo chậm" in str(paper.data) and "phiếu xin lỗi" not in str(paper.data)
    steps.issue(paper)
    states = inspection.shortcomings.order_by("ordinal").values_list("state", flat=True)
    assert list(states) == [Remedying.WITHDRAWN, Remedying.OPEN]


def test_nothing_left_to_notify_makes_no_document():
    inspection = steps.concluded()
    notice = inspection.notices.get()
    cancel_paper(paper=notice.paper, reason="Sửa", staff=staff("gd.snv"), now=NOW)
    notice.shortcomings.update(state=Remedying.WITHDRAWN)
    with pytest.raises(InspectionRefused, match="nothing_to_notify"):
        written_notices.redraft_notice(notice=notice, staff=staff("quanly.cchc"), now=NOW)


def test_the_decision_of_a_cancelled_inspection_is_dropped():
    (inspection,) = proposed("SKHCN")
    paper = inspection.team.paper
    called_off(inspection)
    assert get_paper(uuid=paper.uuid).state == PaperState.CANCELLED


def test_a_draft_decision_leaves_a_cancelled_inspection_out():
    one, other = proposed("SKHCN", "SXD")
    called_off(one)
    paper = get_paper(uuid=one.team.paper.uuid)
    assert "Sở Xây dựng" in str(paper.data) and "Sở Khoa học và Công nghệ" not in str(paper.data)
    assert [each.code for each in paper.addressees.all()] == ["SXD"]
    steps.issue(paper)
    assert (fresh(one).stage, fresh(other).stage) == (Stage.CANCELLED, Stage.DECIDED)


def test_a_signed_decision_appoints_the_team_of_the_others():
    one, other = proposed("SKHCN", "SXD")
    sign_paper(paper=one.team.paper, staff=staff("gd.snv"), now=NOW)
    called_off(one)
    steps.issue(get_paper(uuid=one.team.paper.uuid))
    assert (fresh(one).stage, fresh(other).stage) == (Stage.CANCELLED, Stage.DECIDED)
    assert InspectionTeam.objects.get().decided_at == NOW


def test_the_notice_of_a_cancelled_inspection_is_dropped():
    inspection = steps.decided()
    paper = notice_drafted(inspection)
    called_off(inspection)
    assert get_paper(uuid=paper.uuid).state == PaperState.CANCELLED


def test_a_surprise_visit_that_has_begun_drops_its_notice():
    inspection = steps.decided(kind=Kind.SURPRISE)
    paper = notice_drafted(inspection)
    steps.visiting(fresh(inspection))
    assert get_paper(uuid=paper.uuid).state == PaperState.CANCELLED


def test_an_inspection_is_not_called_off_under_a_waiting_plan():
    plan = steps.plan_of()
    inspection = steps.line(plan)
    plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW)
    with pytest.raises(InspectionRefused, match="plan_waits"):
        called_off(inspection)


def test_the_clerk_reads_why_a_notice_is_not_issued(as_user):
    inspection = steps.decided()
    paper = sign_paper(paper=notice_drafted(inspection), staff=staff("gd.snv"), now=NOW)
    Inspection.objects.update(stage=Stage.CANCELLED)
    page = as_user("vt.snv").post(reverse("papers:seal", args=[paper.uuid]), follow=True)
    assert "không có gì thay đổi" in text(page) or "nothing was changed" in text(page)
    assert get_paper(uuid=paper.uuid).state == PaperState.SIGNED
