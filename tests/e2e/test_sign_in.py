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
    staff.page.locator("[name=code]").fill(_totp(staff.page.locator("main code").inner_text()))
    staff.press("main form:has([name=code]) button.btn-primary")
    staff.go("/tai-khoan/2fa/recovery-codes/")
    recovery = staff.page.locator("main").inner_text()
    other = visitor("cv.sxd")
    other.sign_in(product.password)
    assert "/2fa/authenticate" in other.page.url
    other.page.locator("[name=code]").fill("000000")
    other.press("main form:has([name=code]) button.btn-primary")
    assert "/2fa/authenticate" in other.page.url
    other.page.locator("[name=code]").fill(next(word for word in recovery.split() if _is_code(word)))
    other.press("main form:has([name=code]) button.btn-primary")
    assert other.path() == "/office/"


def _is_code(word: str) -> bool:
    return len(word) == 8 and word.isalnum() and word.isascii() and any(sign.isdigit() for sign in word)


def _totp(secret: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret.strip())
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
