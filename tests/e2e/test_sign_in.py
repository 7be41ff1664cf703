"""Signing in by e-identity, and with a second factor."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

import pytest

from .person import Person
from .product import Product

EID_BUTTON = "form[action*='/dinh-danh/'] button"
AGREE = "button.main"


def test_a_citizen_signs_in_with_an_e_identity(visitor: Callable[..., Person]) -> None:
    citizen = visitor().go("/tai-khoan/login/?next=/tai-khoan/ho-so-ca-nhan/")
    citizen.press(EID_BUTTON)
    citizen.page.locator("[name=account][value='0']").check()
    citizen.press(AGREE)
    assert citizen.path() == "/tai-khoan/ho-so-ca-nhan/"
    assert "Nguyễn Văn Bình" in citizen.text()


def test_whoever_declines_is_told_and_can_begin_again(visitor: Callable[..., Person]) -> None:
    citizen = visitor().go("/tai-khoan/login/").press(EID_BUTTON)
    citizen.press("button[value=declined]")
    assert "không đồng ý" in citizen.text().lower()
    citizen.press("main a.btn-primary")
    assert "/login/" in citizen.page.url


@pytest.mark.parametrize("trouble", ["down", "forged", "level_too_low"])
def test_trouble_at_the_provider_signs_nobody_in(visitor: Callable[..., Person], trouble: str) -> None:
    citizen = visitor().go("/tai-khoan/login/").press(EID_BUTTON)
    citizen.page.locator("#mode").select_option(trouble)
    citizen.press(AGREE)
    assert citizen.page.locator("main a.btn-primary[href*='/login/']").is_visible()
    assert citizen.go("/tai-khoan/ho-so-ca-nhan/").path().startswith("/tai-khoan/login/")


def test_staff_sign_in_with_a_second_factor(visitor: Callable[..., Person], product: Product) -> None:
    staff = visitor("cv.sxd").sign_in(product.password).go("/tai-khoan/2fa/totp/activate/")
    staff.page.locator("main [name=password]").fill(product.password)
    staff.press("main form:has([name=password]) button.btn-primary")
    secret = staff.page.locator("main code").inner_text()
    _give(staff, _totp(secret))

    again = visitor("cv.sxd").sign_in(product.password)
    assert "/2fa/authenticate" in again.page.url
    _give(again, "000000")
    assert "/2fa/authenticate" in again.page.url
    # The code of the first step was used; the next one is taken already, as clocks differ a little.
    _give(again, _totp(secret, steps=1))
    assert again.path() == "/office/"


def _give(person: Person, code: str) -> None:
    person.page.locator("main [name=code]").first.fill(code)
    person.press("main form:has([name=code]) button.btn-primary")


def _totp(secret: str, *, steps: int = 0) -> str:
    """The six digits that an authenticator app shows so many half minutes from now (RFC 6238)."""
    key = base64.b32decode(secret.strip())
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + steps), hashlib.sha1)
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
