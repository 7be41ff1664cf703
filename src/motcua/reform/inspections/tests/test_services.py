"""The eight steps through the services: what each does, what it refuses, and that a repeat changes nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from motcua.notifications.api import Message
from motcua.platform.audit.models import AuditEvent
from motcua.reform.inspections import documents
from motcua.reform.inspections.choices import Kind, Post, Remedying, Scope, Stage
from motcua.reform.inspections.models import Inspection, InspectionMinutes, InspectionTeam, RemedyReminder
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import conclusions, plans, remedies, teams, visits
from motcua.reform.inspections.services.escalation import remind_overdue
from motcua.reform.inspections.services.visits import Noted
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.steps import NOW, fresh, staff
from motcua.reform.inspections.words import ACTIONS
from motcua.reform.papers.api import PaperState, cancel_paper

pytestmark = pytest.mark.usefixtures("signing")


def refusal(call, **arguments):
    with pytest.raises(InspectionRefused) as caught:
        call(staff=arguments.pop("staff"), now=arguments.pop("now", NOW), **arguments)
    return caught.value.code


# 1 Plan


def test_a_plan_names_every_department_and_is_issued_by_its_sealed_document():
    plan = steps.plan_of()
    assert plan.subjects.count() == 11
    steps.line(plan)
    paper = plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW)
    plan.refresh_from_db()
    assert plan.approved_at is None
    sealed = steps.issue(paper)
    plan.refresh_from_db()
    assert plan.approved_at == NOW
    assert sealed.symbol.endswith("/KH-SNV")


def test_one_plan_a_year_and_scope():
    steps.plan_of()
    with pytest.raises(InspectionRefused, match="plan_exists"):
        steps.plan_of()
    steps.plan_of(scope=Scope.OWN, by="cv.vp", organiser="SKHCN")


def test_only_managers_of_the_standing_body_plan_for_the_province():
    for username in ("cv.vp", "thanhtra.cchc", "kiemtra", "chuyenvien"):
        with pytest.raises(PermissionDenied):
            steps.plan_of(by=username)


def test_an_issued_plan_takes_surprise_inspections_only():
    plan = steps.plan_of()
    steps.line(plan)
    steps.issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    with pytest.raises(InspectionRefused, match="plan_issued"):
        steps.line(plan, "SXD")
    assert steps.line(plan, "SXD", kind=Kind.SURPRISE).is_surprise


def test_a_cancelled_document_gives_the_plan_back():
    plan = steps.plan_of()
    steps.line(plan)
    paper = plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW)
    with pytest.raises(InspectionRefused, match="plan_waits"):
        steps.line(plan, "SXD")
    cancel_paper(paper=paper, reason="Sửa", staff=staff("gd.snv"), now=NOW)
    steps.line(plan, "SXD")


# 2 Team


def test_nobody_inspects_the_own_agency():
    plan = steps.plan_of()
    inspection = steps.line(plan, "STP")
    steps.issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    with pytest.raises(InspectionRefused, match="own_agency"):
        steps.with_team(fresh(inspection))
    assert not InspectionTeam.objects.exists()


def test_a_member_who_serves_in_two_agencies_inspects_neither():
    plan = steps.plan_of()
    inspection = steps.line(plan, "PVHCC")
    steps.issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    with pytest.raises(InspectionRefused, match="own_agency"):
        steps.with_team(fresh(inspection), {"thanhtra.cchc": Post.HEAD, "tiepnhan": Post.MEMBER})


def test_among_own_units_nobody_inspects_the_own_unit():
    plan = steps.plan_of(scope=Scope.OWN, by="cv.vp", organiser="SKHCN")
    inspection = steps.line(plan, of_unit=steps.unit("ATBX"), by="cv.vp")
    steps.issue(plans.submit_plan(plan=plan, staff=staff("cv.vp"), now=NOW))
    with pytest.raises(InspectionRefused, match="own_agency"):
        steps.with_team(fresh(inspection), {"chuyenvien": Post.HEAD}, by="cv.vp")
    assert steps.with_team(fresh(inspection), {"cv.qlkh": Post.HEAD}, by="cv.vp").stage == Stage.DECIDED


def test_a_team_has_one_head():
    plan = steps.plan_of()
    inspection = steps.line(plan)
    steps.issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    for members in ({"thanhtra.cchc": Post.MEMBER}, {"thanhtra.cchc": Post.HEAD, "thamdinh.stp": Post.HEAD}):
        with pytest.raises(InspectionRefused, match="no_head"):
            steps.with_team(fresh(inspection), members)


def test_the_team_serves_from_the_sealed_decision_on():
    inspection = steps.decided()
    assert inspection.stage == Stage.DECIDED
    assert inspection.team.paper.symbol.endswith("/QĐ-SNV")


# 3 Notice, visit, minutes


def test_a_planned_visit_follows_its_notice():
    inspection = steps.decided()
    assert refusal(visits.begin_visit, inspection=inspection, staff=staff("thanhtra.cchc")) == "not_notified"
    steps.notified(inspection)
    assert steps.visiting(fresh(inspection)).stage == Stage.VISITING


def test_a_surprise_visit_comes_without_notice_and_tells_the_unit_at_once():
    inspection = steps.decided(kind=Kind.SURPRISE)
    assert inspection.notified_at is None
    assert steps.visiting(inspection).notified_at == NOW


def test_the_notice_tells_the_agency_and_not_its_neighbour():
    steps.notified()
    told = set(Message.objects.values_list("recipient__username", flat=True))
    assert {"cv.vp", "giamdoc"} <= told
    assert "cchc.sxd" not in told


def test_findings_are_kept_and_repeated_ones_write_nothing():
    inspection = steps.visiting()
    noted = {"A1": Noted(result="short", note="Chậm 5 ngày")}
    for _ in range(2):
        visits.save_findings(inspection=inspection, findings=noted, staff=staff("thamdinh.stp"), now=NOW)
    assert inspection.findings.get().note == "Chậm 5 ngày"
    with pytest.raises(KeyError):
        visits.save_findings(
            inspection=inspection, findings={"Z9": noted["A1"]}, staff=staff("thamdinh.stp"), now=NOW
        )


def test_only_the_team_notes_findings():
    inspection = steps.visiting()
    for username in ("quanly.cchc", "cv.vp", "giamdoc", "thamdinh.vp"):
        with pytest.raises(PermissionDenied):
            visits.save_findings(inspection=inspection, findings={}, staff=staff(username), now=NOW)


def test_minutes_wait_for_every_finding():
    inspection = steps.visiting()
    head = staff("thanhtra.cchc")
    assert refusal(visits.send_minutes, inspection=inspection, staff=head) == "minutes_missing"
    words = {"present": "x", "findings": "y", "opinion": "", "signer": steps.user("giamdoc")}
    visits.write_minutes(inspection=inspection, **words, staff=head, now=NOW)
    assert refusal(visits.send_minutes, inspection=fresh(inspection), staff=head) == "checklist_open"


def test_minutes_taken_back_lose_the_signature_of_the_team():
    inspection = steps.filled()
    visits.send_minutes(inspection=inspection, staff=staff("thanhtra.cchc"), now=NOW)
    visits.take_back_minutes(inspection=fresh(inspection), staff=staff("thanhtra.cchc"), now=NOW)
    assert fresh(inspection).minutes.file is None
    with pytest.raises(InspectionRefused, match="moved_on"):
        visits.sign_minutes(inspection=fresh(inspection), staff=staff("giamdoc"), now=NOW)


def test_the_head_signs_for_the_team_and_the_leader_for_the_agency():
    inspection = steps.filled()
    with pytest.raises(PermissionDenied):
        visits.send_minutes(inspection=inspection, staff=staff("thamdinh.stp"), now=NOW)
    visits.send_minutes(inspection=inspection, staff=staff("thanhtra.cchc"), now=NOW)
    with pytest.raises(PermissionDenied):
        visits.sign_minutes(inspection=fresh(inspection), staff=staff("cv.vp"), now=NOW)


def test_minutes_changed_while_they_are_signed_are_not_sent(monkeypatch):
    inspection = steps.filled()

    def meanwhile(*, pdf, **_arguments):
        InspectionMinutes.objects.update(findings="Khác hẳn")
        return pdf

    monkeypatch.setattr(visits, "sign_pdf", meanwhile)
    with pytest.raises(InspectionRefused, match="minutes_changed"):
        visits.send_minutes(inspection=inspection, staff=staff("thanhtra.cchc"), now=NOW)
    assert fresh(inspection).stage == Stage.VISITING


def test_minutes_of_a_surprise_visit_name_a_place():
    inspection = steps.filled(steps.visiting(steps.decided(kind=Kind.SURPRISE)))
    data = documents.minutes_document(inspection, head=steps.user("thanhtra.cchc"), now=NOW)
    assert data["place"] == steps.agency("SKHCN").name_vi


# 4 Conclusion


def test_the_conclusion_waits_for_the_answer_or_the_end_of_its_term():
    inspection = steps.drafted()
    manager = staff("quanly.cchc")
    arguments = {"inspection": inspection, "response": "", "staff": manager}
    assert refusal(conclusions.submit_conclusion, **arguments) == "answer_waits"
    # Five working days from Monday 23/11, of which the 24th is a public holiday.
    assert inspection.conclusion.answer_by == date(2026, 12, 1)
    assert refusal(conclusions.submit_conclusion, **arguments, now=NOW + timedelta(days=8)) == "answer_waits"
    conclusions.submit_conclusion(**arguments, now=NOW + timedelta(days=9))


def test_the_inspected_side_answers_once():
    inspection = steps.drafted()
    for _ in range(2):
        conclusions.answer_draft(inspection=inspection, answer="Nhất trí", staff=staff("cv.vp"), now=NOW)
    with pytest.raises(InspectionRefused, match="moved_on"):
        conclusions.answer_draft(inspection=inspection, answer="Khác", staff=staff("cv.vp"), now=NOW)


def test_numbers_of_shortcomings_are_never_given_twice():
    inspection = steps.minuted()
    head = staff("thanhtra.cchc")
    first = conclusions.add_shortcoming(inspection=inspection, found=steps.found(), staff=head, now=NOW)
    conclusions.withdraw_shortcoming(shortcoming=first, staff=head, now=NOW)
    second = conclusions.add_shortcoming(inspection=inspection, found=steps.found(), staff=head, now=NOW)
    assert (first.ordinal, second.ordinal) == (1, 2)


def test_what_is_sent_twice_stands_once():
    plan = steps.plan_of()
    assert steps.line(plan) == steps.line(plan)
    inspection = steps.minuted(steps.filled(steps.visiting(steps.decided_in(plan, kind=Kind.SURPRISE))))
    arguments = {
        "inspection": inspection,
        "found": steps.found(),
        "staff": staff("thanhtra.cchc"),
        "now": NOW,
    }
    assert conclusions.add_shortcoming(**arguments) == conclusions.add_shortcoming(**arguments)


# 5 Written notice


def test_each_unit_gets_one_numbered_signed_document():
    other = steps.found(description="Báo cáo chậm")
    shortcomings = [steps.found(), other, steps.found(owner_agency=steps.agency("SXD"))]
    inspection = steps.concluded(shortcomings=shortcomings)
    notices = list(inspection.notices.order_by("pk"))
    assert [(each.recipient_agency.code, each.shortcomings.count()) for each in notices] == [
        ("SKHCN", 2),
        ("SXD", 1),
    ]
    assert set(inspection.shortcomings.values_list("state", flat=True)) == {Remedying.DRAFT}
    symbols = {steps.issue(each.paper).symbol for each in notices}
    assert len(symbols) == 2
    assert set(inspection.shortcomings.values_list("state", flat=True)) == {Remedying.OPEN}
    notices[0].refresh_from_db()
    assert notices[0].paper.state == PaperState.SEALED


def test_receipt_is_acknowledged_by_the_recipient_and_the_first_time_counts():
    (shortcoming,) = steps.opened()
    with pytest.raises(PermissionDenied):
        steps.acknowledged(shortcoming.notice, by="cchc.sxd")
    assert steps.acknowledged(shortcoming.notice).acknowledged_by == steps.user("cv.vp")
    assert steps.acknowledged(shortcoming.notice, by="giamdoc").acknowledged_by == steps.user("cv.vp")


def test_among_own_units_each_unit_gets_its_own_document():
    plan = steps.plan_of(scope=Scope.OWN, by="cv.vp", organiser="SKHCN")
    inspection = steps.line(plan, of_unit=steps.unit("ATBX"), by="cv.vp")
    steps.issue(plans.submit_plan(plan=plan, staff=staff("cv.vp"), now=NOW))
    inspection = steps.with_team(fresh(inspection), {"tp.qlkh": Post.HEAD}, by="cv.vp")
    visits_by = "tp.qlkh"
    paper = visits.draft_notice(
        inspection=inspection,
        visit_at=NOW,
        visit_place="Phòng ATBX",
        to_prepare="",
        staff=staff(visits_by),
        now=NOW,
    )
    steps.issue(paper)
    inspection = steps.filled(steps.visiting(fresh(inspection), by=visits_by), by=visits_by)
    visits.send_minutes(inspection=inspection, staff=staff(visits_by), now=NOW)
    visits.sign_minutes(inspection=fresh(inspection), staff=staff("truongphong"), now=NOW)
    assert fresh(inspection).stage == Stage.MINUTES_SIGNED


# 6 and 7 Remedy and verification


def test_a_remedy_is_partial_then_closed_then_taken_up_again():
    (shortcoming,) = steps.opened()
    for outcome, state in (("partly", "partly"), ("rejected", "rejected"), ("closed", "closed")):
        steps.reported(shortcoming, action=f"Lần {outcome}")
        steps.judged(shortcoming, outcome)
        shortcoming.refresh_from_db()
        assert shortcoming.state == state
    steps.judged(shortcoming, "reopened", on_site=True)
    shortcoming.refresh_from_db()
    assert shortcoming.state == Remedying.REOPENED
    assert shortcoming.remedies.count() == 3


def test_the_same_report_sent_again_is_one_report():
    (shortcoming,) = steps.opened()
    assert steps.reported(shortcoming) == steps.reported(shortcoming)


def test_a_remedy_has_a_day_between_the_finding_and_today():
    (shortcoming,) = steps.opened()
    with pytest.raises(InspectionRefused, match="remedy_later"):
        steps.reported(shortcoming, on=date(2026, 11, 24))
    with pytest.raises(InspectionRefused, match="remedy_earlier"):
        steps.reported(shortcoming, on=date(2026, 11, 22))


def test_the_inspected_side_and_strangers_verify_nothing():
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    for username in ("cv.vp", "giamdoc", "thamdinh.vp", "kiemtra"):
        with pytest.raises(PermissionDenied):
            steps.judged(shortcoming, by=username)


def test_nobody_verifies_a_remedy_of_the_own_agency():
    (shortcoming,) = steps.opened(shortcomings=[steps.found(owner_agency=steps.agency("STP"))])
    steps.reported(shortcoming, by="cchc.stp")
    with pytest.raises(PermissionDenied):
        steps.judged(shortcoming, by="thamdinh.stp")
    steps.judged(shortcoming, by="thanhtra.cchc")


def test_more_time_counts_only_when_granted_before_the_deadline():
    (shortcoming,) = steps.opened()
    officer, manager = staff("cv.vp"), staff("quanly.cchc")
    asked = remedies.ask_extension(
        shortcoming=shortcoming, until=date(2027, 1, 31), reason="Chờ kinh phí", staff=officer, now=NOW
    )
    late = NOW + timedelta(days=40)
    arguments = {"extension": asked, "granted": True, "answer": "", "staff": manager}
    assert refusal(remedies.decide_extension, **arguments, now=late) == "extension_late"
    remedies.decide_extension(**arguments, now=NOW)
    shortcoming.refresh_from_db()
    assert (shortcoming.deadline, shortcoming.due_on) == (date(2026, 12, 31), date(2027, 1, 31))


def test_one_request_for_more_time_at_a_time():
    (shortcoming,) = steps.opened()
    arguments = {"shortcoming": shortcoming, "reason": "x", "staff": staff("cv.vp")}
    for _ in range(2):
        remedies.ask_extension(until=date(2027, 1, 31), **arguments, now=NOW)
    assert refusal(remedies.ask_extension, until=date(2027, 2, 28), **arguments) == "extension_open"


# 8 Escalation


def test_reminders_are_numbered_and_the_third_reaches_the_chair():
    (shortcoming,) = steps.opened()
    Message.objects.all().delete()
    for days, expected in ((39, 1), (40, 0), (46, 1), (53, 1)):
        assert remind_overdue(now=NOW + timedelta(days=days)) == expected
    assert list(RemedyReminder.objects.order_by("ordinal").values_list("ordinal", flat=True)) == [1, 2, 3]
    hearers = Message.objects.filter(recipient__username="chutich")
    assert hearers.count() == 1
    assert Message.objects.filter(recipient__username="cv.vp").count() == 3
    assert shortcoming.reminders.count() == 3


def test_what_waits_for_verification_is_not_reminded_of():
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    assert remind_overdue(now=NOW + timedelta(days=60)) == 0


def test_every_step_leaves_a_line_in_the_event_log():
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    steps.judged(shortcoming)
    actions = set(
        AuditEvent.objects.filter(action__startswith="inspection.").values_list("action", flat=True)
    )
    assert actions <= set(ACTIONS)
    assert {"inspection.decided", "inspection.notice_issued", "inspection.remedy_verified"} <= actions


def test_an_inspection_is_called_off_before_the_visit_only():
    inspection = steps.notified()
    manager = staff("tp.cchc")
    for _ in range(2):
        plans.cancel_inspection(inspection=inspection, reason="Trùng thanh tra", staff=manager, now=NOW)
    assert Inspection.objects.get().stage == Stage.CANCELLED
    assert (
        refusal(
            teams.appoint_team,
            plan=inspection.plan,
            inspections=[inspection],
            members={1: Post.HEAD},
            duties="",
            staff=manager,
        )
        == "moved_on"
    )
