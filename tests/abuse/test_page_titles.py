"""Every page says in its title what it is, and has one heading that says the same (WCAG 2.4.2, 1.3.1)."""

import re
from html import unescape

import pytest

from .addresses import all_addresses

pytestmark = pytest.mark.django_db

DEFAULT = "Bộ phận một cửa · Một cửa"
SUFFIX = " · Một cửa"
# Each sees other pages: the public, a citizen, those who work on dossiers, and those who look after the house.
PEOPLE = ("visitor", "owner", "tiepnhan", "truongphong", "bientap", "quantri", "vanthu")
# The way out is also the page after the way out.
NOT_LOOKED_AT = {"account_logout", "ui:language", "ui:display"}


def titles_of(browser, seen):
    """Title and headings of every page without arguments that this person may open, by address."""
    for address in all_addresses():
        if address.arguments or address.name in NOT_LOOKED_AT or "^" in address.route:
            continue
        answer = browser.get(f"/{address.route}")
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = answer.content.decode()
        if "<html" in page:
            title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
            seen[address.name] = (unescape(title.group(1)).strip() if title else "", page.count("<h1"))


def test_every_page_has_a_title_of_its_own_and_one_main_heading(house, browser_of):
    seen = {}
    for who in PEOPLE:
        titles_of(browser_of(who), seen)
    assert len(seen) > 40
    headings = {name: count for name, (_title, count) in seen.items() if count != 1}
    assert not headings
    plain = [
        name for name, (title, _count) in seen.items() if not title.removesuffix(SUFFIX) or title == DEFAULT
    ]
    assert not plain
    by_title = {}
    for name, (title, _count) in seen.items():
        by_title.setdefault(title, []).append(name)
    assert not {title: names for title, names in by_title.items() if len(names) > 1}
