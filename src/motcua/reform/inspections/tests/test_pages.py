"""The pages: who sees what, that a form keeps what was typed, and how many statements a list costs."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from motcua.identity.models import RoleGrant
from motcua.platform import clock
from motcua.reform.inspections.choices import Kind, Scope, Stage
from motcua.reform.inspections.models import Inspection, InspectionChecklist, InspectionPlan, Shortcoming
from motcua.reform.inspections.services import conclusions, plans
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.steps import NOW, fresh, staff

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

LISTS = ["list", "plans", "shortcomings", "overdue", "notices", "rates", "checklists"]
OF_TEAM = [
    *("notify", "cancel", "begin", "checklist", "minutes", "send_minutes"),
    *("write_conclusion", "add_shortcoming", "send_draft", "conclude"),
]
DAY = {"deadline-day": "31", "deadline-month": "12", "deadline-year": "2026"}
SHORTCOMING = {
    "area": "Thủ tục hành chính",
    "criterion": "3.5",
    "severity": "minor",
    "description": "Hồ sơ trễ hạn chưa có phiếu xin lỗi",
    "legal_basis": "",
    "effect": "reduce",
    "points": "0.5",
    **DAY,
}


def at(name, thing=None):
    return reverse(f"inspections:{name}", args=[thing.uuid] if thing else [])


def text(response):
    return response.content.decode()


def photo():
    content = BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, "PNG")
    return SimpleUploadedFile("anh.png", content.getvalue(), "image/png")


# Lists


def test_a_visitor_signs_in_a_citizen_finds_nothing_and_other_roles_are_refused(client, as_user):
    citizen, clerk = as_user("congdan"), as_user("vanthu")
    for name in LISTS:
        assert client.get(at(name)).status_code == 302
        assert citizen.get(at(name)).status_code == 404
        assert clerk.get(at(name)).status_code == 403


def test_lists_open_for_everybody_concerned(as_user):
    steps.opened()
    for username in ("quanly.cchc", "thanhtra.cchc", "cv.vp", "truongphong", "kiemtra", "thamdinh"):
        client = as_user(username)
        for name in LISTS:
            assert client.get(at(name)).status_code == 200, (username, name)


def test_an_agency_finds_its_own_shortcomings_and_another_does_not(as_user):
    (shortcoming,) = steps.opened()
    assert at("shortcoming", shortcoming) in text(as_user("cv.vp").get(at("shortcomings")))
    assert at("shortcoming", shortcoming) not in text(as_user("cchc.sxd").get(at("shortcomings")))


def test_a_list_costs_few_statements_however_long(as_user, django_assert_max_num_queries):
    steps.opened(
        shortcomings=[
            steps.found(description=f"Tồn tại {day}", deadline=date(2026, 12, day)) for day in range(20, 30)
        ]
    )
    client = as_user("quanly.cchc")
    for name in ("list", "shortcomings", "notices", "plans", "overdue"):
        client.get(at(name))
        with django_assert_max_num_queries(9):
            client.get(at(name))


def test_rates_cost_few_statements(as_user, django_assert_max_num_queries):
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    steps.judged(shortcoming)
    client = as_user("kiemtra")
    with clock.at(NOW.replace(month=12, day=31)), django_assert_max_num_queries(10):
        page = text(client.get(at("rates")))
    assert "100,0 % (1/1)" in page


def test_lists_are_narrowed_and_taken_along(as_user):
    (shortcoming,) = steps.opened()
    client = as_user("quanly.cchc")
    address = at("shortcomings")
    assert at("shortcoming", shortcoming) in text(
        client.get(address, {"q": "phieu xin loi", "owner": "SKHCN"})
    )
    assert at("shortcoming", shortcoming) not in text(client.get(address, {"overdue": "true"}))
    rows = b"".join(client.get(address, {"_export": "csv"}).streaming_content).decode("utf-8-sig")
    assert "KT-2026-SNV-01/1" in rows
    assert "KT-2026-SNV-01" in text(client.get(at("list"), {"q": "khoa hoc", "year": "2026"}))


# Plans and teams


def test_a_manager_plans_a_year_on_the_pages(as_user):
    client = as_user("quanly.cchc")
    values = {
        "for_whom": f"province-{steps.agency('SNV').pk}",
        "year": "2027",
        "title": "Kế hoạch 2027",
        "legal_basis": "",
        "contents": "",
    }
    response = client.post(at("new_plan"), values)
    assert response.status_code == 422
    assert "Kế hoạch 2027" in text(response)
    client.post(at("new_plan"), {**values, "contents": "Một\nHai"})
    plan = InspectionPlan.objects.get()
    assert plan.contents == ["Một", "Hai"]
    days = {
        "planned_from-day": "1",
        "planned_from-month": "3",
        "planned_from-year": "2027",
        "planned_to-day": "5",
        "planned_to-month": "3",
        "planned_to-year": "2027",
    }
    subject = plan.subjects.get(agency__code="SKHCN").pk
    client.post(at("add", plan), {"subject": subject, "kind": "planned", "contents": "", **days})
    page = text(client.get(at("plan", plan)))
    assert "9,1 %" in page
    keep = [str(each.agency_id) for each in plan.subjects.all() if each.agency.code != "PVHCC"]
    client.post(
        at("change_plan", plan), {"title": "Mới", "legal_basis": "", "contents": "Ba", "subjects": keep}
    )
    plan.refresh_from_db()
    assert (plan.title, plan.subjects.count()) == ("Mới", 10)
    client.post(at("submit_plan", plan))
    plan.refresh_from_db()
    assert plan.paper is not None


def test_a_draft_of_a_plan_is_nobody_elses(as_user):
    plan = steps.plan_of()
    for username in ("cv.vp", "kiemtra", "thamdinh", "thanhtra.cchc"):
        for name in ("plan", "change_plan", "add", "team"):
            assert as_user(username).get(at(name, plan)).status_code == 404


def test_an_issued_plan_hides_surprise_inspections_from_readers(as_user):
    inspection = steps.decided(kind=Kind.SURPRISE)
    assert "KT-2026-SNV-01" in text(as_user("tp.cchc").get(at("plan", inspection.plan)))
    assert "KT-2026-SNV-01" not in text(as_user("kiemtra").get(at("plan", inspection.plan)))
    assert as_user("kiemtra").post(at("submit_plan", inspection.plan)).status_code == 403


def test_a_team_with_a_conflict_is_refused_and_the_form_kept(as_user):
    plan = steps.plan_of()
    inspection = steps.line(plan, "STP")
    steps.issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    client = as_user("quanly.cchc")
    values = {"inspections": [inspection.pk], "head": steps.user("thamdinh.stp").pk, "duties": "Giữ lại"}
    response = client.post(at("team", plan), values)
    assert response.status_code == 422
    assert "Giang Thị Mỹ" in text(response)
    assert "Giữ lại" in text(response)
    client.post(at("team", plan), {**values, "head": steps.user("thanhtra.cchc").pk})
    assert fresh(inspection).team is not None


# The inspection and its sides


def test_before_the_notice_only_organiser_and_team_know(as_user):
    inspection = steps.decided()
    for username in ("cv.vp", "giamdoc", "cchc.sxd", "kiemtra", "thamdinh"):
        assert as_user(username).get(at("inspection", inspection)).status_code == 404
    assert as_user("thamdinh.stp").get(at("inspection", inspection)).status_code == 200


def test_an_inspector_outside_the_team_knows_nothing(as_user):
    inspection = steps.decided()
    RoleGrant.objects.filter(appointment__user__username="thamdinh.vp", role="appraiser").delete()
    assert as_user("thamdinh.vp").get(at("inspection", inspection)).status_code == 404


def test_the_draft_conclusion_is_for_its_authors_until_it_is_sent(as_user):
    inspection = steps.minuted()
    head = staff("thanhtra.cchc")
    conclusions.write_conclusion(
        inspection=inspection, strengths="", assessment="CHƯA GỬI", staff=head, now=NOW
    )
    conclusions.add_shortcoming(inspection=inspection, found=steps.found(), staff=head, now=NOW)
    assert "CHƯA GỬI" in text(as_user("thamdinh.stp").get(at("inspection", inspection)))
    for username in ("cv.vp", "kiemtra", "thamdinh"):
        page = text(as_user(username).get(at("inspection", inspection)))
        assert "CHƯA GỬI" not in page
        assert "phiếu xin lỗi" not in page
    conclusions.send_draft(inspection=inspection, staff=head, now=NOW)
    assert "CHƯA GỬI" in text(as_user("cv.vp").get(at("inspection", inspection)))
    for username in ("kiemtra", "thamdinh"):
        assert "CHƯA GỬI" not in text(as_user(username).get(at("inspection", inspection)))


def test_a_draft_shortcoming_is_no_address_for_the_inspected_side(as_user):
    inspection = steps.drafted()
    shortcoming = inspection.shortcomings.get()
    assert as_user("cv.vp").get(at("shortcoming", shortcoming)).status_code == 404
    assert as_user("kiemtra").get(at("shortcoming", shortcoming)).status_code == 404
    assert as_user("thanhtra.cchc").get(at("shortcoming", shortcoming)).status_code == 200


def test_each_side_does_nothing_of_the_other(as_user):
    inspection = steps.visiting()
    officer, head, stranger = as_user("cv.vp"), as_user("thanhtra.cchc"), as_user("cchc.sxd")
    for name in OF_TEAM:
        assert officer.post(at(name, inspection)).status_code == 403, name
        assert stranger.post(at(name, inspection)).status_code == 404, name
    for name in ("answer", "sign_minutes"):
        assert head.post(at(name, inspection)).status_code == 403
        assert stranger.post(at(name, inspection)).status_code == 404


def test_the_visit_on_a_tablet(as_user):
    inspection = steps.notified()
    client = as_user("thanhtra.cchc")
    client.post(at("begin", inspection))
    shown = text(client.get(at("inspection", inspection)))
    assert at("checklist", inspection) in shown
    assert at("minutes", inspection) in shown
    assert at("begin", inspection) not in shown
    page = text(client.get(at("checklist", inspection)))
    assert page.count('type="radio"') == 3 * 14
    response = client.post(
        at("checklist", inspection),
        {"result-A1": "short", "note-A1": "Chậm 5 ngày", "files-A1": photo(), "note-A2": "", "area": "2"},
    )
    assert response["Location"].endswith("#area-2")
    page = text(client.get(at("checklist", inspection)))
    assert "Chậm 5 ngày" in page
    assert "anh.png" in page
    evidence = inspection.evidence.get()
    assert client.get(at("evidence", evidence)).status_code == 200
    for stranger in ("cv.vp", "cchc.sxd", "kiemtra"):
        assert as_user(stranger).get(at("evidence", evidence)).status_code == 404


def test_a_refused_photo_keeps_what_was_typed(as_user):
    inspection = steps.visiting()
    bad = SimpleUploadedFile("virus.exe", b"MZ", "application/octet-stream")
    response = as_user("thanhtra.cchc").post(
        at("checklist", inspection), {"result-A1": "short", "note-A1": "Giữ lại", "files-A1": bad}
    )
    assert response.status_code == 422
    assert "Giữ lại" in text(response)
    assert "virus.exe" in text(response)


def test_both_sides_walk_from_the_minutes_to_the_conclusion(as_user):
    inspection = steps.filled()
    head, officer, manager = as_user("thanhtra.cchc"), as_user("cv.vp"), as_user("quanly.cchc")
    page = at("inspection", inspection)
    head.post(at("minutes", inspection), {"present": "A", "findings": "B", "opinion": ""})
    assert at("send_minutes", inspection) in text(head.get(page))
    head.post(at("send_minutes", inspection))
    assert at("sign_minutes", inspection) in text(officer.get(page))
    assert at("checklist", inspection) not in text(officer.get(page))
    assert head.get(at("checklist", inspection)).status_code == 302
    assert officer.get(at("minutes_file", inspection)).status_code == 200
    assert as_user("kiemtra").get(at("minutes_file", inspection)).status_code == 404
    officer.post(at("sign_minutes", inspection))
    assert as_user("kiemtra").get(at("minutes_file", inspection)).status_code == 200
    head.post(at("write_conclusion", inspection), {"strengths": "", "assessment": "Đạt"})
    response = head.post(at("add_shortcoming", inspection), {**SHORTCOMING, "points": "", "owner": "x"})
    assert response.status_code == 422
    assert "Hồ sơ trễ hạn" in text(response)
    owner = f"a{steps.agency('SKHCN').pk}"
    head.post(at("add_shortcoming", inspection), {**SHORTCOMING, "owner": owner})
    shortcoming = Shortcoming.objects.get()
    assert str(shortcoming.effect_points) == "0.5000"
    head.post(at("change_shortcoming", shortcoming), {**SHORTCOMING, "owner": owner, "area": "Khác"})
    head.post(at("send_draft", inspection))
    assert at("answer", inspection) in text(officer.get(page))
    assert officer.post(at("answer", inspection), {"answer": ""}).status_code == 422
    officer.post(at("answer", inspection), {"answer": "Nhất trí"})
    assert at("conclude", inspection) in text(manager.get(page))
    manager.post(at("conclude", inspection), {"response": "Tiếp thu"})
    steps.issue(fresh(inspection).conclusion.paper)
    assert fresh(inspection).stage == Stage.CONCLUDED
    notice = inspection.notices.get()
    assert officer.get(at("notice", notice)).status_code == 404
    steps.issue(notice.paper)
    assert at("acknowledge", notice) in text(officer.get(at("notice", notice)))
    officer.post(at("acknowledge", notice))
    assert as_user("cchc.sxd").get(at("notice", notice)).status_code == 404
    assert as_user("quanly.cchc").post(at("acknowledge", notice)).status_code == 403


def test_what_is_out_of_place_is_told_and_changes_nothing(as_user):
    inspection = steps.notified()
    page = as_user("thanhtra.cchc").post(at("send_minutes", inspection), follow=True)
    assert "không có gì thay đổi" in text(page)
    assert fresh(inspection).stage == Stage.NOTIFIED


def test_an_inspection_is_called_off_with_a_reason(as_user):
    inspection = steps.decided()
    client = as_user("tp.cchc")
    assert client.post(at("cancel", inspection), {"reason": ""}).status_code == 422
    client.post(at("cancel", inspection), {"reason": "Trùng thanh tra"})
    assert Inspection.objects.get().stage == Stage.CANCELLED


# Remedies


def remedy(**changes):
    values = {
        "action": "Đã gửi phiếu",
        "remedied_on-day": "23",
        "remedied_on-month": "11",
        "remedied_on-year": "2026",
        "rest_plan": "",
    }
    return {**values, **changes}


def test_a_remedy_with_evidence_is_reported_and_verified(as_user):
    (shortcoming,) = steps.opened()
    officer, head = as_user("cv.vp"), as_user("thanhtra.cchc")
    response = officer.post(at("report", shortcoming), {**remedy(action=""), "evidence": photo()})
    assert response.status_code == 422
    response = officer.post(at("report", shortcoming), {**remedy(), "evidence": photo()})
    assert response.status_code == 302
    page = text(head.get(at("shortcoming", shortcoming)))
    assert "anh.png" in page
    address = re.search(r"/office/cchc/kiem-tra/tep/[0-9a-f-]+/", page).group()
    assert head.get(address).status_code == 200
    assert as_user("cchc.sxd").get(address).status_code == 404
    assert head.post(at("verify", shortcoming), {"outcome": "partly", "remark": ""}).status_code == 422
    head.post(at("verify", shortcoming), {"outcome": "closed", "on_site": "on", "remark": ""})
    shortcoming.refresh_from_db()
    assert shortcoming.state == "closed"
    assert head.post(at("reopen", shortcoming), {"remark": ""}).status_code == 422
    head.post(at("reopen", shortcoming), {"remark": "Tái diễn"})
    assert "Tái diễn" in text(officer.get(at("shortcoming", shortcoming)))


def test_a_refused_paper_keeps_the_report(as_user):
    (shortcoming,) = steps.opened()
    bad = SimpleUploadedFile("x.exe", b"MZ", "application/octet-stream")
    response = as_user("cv.vp").post(at("report", shortcoming), {**remedy(), "evidence": bad})
    assert response.status_code == 422
    assert "Đã gửi phiếu" in text(response)
    assert not shortcoming.remedies.exists()


def test_more_time_is_asked_for_and_granted_on_the_pages(as_user):
    (shortcoming,) = steps.opened()
    until = {"until-day": "31", "until-month": "1", "until-year": "2027", "reason": "Chờ kinh phí"}
    as_user("cv.vp").post(at("ask_extension", shortcoming), until)
    page = as_user("thanhtra.cchc").get(at("answer_extension", shortcoming))
    assert "Chờ kinh phí" in text(page)
    as_user("thanhtra.cchc").post(at("answer_extension", shortcoming), {"granted": "yes", "answer": ""})
    shortcoming.refresh_from_db()
    assert shortcoming.due_on == date(2027, 1, 31)
    assert as_user("thanhtra.cchc").get(at("answer_extension", shortcoming)).status_code == 404


def test_another_agency_and_readers_do_nothing_to_a_shortcoming(as_user):
    (shortcoming,) = steps.opened()
    for name in ("report", "verify", "reopen", "ask_extension", "answer_extension"):
        assert as_user("cchc.sxd").get(at(name, shortcoming)).status_code == 404
        assert as_user("kiemtra").get(at(name, shortcoming)).status_code == 403


def test_the_head_of_the_owning_unit_sees_the_shortcoming(as_user):
    (shortcoming,) = steps.opened(shortcomings=[steps.found(owner_unit=steps.unit("ATBX"))])
    assert as_user("truongphong").get(at("shortcoming", shortcoming)).status_code == 200
    assert as_user("tp.qlkh").get(at("shortcoming", shortcoming)).status_code == 404


def test_the_chair_sees_what_is_overdue(as_user):
    (shortcoming,) = steps.opened()
    with clock.at(NOW.replace(year=2027)):
        assert at("shortcoming", shortcoming) in text(as_user("chutich").get(at("overdue")))


# Checklists


def test_a_version_of_a_checklist_follows_another(as_user):
    steps.visiting()
    row = InspectionChecklist.objects.get(key="province")
    address = reverse("inspections:new_checklist", args=[row.pk])
    client = as_user("quanly.cchc")
    begun = client.get(address)
    assert "C3 | Thủ tục hành chính" in text(begun)
    values = {
        "name_vi": "Phiếu",
        "name_en": "List",
        "source": "123/HD",
        "valid_from-day": "1",
        "valid_from-month": "1",
        "valid_from-year": "2027",
    }
    assert client.post(address, {**values, "items": "A1 | sai"}).status_code == 422
    for _ in range(2):
        client.post(address, {**values, "items": "A1 | Chỉ đạo | 1.1 | Hỏi | Ask | Xem"})
    assert InspectionChecklist.objects.filter(key="province").count() == 2
    assert as_user("thanhtra.cchc").get(address).status_code == 403


def test_an_agency_plans_for_its_own_units_and_another_sees_nothing(as_user):
    plan = steps.plan_of(scope=Scope.OWN, by="cv.vp", organiser="SKHCN")
    assert as_user("giamdoc").get(at("plan", plan)).status_code == 200
    for username in ("cchc.sxd", "quanly.cchc", "truongphong"):
        assert as_user(username).get(at("plan", plan)).status_code == 404
