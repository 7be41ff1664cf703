#!/usr/bin/env python3
"""Take the pictures of README and docs from a running demonstration.

    tools/make-pictures.py http://127.0.0.1:8000 [picture …]

The demonstration must hold its past (``make demo`` does). Nothing is touched up: what is wrong in a picture
is mended in the product.
"""

import argparse
import io
import re
import shutil
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
MAX_BYTES = 300_000
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PROCEDURE = "xray-licence-new"
DEVICE: Mapping[str, str] = {
    "manufacturer": "Shimadzu, Nhật Bản",
    "model": "RADspeed Pro",
    "serial": "RP-2201",
    "year": "2021",
    "max_kv": "150",
    "max_ma": "500",
}


@dataclass(frozen=True)
class Studio:
    """The demonstration and the browser in front of it."""

    browser: Browser
    address: str
    password: str

    def page(self, who: str = "", *, language: str = "vi", **options: Any) -> Page:
        """A page of this person; nobody when empty."""
        context = self.browser.new_context(**({"viewport": DESK, "locale": "vi-VN"} | options))
        page = context.new_page()
        page.goto(f"{self.address}/tai-khoan/login/")
        if who:
            page.fill("[name=login]", who)
            page.fill("[name=password]", self.password)
            page.click("form:has([name=password]) button:not([form])")
            page.wait_for_load_state()
        if language != "vi":
            page.locator(f"button[name=language][value={language}]").locator("visible=true").first.click()
            page.wait_for_load_state()
        return page

    def open(self, page: Page, path: str) -> Page:
        page.goto(self.address + path)
        page.wait_for_load_state("networkidle")
        return page


def portal_home(studio: Studio, **options: Any) -> Page:
    return studio.open(studio.page(**options), "/")


def procedure(studio: Studio, **options: Any) -> Page:
    return studio.open(studio.page(**options), f"/thu-tuc/{PROCEDURE}/")


def form(studio: Studio, **options: Any) -> Page:
    page = studio.open(studio.page("doanhnghiep", **options), f"/thu-tuc/{PROCEDURE}/nop/")
    page.locator("[name=applicant]").last.check()
    page.click("main form:has([name=applicant]) button.btn-primary")
    draft = re.match(r".*/ho-so/nhap/[0-9a-f-]{36}/", page.url)
    assert draft, f"no draft was begun: {page.url}"
    studio.open(page, f"{draft.group().removeprefix(studio.address)}thiet-bi/")
    page.select_option("[name='devices.0.type']", "general")
    for name, value in DEVICE.items():
        page.fill(f"[name='devices.0.{name}']", value)
    page.locator("h1").click()
    return page


def worklist(studio: Studio, **options: Any) -> Page:
    return studio.open(studio.page("truongphong", **options), "/office/?tab=unit")


def office_dossier(studio: Studio, **options: Any) -> Page:
    """A dossier on which its specialist works: the first that came with papers, else the first."""
    page = studio.open(studio.page("chuyenvien", **options), "/office/")
    addresses = [link.get_attribute("href") or "" for link in page.locator("main table a.text-code").all()]
    for address in addresses:
        if studio.open(page, address).locator("[aria-labelledby=papers] .mc-files").count():
            return page
    return studio.open(page, addresses[0])


def track(studio: Studio, **options: Any) -> Page:
    """The same dossier as its applicant follows it, with the numbers of the receipt slip."""
    desk = office_dossier(studio)
    code = desk.locator("h1").inner_text().strip()
    answers = desk.locator("dl")
    number = answers.locator("div:has(dt:text-is('Mã số thuế')) dd")
    if not number.count():
        number = answers.locator("div:has(dt:text-is('Số định danh cá nhân')) dd")
    page = studio.open(studio.page(**options), "/tra-cuu/")
    page.fill("[name=code]", code)
    page.fill("[name=id_number]", number.first.inner_text().strip())
    page.click("main form:has([name=code]) button.btn-primary")
    page.wait_for_load_state("networkidle")
    return page


PICTURES: Mapping[str, Callable[[Studio], Page]] = {
    "portal-home": portal_home,
    "portal-home-en": partial(portal_home, language="en"),
    "portal-home-phone": partial(portal_home, viewport=PHONE),
    "procedure": procedure,
    "procedure-phone-dark": partial(procedure, viewport=PHONE, color_scheme="dark"),
    "form": form,
    "track": track,
    "worklist": worklist,
    "office-dossier": office_dossier,
    "office-dossier-dark-en": partial(office_dossier, color_scheme="dark", language="en"),
}


def take(studio: Studio, name: str) -> Path:
    page = PICTURES[name](studio)
    picture = page.screenshot()
    page.context.close()
    path = FOLDER / f"{name}.png"
    path.write_bytes(_small(picture))
    return path


def _small(picture: bytes) -> bytes:
    """The picture itself, or with a palette of 256 colours when it weighs too much."""
    stream = io.BytesIO(picture)
    for save in (lambda image: image, lambda image: image.convert("RGB").quantize(256)):
        with Image.open(io.BytesIO(picture)) as image:
            stream = io.BytesIO()
            save(image).save(stream, format="PNG", optimize=True)
        if stream.tell() < MAX_BYTES:
            break
    return stream.getvalue()


def password_of(address: str) -> str:
    """As a visitor finds it: the log-in page of the demonstration says it."""
    with urllib.request.urlopen(f"{address}/tai-khoan/login/") as answer:  # noqa: S310 - the demonstration's address
        found = re.search(r'<code class="text-code">([^<]+)</code>', answer.read().decode())
    assert found, "the log-in page names no password; is this a demonstration?"
    return found.group(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("pictures", nargs="*", metavar="picture", help=", ".join(PICTURES))
    wanted = parser.parse_args()
    address = wanted.address.rstrip("/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        studio = Studio(browser, address, password_of(address))
        for name in wanted.pictures or PICTURES:
            path = take(studio, name)
            print(f"{path.name:28} {path.stat().st_size // 1000:4} kB")  # noqa: T201 - a command's output


if __name__ == "__main__":
    main()
