"""Ways that do not end with a licence at once: supplement, refusal, withdrawal, a draft left and taken up."""

from collections.abc import Callable

from .filing import XRAY_ANSWERS, a_pdf, begin, current_page, file_xray, fill
from .office import assign, open_in_office, receive
from .person import Person
from .test_whole_way import SPECIALIST

ACTION_BUTTON = "main form.measure button"


def _choose_action(person: Person, slug: str) -> Person:
    person.page.locator("section:has(> #work) details[data-menu] summary").click()
    return person.press(f"section:has(> #work) a[href$='/{slug}/']")


def test_a_supplement_is_asked_for_and_sent(signed_in: Callable[..., Person]) -> None:
    citizen = signed_in("doanhnghiep")
    code = receive(open_in_office(signed_in("tiepnhan"), file_xray(citizen)))
    assign(open_in_office(signed_in("truongphong"), code), SPECIALIST)
    specialist = _choose_action(open_in_office(signed_in("chuyenvien"), code), "yeu-cau-bo-sung")
    specialist.page.locator("[name=items]").fill("Giấy chứng nhận kiểm định còn hiệu lực")
    specialist.page.locator("[name=reason]").fill("Giấy chứng nhận đã gửi hết hiệu lực")
    specialist.press(ACTION_BUTTON)

    citizen.go("/tai-khoan/").press(f"main a:has-text('{code}')")
    assert "Giấy chứng nhận kiểm định còn hiệu lực" in citizen.text()
    citizen.page.locator("#supplement-files").set_input_files(
        {"name": "kiem-dinh-moi.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    )
    citizen.page.locator("#supplement-note").fill("Đã kiểm định lại")
    citizen.press("button[name=finish]")
    assert citizen.page.locator("#supplement-title").count() == 0

    specialist.go("/office/")
    open_in_office(specialist, code)
    assert "kiem-dinh-moi.pdf" in specialist.text()
    assert specialist.page.locator("section:has(> #work) a[href$='/du-thao/']").is_visible()


def test_a_submission_refused_at_the_door_says_why(signed_in: Callable[..., Person]) -> None:
    citizen = signed_in("doanhnghiep")
    temporary = file_xray(citizen)
    counter = _choose_action(open_in_office(signed_in("tiepnhan"), temporary), "tu-choi")
    counter.page.locator("[name=reason]").fill("Thủ tục không thuộc thẩm quyền của cơ quan")
    counter.say_yes(ACTION_BUTTON)
    citizen.go("/tai-khoan/").press(f"main a:has-text('{temporary}')")
    citizen.until(lambda: "Thủ tục không thuộc thẩm quyền của cơ quan" in citizen.text())


def test_a_citizen_withdraws_a_dossier(signed_in: Callable[..., Person]) -> None:
    citizen = signed_in("doanhnghiep")
    temporary = file_xray(citizen)
    citizen.go("/tai-khoan/").press(f"main a:has-text('{temporary}')")
    citizen.page.locator("details:has(#withdraw-reason) summary").click()
    citizen.page.locator("#withdraw-reason").fill("Nộp nhầm thủ tục")
    citizen.say_yes("form[action$='/rut/'] button")
    assert citizen.page.locator("#withdraw-reason").count() == 0
    assert "rút" in citizen.page.locator(".mc-panel").inner_text().lower()


def test_a_draft_is_continued_on_another_device(signed_in: Callable[..., Person]) -> None:
    first = begin(signed_in("doanhnghiep"))
    address = first.path().removesuffix(f"{current_page(first)}/")
    first.go(f"{address}co-so/")
    fill(first, XRAY_ANSWERS["co-so"])
    first.press("main button[value=save]:visible")
    second = signed_in("doanhnghiep").go("/tai-khoan/ban-nhap/")
    second.press(f"main a[href^='{address}']").go(f"{address}co-so/")
    name = second.page.locator("[name=facility_name]").input_value()
    assert name == XRAY_ANSWERS["co-so"]["facility_name"]
