"""The standing body is inspected like any agency: the People's Committee decides, nobody of the house does."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from motcua.notifications.api import Message
from motcua.reform.inspections import documents
from motcua.reform.inspections.choices import Addressed, Kind, Post, Stage
from motcua.reform.inspections.models import Inspection, RemedyLetter
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.rules.states import Side
from motcua.reform.inspections.services import conclusions, plans, remedies, visits, written_notices
from motcua.reform.inspections.services.corrections import open_from_correction
from motcua.reform.inspections.services.written_reminders import remind_in_writing
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff, user
from motcua.reform.papers.api import list_papers_for

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

HEAD = "thamdinh.vp"
CHAIR = "chutich"
HOUSE = ("quanly.cchc", "tp.cchc", "gd.snv", "cchc.snv", "thanhtra.cchc")
TEAM = {HEAD: Post.HEAD, "thamdinh.stp": Post.MEMBER}
LATER = NOW + timedelta(days=39)


def planned(*codes):
    plan = steps.plan_of()
    lines = [steps.line(plan, code) for code in codes]
    steps.issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    return [fresh(each) for each in lines]


def visited():
    (inspection,) = planned("SNV")
    inspection = steps.with_team(inspection, TEAM, by=CHAIR)
    paper = visits.draft_notice(
        inspection=inspection,
        visit_at=NOW,
        visit_place="Sở Nội vụ",
        to_prepare="",
        staff=staff(HEAD),
        now=NOW,
    )
    steps.issue(paper)
    return steps.filled(steps.visiting(fresh(inspection), by=HEAD), by=HEAD)


def found(**changes):
    return steps.found(**{"owner_agency": steps.agency("SNV"), **changes})


def answered():
    inspection = visited()
    visits.send_minutes(inspection=inspection, staff=staff(HEAD), now=NOW)
    visits.sign_minutes(inspection=fresh(inspection), staff=staff("gd.snv"), now=NOW)
    words = {"strengths": "Tốt", "assessment": "Đạt"}
    conclusions.add_shortcoming(inspection=inspection, found=found(), staff=staff(HEAD), now=NOW)
    conclusions.write_conclusion(inspection=inspection, **words, staff=staff(HEAD), now=NOW)
    conclusions.send_draft(inspection=inspection, staff=staff(HEAD), now=NOW)
    conclusions.answer_draft(inspection=inspection, answer="Nhất trí", staff=staff("cchc.snv"), now=NOW)
    return fresh(inspection)


def notified():
    inspection = answered()
    paper = conclusions.submit_conclusion(inspection=inspection, response="", staff=staff(CHAIR), now=NOW)
    steps.issue(paper)
    (notice,) = inspection.notices.all()
    steps.issue(notice.paper)
    return inspection.shortcomings.get()


def test_the_committee_appoints_the_team_and_issues_what_is_decided():
    (inspection,) = planned("SNV")
    for who in ("quanly.cchc", "gd.snv"):
        with pytest.raises(PermissionDenied):
            steps.with_team(inspection, TEAM, by=who)
    decided = steps.with_team(inspection, TEAM, by=CHAIR)
    assert decided.team.paper.agency.code == "UBND"
    assert decided.team.paper.data["authority"] == "Chủ tịch Ủy ban nhân dân tỉnh Lam Sơn"


def test_nobody_of_the_house_is_in_the_team():
    (inspection,) = planned("SNV")
    with pytest.raises(InspectionRefused, match="own_agency"):
        steps.with_team(inspection, {"thanhtra.cchc": Post.HEAD}, by=CHAIR)


def test_a_decision_on_several_agencies_leaves_the_house_to_the_committee(as_user):
    own, other = planned("SNV", "SXD")
    page = text(as_user("quanly.cchc").get(at("team", own.plan)))
    assert "Sở Xây dựng" in page and "KT-2026-SNV-01" not in page
    page = text(as_user(CHAIR).get(at("team", own.plan)))
    assert "KT-2026-SNV-01" in page and "Sở Xây dựng" not in page
    with pytest.raises(PermissionDenied):
        steps.with_team(other, TEAM, by=CHAIR)


def test_the_house_reads_nothing_of_the_draft_before_it_is_sent(as_user):
    inspection = visited()
    conclusions.add_shortcoming(
        inspection=inspection, found=found(description="Chậm báo cáo"), staff=staff(HEAD), now=NOW
    )
    words = {"strengths": "", "assessment": "Chưa đạt yêu cầu"}
    conclusions.write_conclusion(inspection=inspection, **words, staff=staff(HEAD), now=NOW)
    for who in HOUSE:
        assert Side.ORGANISER not in policy.sides(staff(who), inspection), who
        assert not policy.sees_draft(staff(who), fresh(inspection)), who
        assert not policy.shortcomings(staff(who)).exists(), who
    page = text(as_user("quanly.cchc").get(at("inspection", inspection)))
    assert "Chưa đạt yêu cầu" not in page and "Chậm báo cáo" not in page
    assert "Chưa đạt yêu cầu" in text(as_user(CHAIR).get(at("inspection", inspection)))


def test_the_house_does_not_conclude_its_own_inspection(as_user):
    inspection = answered()
    for who in ("quanly.cchc", "gd.snv", "cchc.snv"):
        with pytest.raises(PermissionDenied):
            conclusions.submit_conclusion(inspection=inspection, response="", staff=staff(who), now=NOW)
    assert as_user("quanly.cchc").get(at("conclude", inspection)).status_code == 403
    page = as_user(CHAIR).get(at("inspection", inspection))
    assert at("conclude", inspection) in text(page)
    assert "không tự kiểm tra mình" in text(page) or "does not inspect itself" in text(page)


def test_notice_verification_and_more_time_are_the_committees_too():
    shortcoming = notified()
    assert shortcoming.notice.paper.agency.code == "UBND"
    assert shortcoming.notice.paper.symbol == "01/UBND-VP"
    asked = remedies.ask_extension(
        shortcoming=shortcoming,
        until=date(2027, 1, 31),
        reason="Chờ",
        staff=staff("cchc.snv"),
        now=NOW,
    )
    with pytest.raises(PermissionDenied):
        remedies.decide_extension(
            extension=asked, granted=True, answer="", staff=staff("quanly.cchc"), now=NOW
        )
    remedies.decide_extension(extension=asked, granted=True, answer="", staff=staff(CHAIR), now=NOW)
    steps.reported(shortcoming, by="cchc.snv")
    for who in HOUSE:
        with pytest.raises(PermissionDenied):
            steps.judged(shortcoming, by=who)
    steps.judged(shortcoming, by=CHAIR)


def test_what_is_overdue_in_the_house_is_reminded_of_by_the_committee():
    notified()
    Message.objects.all().delete()
    remind_in_writing(now=LATER)
    letter = RemedyLetter.objects.get()
    told = set(Message.objects.values_list("recipient__username", flat=True))
    assert CHAIR in told and not told & {"quanly.cchc", "gd.snv"}
    assert (letter.paper.agency.code, letter.paper.made_by.username) == ("UBND", CHAIR)
    assert "Ủy ban nhân dân tỉnh xem xét trách nhiệm" in letter.paper.data["ending"]
    steps.issue(letter.paper, LATER)
    assert remind_in_writing(now=LATER + timedelta(days=14)) == 1
    assert not RemedyLetter.objects.filter(addressed=Addressed.ABOVE).exists()


def test_what_an_inspection_elsewhere_asks_of_the_house_is_the_committees():
    inspection = steps.concluded(shortcomings=[steps.found(), found(description="Chưa hướng dẫn")])
    other, own = inspection.notices.order_by("pk")
    assert (other.paper.agency.code, own.paper.agency.code) == ("SNV", "UBND")
    assert own.made_by.username == CHAIR
    assert not policy.notices(staff("quanly.cchc")).filter(pk=own.pk).exists()
    steps.issue(own.paper)
    shortcoming = own.shortcomings.get()
    steps.reported(shortcoming, by="cchc.snv")
    for who in ("quanly.cchc", "thanhtra.cchc"):
        with pytest.raises(PermissionDenied):
            steps.judged(shortcoming, by=who)
    steps.judged(shortcoming, by=CHAIR)


def test_a_correction_of_its_own_card_is_notified_by_the_committee():
    row = open_from_correction(
        organiser=steps.agency("SNV"),
        origin="x",
        year=2026,
        found=found(),
        actor=user("thamdinh.vp"),
        now=NOW,
    )
    with pytest.raises(PermissionDenied):
        written_notices.notify_corrections(staff=staff("quanly.cchc"), shortcomings=[row], now=NOW)
    (notice,) = written_notices.notify_corrections(staff=staff(CHAIR), shortcomings=[row], now=NOW)
    assert notice.paper.agency.code == "UBND"


def test_a_surprise_at_the_house_is_added_by_the_committee_and_stays_one(as_user):
    (other,) = planned("SXD")
    with pytest.raises(PermissionDenied):
        steps.line(other.plan, "SNV", kind=Kind.SURPRISE)
    surprise = steps.line(other.plan, "SNV", kind=Kind.SURPRISE, by=CHAIR)
    decided = steps.with_team(surprise, TEAM, by=CHAIR)
    assert decided.stage == Stage.DECIDED
    page = text(as_user("quanly.cchc").get(at("plan", other.plan)))
    assert "KT-2026-SNV-02" not in page
    assert not list_papers_for(staff=staff("quanly.cchc")).filter(pk=decided.team.paper_id).exists()
    assert as_user("quanly.cchc").get(at("inspection", surprise)).status_code == 404


def test_the_minutes_name_the_committee():
    inspection = visited()
    data = documents.minutes_document(inspection, head=user(HEAD), now=NOW)
    assert data["agency"] == "Ủy ban nhân dân tỉnh Lam Sơn"


def test_the_conclusion_is_issued_by_the_committee():
    paper = conclusions.submit_conclusion(inspection=answered(), response="", staff=staff(CHAIR), now=NOW)
    steps.issue(paper)
    issued = Inspection.objects.get(conclusion__paper=paper)
    assert (paper.agency.code, issued.stage) == ("UBND", Stage.CONCLUDED)
    assert issued.shortcomings.get().notice.paper.agency.code == "UBND"
