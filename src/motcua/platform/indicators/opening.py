"""Which records behind a figure a reader can open: the room that keeps them says so, by its own policy.

Addresses of records are frozen with their figure, before anybody knows who will read them. Whoever shows such a list
asks here, and links only what will not be refused.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve

# From a reader (the staff context of a request) to the rows whose page opens for them.
Opener = Callable[[Any], QuerySet[Any]]

_BY_UUID: Final = MappingProxyType({"uuid": "uuid"})


@dataclass(frozen=True)
class _Page:
    rows: Opener
    fields: Mapping[str, str]


_pages: Final[dict[str, _Page]] = {}


def register_opener(route: str, opener: Opener, *, fields: Mapping[str, str] = _BY_UUID) -> None:
    """``route`` is the name of a page of one record (``inspections:shortcoming``).

    ``fields`` says for each part of its address by which field of the rows it tells them apart.
    """
    _pages[route] = _Page(opener, fields)


def openable(addresses: Iterable[str], *, reader: Any) -> frozenset[str]:
    """Those of the addresses that open for the reader, in one statement for each kind of page.

    A page of which its room has said nothing is for everybody who reads the figure.
    """
    asked: dict[str, dict[tuple[Any, ...], str]] = defaultdict(dict)
    found = set()
    for address in {*addresses} - {""}:
        match = _match(address)
        if match is None or match.view_name not in _pages:
            found.add(address)
        else:
            parts = tuple(match.kwargs[part] for part in _pages[match.view_name].fields)
            asked[match.view_name][parts] = address
    for route, by_parts in asked.items():
        found |= {by_parts[parts] for parts in _opening(_pages[route], reader, by_parts) if parts in by_parts}
    return frozenset(found)


def _opening(page: _Page, reader: Any, asked: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """Addresses, as their parts, that open; of several parts also some that nobody asked for."""
    names = tuple(page.fields.values())
    among = {f"{name}__in": set(values) for name, values in zip(names, zip(*asked, strict=True), strict=True)}
    return page.rows(reader).filter(**among).values_list(*names)


def _match(address: str) -> ResolverMatch | None:
    try:
        return resolve(address)
    except Resolver404:
        return None
