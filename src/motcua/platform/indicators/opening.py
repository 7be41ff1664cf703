"""Which records behind a figure a reader can open: the room that keeps them says so, by its own policy.

Addresses of records are frozen with their figure, before anybody knows who will read them. Whoever shows such a list
asks here, and links only what will not be refused.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve

# From a reader (the staff context of a request) to the rows, told apart by ``uuid``, whose page opens for them.
Opener = Callable[[Any], QuerySet[Any]]

_openers: Final[dict[str, Opener]] = {}


def register_opener(route: str, opener: Opener) -> None:
    """``route`` is the name of a page of one record (``inspections:shortcoming``) whose address holds its ``uuid``."""
    _openers[route] = opener


def openable(addresses: Iterable[str], *, reader: Any) -> frozenset[str]:
    """Those of the addresses that open for the reader, in one statement for each kind of page.

    A page of which its room has said nothing is for everybody who reads the figure.
    """
    asked: dict[str, dict[UUID, str]] = defaultdict(dict)
    found = set()
    for address in {*addresses} - {""}:
        match = _match(address)
        if match is None or match.view_name not in _openers:
            found.add(address)
        else:
            asked[match.view_name][match.kwargs["uuid"]] = address
    for route, by_uuid in asked.items():
        rows = _openers[route](reader).filter(uuid__in=list(by_uuid))
        found |= {by_uuid[uuid] for uuid in rows.values_list("uuid", flat=True)}
    return frozenset(found)


def _match(address: str) -> ResolverMatch | None:
    try:
        return resolve(address)
    except Resolver404:
        return None
