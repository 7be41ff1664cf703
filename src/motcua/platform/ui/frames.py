"""Pages that very many people ask for, or a few people all day long: drawn once around gaps, each request fills them.

The drawing knows nothing but how the page is to look (language, theme, text size, menu) and what its view names as
known, so it cannot hold anything else of one person; those values are the key under which it is kept. Everything
else the page shows comes as HTML drawn in Python and fills a gap.
"""

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import Any, Final

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import get_language

from motcua.platform.ui.context import address_of, mark_of, office_menu, works_here
from motcua.platform.ui.navigation import portal_links, section_of
from motcua.platform.ui.parts import escaped
from motcua.platform.ui.preferences import read_preferences
from motcua.platform.ui.remember import Kept, fill_gaps, gap, split_at_gaps

EMPTY: Final[Mapping[str, Hashable]] = MappingProxyType({})


class FramedPage:
    """One template that extends ``ui/base_portal.html`` and shows nothing but its ``parts`` and what is known."""

    # What the base page shows of a request; the page's own parts come beside them.
    frame: tuple[str, ...] = ("csrf_token", "path", "next")

    def __init__(self, template: str, parts: tuple[str, ...]) -> None:
        self._template = template
        self._names = (*self.frame, *parts)
        self._kept = Kept()

    def respond(
        self, request: HttpRequest, parts: Mapping[str, str], known: Mapping[str, Hashable] = EMPTY
    ) -> HttpResponse:
        """The page with ``parts``: texts are escaped, HTML stays as it is. It is drawn anew for other ``known``."""
        if _has_notices(request):
            # Notices belong to one person and are rare.
            return render(request, self._template, {**known, **parts})
        look = self.look(request)
        key = (*look.values(), *known.values())
        drawn = self._kept.get(key) or self._kept.keep(key, self._draw(look, known))
        values = {**parts, **self.fill(request)}
        fresh = {name: escaped(value) for name, value in values.items()}
        return HttpResponse(fill_gaps(drawn, fresh))

    def look(self, request: HttpRequest) -> dict[str, Hashable]:
        """The values of ``ui`` that the drawing hangs on; what a page may need besides is not made for it."""
        # Without a cookie nobody can be signed in, and most who track a dossier send none.
        signed_in = bool(request.COOKIES) and request.user.is_authenticated
        return {
            **_common_look(request),
            "section": section_of(request.path),
            "portal_links": portal_links(request),
            "works_here": signed_in and works_here(request),
            "signed_in": signed_in,
        }

    def fill(self, request: HttpRequest) -> dict[str, str]:
        """A text or HTML for each name of ``frame``."""
        return {
            "csrf_token": get_token(request),
            "path": request.get_full_path(),
            "next": address_of(request),
        }

    def draw_request(self, look: Mapping[str, Hashable], gaps: Mapping[str, str]) -> dict[str, Any]:
        """What stands for the request while the drawing is made."""
        return {"method": "GET", "user": {"is_authenticated": look["signed_in"]}}

    def _draw(self, look: Mapping[str, Hashable], known: Mapping[str, Hashable]) -> list[str]:
        gaps = {name: gap(name) for name in self._names}
        seen = {"ui": {**look, **gaps}, "request": self.draw_request(look, gaps)}
        context = Context({**gaps, **known, **seen})
        return split_at_gaps(get_template(self._template).template.render(context), self._names)  # type: ignore[attr-defined]


class FramedOfficePage(FramedPage):
    """The same for a template that extends ``ui/base_office.html``; its visitors are signed-in staff."""

    frame = (*FramedPage.frame, "sought", "request_mark", "name")

    def look(self, request: HttpRequest) -> dict[str, Hashable]:
        return {**_common_look(request), "office_links": office_menu(request)}

    def fill(self, request: HttpRequest) -> dict[str, str]:
        return {
            **super().fill(request),
            "sought": request.GET.get("q", ""),
            "request_mark": mark_of(request),
            "name": request.staff.full_name or str(request.user),  # type: ignore[attr-defined]
        }

    def draw_request(self, look: Mapping[str, Hashable], gaps: Mapping[str, str]) -> dict[str, Any]:
        user = {"is_authenticated": True}
        return {"method": "GET", "user": user, "staff": {"full_name": gaps["name"]}}


def _has_notices(request: HttpRequest) -> bool:
    """Notices of earlier requests come with a cookie; those of this one are in hand."""
    notices = get_messages(request)
    return bool(getattr(notices, "added_new", False) or (request.COOKIES and len(notices)))


def _common_look(request: HttpRequest) -> dict[str, Hashable]:
    preferences = read_preferences(request)
    return {
        "language": preferences.language,
        "theme": preferences.theme,
        "text": preferences.text,
        "demo": settings.DEMO,
        "spoken": get_language(),
    }
