"""Filing a dossier through its e-form, with or without scripts."""

import io
import re
from collections.abc import Mapping
from typing import Any

import pikepdf
from playwright.sync_api import Locator, expect

from .person import Person

XRAY = "xray-licence-new"
XRAY_ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "nguoi-nop": {"applicant.phone": "0900000102", "applicant.email": "doanhnghiep@lamson.example"},
    "to-chuc": {"applicant.position": "Giám đốc"},
    "co-so": {
        "facility_name": "Phòng khám đa khoa Hoa Sen",
        "facility_address": "số 7 đường Bạch Đằng, phường Lam Thành, tỉnh Lam Sơn",
        "facility_kind": "clinic",
        "head_name": "Trần Thị Lan",
        "head_position": "Giám đốc",
        "establishment_number": "9900000001",
        "establishment_on": "12/05/2019",
    },
    "phong-dat-may": {
        "rooms.0.name": "Phòng X-quang 1, tầng 1",
        "rooms.0.length": "5,5",
        "rooms.0.width": "4,5",
        "rooms.0.height": "3,2",
        "rooms.0.wall_material": "brick_barite",
        "rooms.0.wall_thickness": "22",
        "rooms.0.adjacent": "hành lang, phòng siêu âm; tầng trên là kho",
        "rooms.0.warning_light": "yes",
    },
    "thiet-bi": {
        "devices.0.type": "general",
        "devices.0.manufacturer": "Shimadzu, Nhật Bản",
        "devices.0.model": "RADspeed Pro",
        "devices.0.serial": "RP-2201",
        "devices.0.year": "2021",
        "devices.0.max_kv": "150",
        "devices.0.max_ma": "500",
        "devices.0.room": "Phòng X-quang 1, tầng 1",
        "devices.0.verification_number": "21/KĐ-2026",
        "devices.0.verification_on": "12/01/2026",
    },
    "nhan-vien": {
        "officer_name": "Phạm Minh Đức",
        "officer_birth_date": "05/09/1988",
        "officer_id_number": "099088001122",
        "officer_specialty": "Cử nhân kỹ thuật hình ảnh y học",
        "officer_phone": "0912345678",
        "officer_appointment": "03/QĐ-HS ngày 02/01/2024",
        "officer_certificate_number": "118/CC",
        "officer_certificate_on": "22/11/2024",
    },
    "danh-gia-an-toan": {
        "personal_dosimetry": "yes",
        "dosimetry_service": "Trung tâm đo liều Lam Sơn",
        "protective_equipment": ["apron", "glasses"],
        "survey_on": "15/01/2026",
        "survey_body": "Trung tâm kiểm xạ Lam Sơn",
        "max_dose_rate": "0,4",
        "written_rules": ["safety_rules", "operating"],
        "quality_assurance": "Kiểm định hằng năm; kiểm tra chất lượng ảnh hằng tháng.",
        "conclusion": "Cơ sở đáp ứng đủ điều kiện cấp giấy phép.",
    },
    "nhan-ket-qua": {"result.channel": "online"},
}
XRAY_SECOND_DEVICE: Mapping[str, str] = {
    "devices.1.type": "dental",
    "devices.1.manufacturer": "Vatech, Hàn Quốc",
    "devices.1.model": "EzRay Air",
    "devices.1.serial": "EZ-778",
    "devices.1.year": "2023",
    "devices.1.max_kv": "65",
    "devices.1.max_ma": "3",
    "devices.1.room": "Phòng X-quang 1, tầng 1",
    "devices.1.verification_number": "22/KĐ-2026",
    "devices.1.verification_on": "12/01/2026",
}
REVIEW = "xem-lai"
PAGE = re.compile(r"/ho-so/nhap/[0-9a-f-]{36}/([a-z-]+)/(?:[?#].*)?$")
CONTINUE = "main .mc-actions button[name=_action][value=continue]"


def a_pdf() -> bytes:
    """A real, empty page: what a scanner would bring."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stream)
    return stream.getvalue()


def begin(person: Person, key: str = XRAY) -> Person:
    """From the start page of a procedure into the first page of a new draft, for the organisation."""
    person.go(f"/thu-tuc/{key}/nop/")
    person.page.locator("[name=applicant]").last.check()
    person.press("main form:has([name=applicant]) button.btn-primary")
    if not PAGE.search(person.page.url):
        person.press("main a[href$='/nguoi-nop/']")
    return person


def current_page(person: Person) -> str:
    found = PAGE.search(person.page.url)
    return found.group(1) if found else ""


def fill(person: Person, answers: Mapping[str, Any]) -> None:
    for name, value in answers.items():
        _answer(person, person.page.locator(f'#questions [name="{name}"]'), value)


def _answer(person: Person, inputs: Locator, value: Any) -> None:
    kind = inputs.first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName")
    if kind in ("radio", "checkbox"):
        for one in value if isinstance(value, list) else [value]:
            _choose(person, inputs.and_(person.page.locator(f'[value="{one}"]')))
    elif kind == "SELECT":
        inputs.first.select_option(value)
    else:
        inputs.first.fill(value)


def _choose(person: Person, choice: Locator) -> None:
    """An answer that steers other questions brings them anew; they must be there before one writes on."""
    if not person.has_script or not choice.evaluate("e => !!e.closest('[hx-post]')"):
        choice.check()
        return
    with person.page.expect_response(lambda answer: answer.request.method == "POST"):
        choice.check()
    expect(person.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def fill_pages(
    person: Person, pages: Mapping[str, Mapping[str, Any]] = XRAY_ANSWERS, *, upto: str = REVIEW
) -> Person:
    """Page by page, up to and with ``upto``; it is filled in but not sent. A page of files gets one a slot."""
    for _ in range(len(pages) + 4):
        page = current_page(person)
        if page == REVIEW:
            return person
        if page == "giay-to":
            attach(person)
        else:
            fill(person, pages[page])
        if page == upto:
            return person
        person.press(CONTINUE)
        assert current_page(person) != page, f"{page} was not accepted:\n{person.text()[:1500]}"
    raise AssertionError(f"no end of pages: {person.page.url}")


def attach(person: Person) -> int:
    """A file for every paper that the form asks for; how many."""
    slots = person.page.locator("input[type=file]")
    for number in range(slots.count()):
        slots.nth(number).set_input_files(
            {"name": f"giay-to-{number + 1}.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
        )
    return slots.count()


def declare_and_submit(person: Person) -> str:
    """From the review page to the receipt; the temporary code."""
    person.page.locator("#declared").check()
    person.press("main form:has(#declared) button.btn-primary")
    return person.page.locator(".mc-panel .mc-code").inner_text().strip()


def file_xray(person: Person) -> str:
    return declare_and_submit(fill_pages(begin(person)))
