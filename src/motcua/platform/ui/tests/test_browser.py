"""The components in a real browser: nothing overflows, axe finds nothing, no content policy is broken."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

AXE = settings.PROJECT_DIR / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = settings.PROJECT_DIR / "frontend" / "dist" / "ui" / "app.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (CHROMIUM and AXE.exists() and BUILT.exists()), reason="needs Chromium and the front end"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright runs a loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def opened(browser: Browser, address: str, *, width: int = 1440, **options: object) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, **options).new_page()
    page.complaints = []
    page.on(
        "console", lambda message: page.complaints.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("face", ["office", "portal"])
def test_components_are_accessible_and_fit(browser: Browser, live_server: object, face: str) -> None:
    for width, theme in ((320, "light"), (390, "dark"), (1440, "light"), (1440, "dark")):
        page = opened(browser, f"{live_server.url}/office/ui/?face={face}", width=width, color_scheme=theme)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert page.complaints == []


def test_charts_and_diagrams_are_drawn(browser: Browser, live_server: object) -> None:
    page = opened(browser, f"{live_server.url}/office/ui/")
    page.locator("[data-chart] canvas").wait_for()
    page.locator("[data-bpmn] .djs-container").wait_for()


def test_a_dangerous_button_asks_first(browser: Browser, live_server: object) -> None:
    page = opened(browser, f"{live_server.url}/office/ui/")
    page.locator("[data-confirm]").first.click()
    page.locator("#ui-confirm[open]").wait_for()
    page.locator("#ui-confirm button[value=no]").click()
    assert page.locator("#ui-confirm[open]").count() == 0


def test_question_mark_explains_the_keys(browser: Browser, live_server: object) -> None:
    page = opened(browser, f"{live_server.url}/office/ui/")
    page.locator("h1").click()
    page.keyboard.press("?")
    page.locator("#ui-help[open]").wait_for()


def test_language_changes_without_script_and_keeps_the_page(browser: Browser, live_server: object) -> None:
    page = opened(browser, f"{live_server.url}/office/ui/?face=portal", java_script_enabled=False)
    page.locator("button[name=language][value=en]").click()
    assert page.url.endswith("/office/ui/?face=portal")
    assert page.locator("html").get_attribute("lang") == "en"


def test_display_menu_works_without_script(browser: Browser, live_server: object) -> None:
    page = opened(browser, f"{live_server.url}/office/ui/", java_script_enabled=False)
    page.locator(".mc-topbar-end summary").first.click()
    page.locator("button[name=theme][value=dark]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
