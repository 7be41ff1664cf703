"""The page of an inspection: who sees which side of it, the visit on a tablet, minutes, conclusion."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.identity.models import RoleGrant
from motcua.reform.inspections.choices import Stage
from motcua.reform.inspections.models import Inspection, Shortcoming
from motcua.reform.inspections.services import conclusions, visits
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, photo, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

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


def test_a_finding_that_is_none_and_a_remark_too_long_are_told_and_kept_in_the_form(as_user):
    inspection = steps.visiting()
    head = as_user("thanhtra.cchc")
    for typed in ({"result-A1": "BAD", "note-A1": "x"}, {"result-A1": "met", "note-A1": "x" * 4001}):
        answer = head.post(at("checklist", inspection), typed)
        assert answer.status_code == 422
        assert typed["note-A1"] in text(answer)
    assert not inspection.findings.exists()


def sent_by(page, **typed):
    """What a browser sends of the page: every item as it was shown, but for what was typed."""
    shown = dict(re.findall(r'name="(shown-[^"]+)" value="([^"]*)"', page))
    notes = dict(re.findall(r'name="(note-[^"]+)"[^>]*>([^<]*)<', page))
    chosen = dict(re.findall(r'name="(result-[^"]+)"[^>]* value="([^"]*)" checked', page))
    return {**shown, **notes, **chosen, **{name.replace("_", "-"): value for name, value in typed.items()}}


def test_two_tablets_open_at_once_keep_the_findings_of_both(as_user):
    inspection = steps.visiting()
    first, second = as_user("thanhtra.cchc"), as_user("thamdinh.stp")
    address = at("checklist", inspection)
    codes = visits.item_codes(inspection)
    one, other = text(first.get(address)), text(second.get(address))
    mine = {f"result_{code}": "short" for code in codes[:7]} | {f"note_{code}": "Của A" for code in codes[:7]}
    assert first.post(address, sent_by(one, **mine)).status_code == 302
    assert (
        second.post(address, sent_by(other, **{f"result_{code}": "met" for code in codes[7:]})).status_code
        == 302
    )
    kept = dict(inspection.findings.values_list("item", "result"))
    assert kept == {code: "short" if code in codes[:7] else "met" for code in codes}
    assert inspection.findings.filter(note="Của A").count() == 7


def test_an_item_that_a_colleague_changed_meanwhile_is_named_and_the_others_are_saved(as_user):
    inspection = steps.visiting()
    first, second = as_user("thanhtra.cchc"), as_user("thamdinh.stp")
    address = at("checklist", inspection)
    one, other = text(first.get(address)), text(second.get(address))
    assert first.post(address, sent_by(one, result_A1="short", note_A1="Chậm 5 ngày")).status_code == 302
    typed = sent_by(other, result_A1="met", note_A1="Đúng hạn", result_A2="met", note_A2="Đủ")
    refused = second.post(address, typed)
    assert refused.status_code == 422
    page = text(refused)
    assert "A1: người khác" in page and "Chậm 5 ngày" in page and ">Đúng hạn<" in page
    assert dict(inspection.findings.values_list("item", "note")) == {"A1": "Chậm 5 ngày", "A2": "Đủ"}
    assert second.post(address, sent_by(page)).status_code == 302
    assert inspection.findings.get(item="A1").note == "Đúng hạn"


def test_what_is_refused_for_its_length_does_not_forget_what_was_shown(as_user):
    inspection = steps.visiting()
    first, second = as_user("thanhtra.cchc"), as_user("thamdinh.stp")
    address = at("checklist", inspection)
    other = text(second.get(address))
    first.post(address, {"result-A1": "short", "note-A1": "Chậm 5 ngày"})
    page = text(second.post(address, sent_by(other, note_A2="x" * 4001)))
    assert second.post(address, sent_by(page, note_A2="x")).status_code == 302
    assert inspection.findings.get(item="A1").note == "Chậm 5 ngày"


def test_both_sides_walk_from_the_minutes_to_the_conclusion(as_user):
    inspection = steps.filled()
    head, officer, manager = as_user("thanhtra.cchc"), as_user("cv.vp"), as_user("quanly.cchc")
    page = at("inspection", inspection)
    head.post(at("minutes", inspection), {"present": "A", "findings": "B", "opinion": ""})
    assert at("send_minutes", inspection) in text(head.get(page))
    head.post(at("send_minutes", inspection))
    leader = as_user("giamdoc")
    assert at("sign_minutes", inspection) not in text(officer.get(page))
    assert at("sign_minutes", inspection) in text(leader.get(page))
    assert at("checklist", inspection) not in text(officer.get(page))
    assert head.get(at("checklist", inspection)).status_code == 302
    assert officer.get(at("minutes_file", inspection)).status_code == 200
    assert as_user("kiemtra").get(at("minutes_file", inspection)).status_code == 404
    assert officer.post(at("sign_minutes", inspection)).status_code == 403
    leader.post(at("sign_minutes", inspection))
    assert as_user("kiemtra").get(at("minutes_file", inspection)).status_code == 200
    head.post(at("write_conclusion", inspection), {"strengths": "", "assessment": "Đạt"})
    response = head.post(at("add_shortcoming", inspection), {**SHORTCOMING, "points": "", "owner": "x"})
    assert response.status_code == 422
    assert "Hồ sơ trễ hạn" in text(response)
    owner = f"a{steps.agency('SKHCN').pk}"
    head.post(at("add_shortcoming", inspection), {**SHORTCOMING, "owner": owner})
    shortcoming = Shortcoming.objects.get()
    assert str(shortcoming.effect_points) == "0.5000"
    head.post(
        at("change_shortcoming", shortcoming), {**SHORTCOMING, "owner": owner, "area": "Chính quyền số"}
    )
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


def test_the_team_opens_what_its_pages_lead_to_and_other_inspectors_do_not(as_user):
    (shortcoming,) = steps.opened()
    pages = (at("plan", shortcoming.inspection.plan), at("notice", shortcoming.notice))
    for page in pages:
        assert as_user("thanhtra.cchc").get(page).status_code == 200
        assert as_user("cchc.sxd").get(page).status_code == 404


def test_a_page_links_to_no_document_that_the_reader_may_not_open(as_user):
    (shortcoming,) = steps.opened()
    inspection = shortcoming.inspection
    pages = (at("inspection", inspection), at("plan", inspection.plan), at("notice", shortcoming.notice))
    for username in ("thamdinh.stp", "thanhtra.cchc", "quanly.cchc", "thamdinh.vp", "chutich"):
        client = as_user(username)
        for page in pages:
            links = re.findall(r'href="(/office/cchc/van-ban/[^"]+)"', text(client.get(page)))
            assert [client.get(link).status_code for link in links] == [200] * len(links), username
