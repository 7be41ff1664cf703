"""What every page knows about the interface."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from motcua.platform.ui.navigation import Link, office_links, portal_links
from motcua.platform.ui.preferences import read_preferences


def interface(request: HttpRequest) -> dict[str, object]:
    """``ui``: preferences, demonstration flag and the two menus (built only when a page draws them)."""
    preferences = read_preferences(request)
    return {
        "ui": {
            "language": preferences.language,
            "theme": preferences.theme,
            "text": preferences.text,
            "demo": settings.DEMO,
            "path": request.get_full_path(),
            "request_id": getattr(request, "request_id", ""),
            "portal_links": SimpleLazyObject(lambda: portal_links(request)),
            "office_links": SimpleLazyObject(lambda: _office_links(request)),
        }
    }


def _office_links(request: HttpRequest) -> list[Link]:
    staff = getattr(request, "staff", None)
    return office_links(request, roles=getattr(staff, "roles", ()))
