"""Both languages: the switch keeps the page, and no word of the other language is left over."""

import re
from collections.abc import Callable

import pytest

from .person import Person

PAGES = {
    "nobody": ["/", "/thu-tuc/", "/thu-tuc/xray-licence-new/", "/tra-cuu/", "/xac-minh/", "/so-lieu/"],
    "congdan": [
        "/tai-khoan/",
        "/tai-khoan/ho-so/",
        "/tai-khoan/giay-to/",
        "/tai-khoan/ban-nhap/",
        "/tai-khoan/thong-bao/",
        "/tai-khoan/ho-so-ca-nhan/",
        "/tai-khoan/dai-dien/",
    ],
    "quantri": ["/office/", "/office/ho-so/", "/office/thu-tuc/", "/office/nhan-su/", "/office/uy-quyen/"],
    "bientap": ["/office/thu-tuc/", "/office/thu-tuc/xray-licence-new/", "/office/lich-lam-viec/"],
}
CHROME = (
    "header, nav, footer, h1, h2, h3, label, legend, button, summary, th, dt, caption, .mc-hint, .lead, .btn"
)
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
ENGLISH = re.compile(r"\b(the|and|of|to|your|this|search|show|not|from|with|sign|dossiers?)\b", re.IGNORECASE)
NAMES = {"quantri": "Bùi Hữu Long", "bientap": "Vũ Minh Tuấn", "congdan": "Nguyễn Văn Bình"}


def _chrome(person: Person) -> list[str]:
    """Words that the product itself says, without those marked as another language."""
    return person.page.evaluate(
        """chosen => [...document.querySelectorAll(chosen)].map(element => {
            const copy = element.cloneNode(true);
            copy.querySelectorAll('[lang], code, table tbody, select').forEach(part => part.remove());
            return element.closest('body [lang], tbody') ? '' : copy.textContent.replace(/\\s+/g, ' ').trim();
        })""",
        CHROME,
    )


def _come(who: str, visitor: Callable[..., Person], signed_in: Callable[..., Person]) -> Person:
    return visitor() if who == "nobody" else signed_in(who)


@pytest.mark.parametrize("who", PAGES)
def test_english_pages_have_no_vietnamese_left(
    who: str, visitor: Callable[..., Person], signed_in: Callable[..., Person]
) -> None:
    person = _come(who, visitor, signed_in)
    for path in PAGES[who]:
        person.go(path)
        if person.page.locator("html").get_attribute("lang") == "vi":
            person.page.locator("button[name=language][value=en]").locator("visible=true").first.click()
            person.page.wait_for_load_state()
        assert person.page.locator("html").get_attribute("lang") == "en"
        left = {text.replace(NAMES.get(who, "-"), "") for text in _chrome(person)}
        assert [text for text in left if VIETNAMESE.search(text)] == [], path


@pytest.mark.parametrize("who", PAGES)
def test_vietnamese_pages_have_no_english_left(
    who: str, visitor: Callable[..., Person], signed_in: Callable[..., Person]
) -> None:
    person = _come(who, visitor, signed_in)
    for path in PAGES[who]:
        person.go(path)
        if person.page.locator("html").get_attribute("lang") == "en":
            person.page.locator("button[name=language][value=vi]").locator("visible=true").first.click()
            person.page.wait_for_load_state()
        assert [text for text in _chrome(person) if ENGLISH.search(text)] == [], path


def test_the_switch_keeps_the_page_and_its_search(visitor: Callable[..., Person]) -> None:
    person = visitor().go("/thu-tuc/?q=x+quang")
    person.press(person.page.locator("button[name=language][value=en]").locator("visible=true").first)
    assert person.path() == "/thu-tuc/?q=x+quang"
    assert person.page.locator("html").get_attribute("lang") == "en"
    assert person.page.locator("#id_q").input_value() == "x quang"
