"""A person in front of a browser, who looks at every page: accessible, nothing overflowing, nothing refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHANGING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|/tra-cuu/[^/]+/|/xac-minh/[^/]+/|=[^&]*")
STAY = """document.addEventListener("htmx:beforeRequest", event => {
  if (event.target.matches("[hx-trigger^=every]")) event.preventDefault();
});"""
"""A page that waits for a signature asks every few seconds, and loads itself anew when it is there. Here it does not:
in the moment of a click, or of going elsewhere, that would undo either. Whoever waits looks again (``until``)."""
WIDTHS = (1440, 390)
HEIGHT = 900


@dataclass
class Looker:
    """Remembers which kinds of page were looked at already, so that each is judged once a run."""

    seen: set[tuple[str, ...]] = field(default_factory=set)

    def is_new(self, page: Page, who: str) -> bool:
        # A page with errors or another heading is another page to look at.
        key = (CHANGING.sub("…", page.url), who, page.title())
        fresh = key not in self.seen
        self.seen.add(key)
        return fresh


class Person:
    """One browser context. ``go`` and ``press`` look at every page they reach."""

    def __init__(
        self, browser: Browser, *, address: str, who: str, looker: Looker, like: str = "", **options: Any
    ) -> None:
        """``like`` names somebody of the same role, whose pages need no second look."""
        self.address, self.who, self.looker, self.like = address, who, looker, like or who
        self.context: BrowserContext = browser.new_context(
            viewport={"width": WIDTHS[0], "height": HEIGHT}, accept_downloads=True, **options
        )
        self.has_script = options.get("java_script_enabled", True)
        self.complaints: list[str] = []
        self.context.add_init_script(STAY)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._note)

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form answers 422 and the browser mentions it; broken parts of a page are noted below.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _note(self, answer: Response) -> None:
        # A page may honestly say that an outside system is down (502, 503); 500 is never meant.
        is_part = answer.request.resource_type != "document"
        if answer.status == 500 or (is_part and answer.status >= 400):
            self.complaints.append(f"{answer.status} {answer.url}")

    def sign_in(self, password: str) -> "Person":
        """With user name and password, from the page one is on."""
        if "/login/" not in self.page.url:
            self.go("/tai-khoan/login/")
        self.page.locator("[name=login]").fill(self.who)
        self.page.locator("[name=password]").fill(password)
        return self.press("form:has([name=password]) button:not([form])")

    def go(self, path: str) -> "Person":
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self.look()

    def press(self, what: str | Locator) -> "Person":
        """Click something that leads to a page, and look at that page."""
        target = self.page.locator(what).first if isinstance(what, str) else what
        with self.page.expect_event("domcontentloaded"):
            target.click()
        return self.look()

    def say_yes(self, what: str) -> "Person":
        """Click a button that asks first, and confirm."""
        if not self.has_script:
            return self.press(what)
        self.page.locator(what).first.click()
        return self.press("#ui-confirm[open] button[value=yes]")

    def until(self, is_so: Callable[[], bool], *, tries: int = 60) -> "Person":
        """Load the page again until ``is_so``: background jobs take the time they take."""
        for _ in range(tries):
            if is_so():
                return self.look()
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(f"never came true on {self.page.url}:\n{self.text()[:2000]}")

    def look(self) -> "Person":
        self.page.wait_for_load_state("load")
        assert self.complaints == [], (self.page.url, self.complaints)
        if (
            self.has_script
            and self.page.url.startswith(self.address)
            and self.looker.is_new(self.page, self.like)
        ):
            for width in reversed(WIDTHS):
                self.page.set_viewport_size({"width": width, "height": HEIGHT})
                self._judge(width)
        return self

    def _judge(self, width: int) -> None:
        where = f"{self.page.url} for {self.who} at {width} px"
        overflow = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{where}: {overflow} px too wide: {self._widest()}"
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        problems = [(item["id"], item["nodes"][0]["html"][:300]) for item in found["violations"]]
        assert problems == [], f"{where}: {problems}"

    def _widest(self) -> Any:
        return self.page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".slice(0, 3).map(e => e.outerHTML.slice(0, 200))"
        )

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def download(self, address: str) -> bytes:
        """What a click on a file would bring, with this person's session."""
        answer = self.context.request.get(address if address.startswith("http") else self.address + address)
        assert answer.ok, (address, answer.status)
        return answer.body()
