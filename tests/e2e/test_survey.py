"""A survey from its form to its count: answered by link without script, and on a tablet without a network."""

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
from playwright.sync_api import Dialog, expect

from .person import Person
from .reforming import fill_date

SURVEYS = "/office/cchc/khao-sat/"
NAME = "Khảo sát thử của kiểm thử"
TABLET = {"width": 768, "height": 1024}


@dataclass
class Asked:
    """What came of the survey."""

    codes: list[str] = field(default_factory=list)
    thanks: str = ""
    again: str = ""
    opened_offline: str = ""
    kept: str = ""
    used: str = ""
    taken_back: int = 0
    under_way: str = ""
    warnings: list[str] = field(default_factory=list)
    left: int = 1
    rated_agency_sees: int = 0
    row: str = ""


@pytest.fixture(scope="module")
def survey(signed_in: Callable[..., Person], visitor: Callable[..., Person]) -> Asked:
    """Planned and counted by the standing body, answered by one person and asked by one interviewer."""
    asked = Asked()
    manager = signed_in("quanly.cchc")
    sample = _prepare(manager, asked)
    _answer(visitor, asked)
    _interview(signed_in("cv2.vp", service_workers="allow"), asked)
    round_page = manager.go(sample).page.locator(".mc-breadcrumbs a").last.get_attribute("href") or ""
    rated = signed_in("cchc.sxd")
    asked.rated_agency_sees = rated.context.request.get(rated.address + sample).status
    manager.go(round_page).page.locator("details summary", has_text="Kết thúc trước hạn").click()
    manager.page.locator("[name=decision]").fill("125/QĐ-UBND")
    manager.page.locator("[name=reason]").fill("Khảo sát thử đã đủ cỡ mẫu")
    manager.say_yes("form[action$='/dong/'] button")
    asked.row = manager.page.locator("main table").first.inner_text()
    return asked


def _a_form() -> dict[str, object]:
    """Two questions of the shipped form under a name of their own."""
    shipped = files("motcua.reform.surveys").joinpath("data/forms.json").read_text(encoding="utf-8")
    form: dict[str, object] = next(row for row in json.loads(shipped)["forms"] if row["key"] == "sipas")
    sections = form["sections"]
    assert isinstance(sections, list)
    first = {**sections[0], "items": sections[0]["items"][:2]}
    return {**form, "key": "thu", "title_vi": NAME, "sections": [first]}


def _prepare(manager: Person, asked: Asked) -> str:
    """The address of the sample's page, with three codes printed."""
    manager.go(f"{SURVEYS}phieu/").page.locator("details summary", has_text="Công bố").click()
    content = json.dumps(_a_form()).encode()
    manager.page.locator("[name=file]").set_input_files(
        {"name": "phieu.json", "mimeType": "application/json", "buffer": content}
    )
    manager.say_yes("form:has([name=file]) button")
    _plan(manager)
    manager.press("main table a[href*='/mau/']")
    sample = manager.path()
    manager.page.locator("[name=number]").fill("3")
    manager.press("form[action$='/the/'] button")
    manager.press(".mc-breadcrumbs li:nth-child(2) a").press("form[action$='/mo/'] button")
    manager.go(sample)
    asked.codes = _printed_codes(manager)
    return sample


def _plan(manager: Person) -> None:
    today = datetime.now(UTC).date()
    form = manager.go(f"{SURVEYS}moi/").page.locator("main form")
    chosen = form.locator("[name=form] option", has_text=NAME).get_attribute("value")
    form.locator("[name=form]").select_option(chosen)
    form.locator("[name=year]").fill(str(today.year))
    form.locator("[name=name_vi]").fill(NAME)
    fill_date(form, "opens_on", today)
    fill_date(form, "closes_on", today + timedelta(days=20))
    form.get_by_label("Sở Xây dựng").check()
    manager.press(form.locator(".btn-primary"))


def _printed_codes(manager: Person) -> list[str]:
    form = manager.page.locator("form[action$='thu.pdf']")
    token = form.locator("[name=csrfmiddlewaretoken]").input_value()
    answer = manager.context.request.post(
        manager.address + (form.get_attribute("action") or ""),
        form={"csrfmiddlewaretoken": token, "part": "1"},
        headers={"Referer": manager.page.url},
    )
    text = subprocess.run(["pdftotext", "-", "-"], input=answer.body(), capture_output=True, check=True)
    return re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", text.stdout.decode())


def _answer(visitor: Callable[..., Person], asked: Asked) -> None:
    """By somebody whose browser runs no script, and once more with the same code."""
    person = visitor("respondent", java_script_enabled=False).go("/khao-sat/")
    person.page.locator("[name=code]").fill(asked.codes[0])
    person.press("main form button")
    for item in ("a1", "a2", "overall"):
        person.page.locator(f"[name=q_{item}][value='4']").check()
    asked.thanks = person.press("main form .btn-primary").text()
    person.go("/khao-sat/").page.locator("[name=code]").fill(asked.codes[0])
    asked.again = person.press("main form button").text()


def _interview(interviewer: Person, asked: Asked) -> None:
    """The tablet loses its network, is started again, keeps two interviews and sends them when it can."""
    page = interviewer.page
    interviewer.go(f"{SURVEYS}phong-van/").press(page.locator("main tr", has_text=NAME).locator("a").first)
    page.set_viewport_size({"width": TABLET["width"], "height": TABLET["height"]})
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        "caches.keys().then(async names => names.length && "
        "(await (await caches.open(names[0])).keys()).length > 2)"
    )
    interviewer.context.set_offline(True)
    page.reload()
    asked.opened_offline = interviewer.text()
    for code in asked.codes[:2]:
        page.locator("[name=code]").fill(code)
        for item in ("a1", "overall"):
            page.locator(f"[name=q_{item}][value='5']").check()
        page.locator("form[data-interview] .btn-primary").click()
        expect(page.locator("[data-interview-queue]")).to_contain_text(code[-4:])
    asked.kept = page.locator("[data-interview-queue]").inner_text()
    interviewer.context.set_offline(False)
    queue = page.locator("[data-interview-queue] li")
    expect(queue).to_have_count(1)
    asked.used = queue.first.inner_text()
    _mend(interviewer, asked)


def _mend(interviewer: Person, asked: Asked) -> None:
    """Back into the form and away again: the row is still there; a right code in the list sends it, also when the form
    is closed.
    """
    page = interviewer.page
    queue = page.locator("[data-interview-queue] li")
    _take_back_while_another_is_under_way(interviewer, asked)
    queue.get_by_role("button", name="Đưa lại vào phiếu").click()
    page.reload()
    expect(queue.get_by_role("textbox")).to_have_value(asked.codes[0].replace("-", ""))
    asked.taken_back = queue.count()
    page.locator("form[data-interview] > fieldset").evaluate("frame => { frame.disabled = true; }")
    queue.get_by_role("textbox").fill(asked.codes[2])
    queue.get_by_role("button", name="Gửi với mã này").click()
    expect(queue).to_have_count(0)
    asked.left = queue.count()


def _take_back_while_another_is_under_way(interviewer: Person, asked: Asked) -> None:
    """First refused, then agreed to; taken back into the form as it was, the same again asks nothing."""
    page = interviewer.page
    button = page.locator("[data-interview-queue] li").get_by_role("button", name="Đưa lại vào phiếu")
    answer = page.locator("[name=q_a1][value='2']")
    replies = [False, True]

    def reply(dialog: Dialog) -> None:
        asked.warnings.append(dialog.message)
        dialog.accept() if replies.pop(0) else dialog.dismiss()

    page.on("dialog", reply)
    answer.check()
    button.click()
    asked.under_way = "kept" if answer.is_checked() else "lost"
    button.click()
    expect(page.locator("[name=q_a1][value='5']")).to_be_checked()
    button.click()
    page.remove_listener("dialog", reply)


def test_the_code_of_a_card_opens_the_form_without_script(survey: Asked) -> None:
    assert len(survey.codes) == 3
    assert "cảm ơn" in survey.thanks.lower()


def test_a_code_counts_once(survey: Asked) -> None:
    assert "Thư mời này đã được sử dụng" in survey.again


def test_the_tablet_opens_without_a_network_and_keeps_what_was_asked(survey: Asked) -> None:
    assert "Sở Xây dựng" in survey.opened_offline
    assert all(code[-4:] in survey.kept and code not in survey.kept for code in survey.codes[:2])


def test_what_was_kept_is_sent_once_the_network_is_back_and_a_used_code_is_named(survey: Asked) -> None:
    assert survey.codes[0][-4:] in survey.used and "đã có câu trả lời" in survey.used


def test_a_refused_interview_stays_until_it_is_sent_with_a_mended_code(survey: Asked) -> None:
    assert (survey.taken_back, survey.left) == (1, 0)


def test_an_interview_under_way_is_not_wiped_without_asking(survey: Asked) -> None:
    assert survey.under_way == "kept"
    assert survey.warnings == ["Phiếu đang có câu trả lời chưa được lưu. Bỏ các câu trả lời này?"] * 2


def test_the_rated_agency_sees_nothing_of_the_sample(survey: Asked) -> None:
    assert survey.rated_agency_sees in (403, 404)


def test_three_answers_are_too_few_to_publish_a_figure(survey: Asked) -> None:
    assert "3" in survey.row and "quá ít câu trả lời" in survey.row
