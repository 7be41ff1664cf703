"""Menus that the rooms fill from their ``AppConfig.ready``; the base pages only draw them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

Label = str | Promise
# The functions get the request of the page; they must cost no more than one SQL statement.
Counter = Callable[[HttpRequest], int]


@dataclass(frozen=True, eq=False)
class Entry:
    """One line of a menu; ``roles`` empty means every signed-in member of staff.

    Equal to itself alone, since its label reads differently in every language.
    """

    label: Label
    url_name: str
    roles: frozenset[str]
    icon: str
    order: int
    group: Label
    counter: Counter | None


@dataclass(frozen=True)
class Link:
    """An entry as the page draws it."""

    label: str
    url: str
    icon: str
    group: str
    current: bool
    count: int | None


_office: Final[dict[str, Entry]] = {}
_portal: Final[dict[str, Entry]] = {}


def register_office_entry(
    label: Label,
    url_name: str,
    *,
    roles: Iterable[str] = (),
    icon: str = "list",
    order: int = 100,
    group: Label = "",
    counter: Counter | None = None,
) -> None:
    """Put a line into the side menu of the office; registering the same ``url_name`` again replaces it."""
    _office[url_name] = Entry(label, url_name, frozenset(roles), icon, order, group, counter)


def register_portal_entry(label: Label, url_name: str, *, order: int = 100) -> None:
    """Put a line into the header of the portal."""
    _portal[url_name] = Entry(label, url_name, frozenset(), "", order, "", None)


def office_links(request: HttpRequest, *, roles: Iterable[str]) -> tuple[Link, ...]:
    """The office menu for somebody who holds ``roles``, in order; unknown addresses are left out."""
    held = frozenset(roles)
    allowed = [entry for entry in _office.values() if not entry.roles or entry.roles & held]
    return _links(request, allowed)


def portal_links(request: HttpRequest) -> tuple[Link, ...]:
    return _links(request, _portal.values())


def section_of(path: str) -> str:
    """Which of the portal's fixed entries the page belongs to: procedures, track, verify, account, login or none."""
    if path.startswith("/thu-tuc/"):
        return "procedures"
    if path.startswith("/tai-khoan/"):
        return "account"
    return _exactly().get(path, "")


@cache
def _exactly() -> dict[str, str]:
    """Entries that are current on their own page only."""
    names = {"portal:track": "track", "verify": "verify", "account_login": "login"}
    return {_address(name): section for name, section in names.items()}


def _links(request: HttpRequest, entries: Iterable[Entry]) -> tuple[Link, ...]:
    lines = _lines(tuple(entries), get_language())
    current = _current(request.path, [link.url for _, link in lines])
    return tuple([_as_asked(entry, link, current, request) for entry, link in lines])


@lru_cache(maxsize=256)
def _lines(entries: tuple[Entry, ...], _language: str | None) -> tuple[tuple[Entry, Link], ...]:
    """The entries that have an address, in order and in words."""
    found = [(entry, _address(entry.url_name)) for entry in sorted(entries, key=lambda entry: entry.order)]
    return tuple(
        (entry, Link(str(entry.label), url, entry.icon, str(entry.group), current=False, count=None))
        for entry, url in found
        if url
    )


def _as_asked(entry: Entry, link: Link, current: str, request: HttpRequest) -> Link:
    if link.url != current and entry.counter is None:
        return link
    count = entry.counter(request) if entry.counter else None
    return replace(link, current=link.url == current, count=count)


@cache
def _address(url_name: str) -> str:
    """Addresses do not change while a process lives."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _current(path: str, urls: list[str]) -> str:
    """The longest address that begins the path: a page below an entry belongs to that entry."""
    matching = [url for url in urls if path == url or (path.startswith(url) and url not in ("/", "/office/"))]
    return max(matching, key=len, default="")
