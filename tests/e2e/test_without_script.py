"""The citizen's part with scripts switched off."""

from collections.abc import Callable

from .filing import file_xray
from .person import Person


def test_a_dossier_is_filed_and_followed_without_scripts(signed_in: Callable[..., Person]) -> None:
    citizen = signed_in("doanhnghiep", java_script_enabled=False).go("/")
    citizen.page.locator("#home-q").fill("giay phep x quang")
    citizen.press(".mc-hero button").press("main a[href='/thu-tuc/xray-licence-new/']")
    code = file_xray(citizen)
    citizen.go("/tai-khoan/ho-so/").press(f"main a:has-text('{code}')")
    assert code in citizen.text()
    # What scripts open in place opens as a page of its own.
    assert citizen.download(citizen.page.locator(".mc-files a").first.get_attribute("href") or "").startswith(
        b"%PDF"
    )
