"""What every page knows about the interface."""

from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest

from motcua.platform.ui.navigation import Link, office_links, portal_links, section_of
from motcua.platform.ui.preferences import read_preferences


def interface(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """``ui``: preferences, demonstration flag, section and the two menus (built only when a page draws them)."""
    preferences = read_preferences(request)
    return {
        "ui": {
            "language": preferences.language,
            "theme": preferences.theme,
            "text": preferences.text,
            "demo": settings.DEMO,
            "path": request.get_full_path(),
            "sought": request.GET.get("q", ""),
            "next": lambda: address_of(request),
            "request_id": getattr(request, "request_id", ""),
            "request_mark": mark_of(request),
            "section": section_of(request.path),
            "portal_links": lambda: portal_links(request),
            # Asked for twice: beside the page and in the menu of narrow screens.
            "office_links": cache(lambda: office_menu(request)),
            "works_here": lambda: works_here(request),
        }
    }


def mark_of(request: HttpRequest) -> str:
    """So much of the request's id as people read out over the telephone."""
    return str(getattr(request, "request_id", ""))[:13]


def address_of(request: HttpRequest) -> str:
    """The page's own address as the value of a parameter in another address."""
    return quote(request.get_full_path())


def works_here(request: HttpRequest) -> bool:
    """Whether the person has an office to go to; asked by the pages for citizens."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    return bool(request.staff.roles)  # type: ignore[attr-defined]


def office_menu(request: HttpRequest) -> tuple[Link, ...]:
    staff = getattr(request, "staff", None)
    return office_links(request, roles=getattr(staff, "roles", ()))
