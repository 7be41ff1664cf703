"""Pages of a shortcoming: its remedy with evidence, the verdict, more time, what is overdue."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.platform import clock
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, photo, text
from motcua.reform.inspections.tests.steps import NOW

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")


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
    assert head.post(at("reopen", shortcoming), {"remark": "Tái diễn"}).status_code == 422
    until = {"next_deadline-day": "31", "next_deadline-month": "1", "next_deadline-year": "2027"}
    head.post(at("reopen", shortcoming), {"remark": "Tái diễn", **until})
    page = text(officer.get(at("shortcoming", shortcoming)))
    assert "Tái diễn" in page
    assert "31/01/2027" in page and "31/12/2026" in page


def test_a_report_without_evidence_explains_why(as_user):
    (shortcoming,) = steps.opened()
    officer = as_user("cv.vp")
    assert officer.post(at("report", shortcoming), remedy()).status_code == 422
    officer.post(at("report", shortcoming), remedy(explanation="Hồ sơ giấy lưu tại phòng"))
    assert "Hồ sơ giấy lưu tại phòng" in text(as_user("thanhtra.cchc").get(at("shortcoming", shortcoming)))


def test_who_confirms_another_day_names_the_evidence(as_user):
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    day = {"remedied_on-day": "23", "remedied_on-month": "11", "remedied_on-year": "2026"}
    verdict = {"outcome": "closed", **day}
    head = as_user("thanhtra.cchc")
    assert head.post(at("verify", shortcoming), {**verdict, "remark": ""}).status_code == 422
    assert head.post(at("verify", shortcoming), {**verdict, "remark": "Phiếu số 5"}).status_code == 302


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
