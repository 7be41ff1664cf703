"""A page of the portal that very many people ask for: drawn once around gaps, each request fills them.

The drawing knows nothing but how the page is to look (language, theme, text size, menu, signed in or not), so it
cannot hold anything of one person; those values are the key under which it is kept. Everything else the page shows
comes as HTML drawn in Python and fills a gap.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.translation import get_language

from motcua.platform.ui.context import address_of, works_here
from motcua.platform.ui.navigation import portal_links, section_of
from motcua.platform.ui.parts import escaped
from motcua.platform.ui.preferences import read_preferences
from motcua.platform.ui.remember import Kept, fill_gaps, gap, split_at_gaps

# What the base page shows of a request; the page's own parts come beside them.
_FRAME: Final = ("csrf_token", "path", "next")


class FramedPage:
    """One template that extends ``ui/base_portal.html`` and shows nothing but its ``parts``."""

    def __init__(self, template: str, parts: tuple[str, ...]) -> None:
        self._template, self._parts = template, parts
        self._names = (*_FRAME, *parts)
        self._kept = Kept()

    def respond(self, request: HttpRequest, parts: Mapping[str, str]) -> HttpResponse:
        """The page with ``parts``: texts are escaped, HTML stays as it is. It is one person's: no cache may keep it."""
        response = HttpResponse(self._filled(request, parts))
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def _filled(self, request: HttpRequest, parts: Mapping[str, str]) -> str:
        if len(get_messages(request)):
            # Notices belong to one person and are rare.
            return render_to_string(self._template, dict(parts), request)
        look = _look(request)
        key = tuple(look.values())
        drawn = self._kept.get(key) or self._kept.keep(key, self._draw(look))
        values = {**parts, **_frame(request)}
        fresh = {name: escaped(value) for name, value in values.items()}
        return fill_gaps(drawn, fresh)

    def _draw(self, look: Mapping[str, Any]) -> list[str]:
        gaps = {name: gap(name) for name in self._names}
        user = {"is_authenticated": look["signed_in"]}
        ui = {**look, "path": gaps["path"], "next": gaps["next"]}
        context = Context({**gaps, "ui": ui, "request": {"method": "GET", "user": user}})
        return split_at_gaps(get_template(self._template).template.render(context), self._names)  # type: ignore[attr-defined]


def _look(request: HttpRequest) -> dict[str, Any]:
    """The values of ``ui`` that the drawing hangs on; what a page may need besides is not made for it."""
    preferences = read_preferences(request)
    signed_in = request.user.is_authenticated
    return {
        "language": preferences.language,
        "theme": preferences.theme,
        "text": preferences.text,
        "demo": settings.DEMO,
        "section": section_of(request.path),
        "portal_links": portal_links(request),
        "works_here": signed_in and works_here(request),
        "signed_in": signed_in,
        "spoken": get_language(),
    }


def _frame(request: HttpRequest) -> dict[str, str]:
    return {"csrf_token": get_token(request), "path": request.get_full_path(), "next": address_of(request)}
