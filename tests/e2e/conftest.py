"""One product, one browser and one log-in a person, shared by all journeys."""

import shutil
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from .person import Looker, Person
from .product import Product, running_product, started_product

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    already = running_product()
    if already:
        yield already
    else:
        with started_product(tmp_path_factory.mktemp("product")) as product:
            yield product


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "no Chromium here; tools/ensure-system-packages.sh installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def looker() -> Looker:
    return Looker()


@pytest.fixture(scope="session")
def visitor(browser: Browser, product: Product, looker: Looker) -> Iterator[Callable[..., Person]]:
    """Call with a name (and options of the browser context): somebody who has not signed in."""
    people: list[Person] = []

    def come(who: str = "nobody", **options: Any) -> Person:
        people.append(Person(browser, address=product.address, who=who, looker=looker, **options))
        return people[-1]

    yield come
    for person in people:
        person.context.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Cookies by user name: the product rightly slows down whoever signs in all the time."""
    return {}


@pytest.fixture(scope="session")
def signed_in(
    visitor: Callable[..., Person], product: Product, sessions: dict[str, Any]
) -> Callable[..., Person]:
    """Call with a user name: that person, signed in."""

    def come(who: str, **options: Any) -> Person:
        if who in sessions:
            return visitor(who, storage_state=sessions[who], **options)
        person = visitor(who, **options).sign_in(product.password)
        sessions[who] = person.context.storage_state()
        return person

    return come


@pytest.fixture(scope="session")
def mails(product: Product) -> Callable[[], str]:
    """Everything the mail twin shows."""

    def read() -> str:
        with urllib.request.urlopen(f"{product.twins}/mail/") as answer:
            return answer.read().decode()

    return read
