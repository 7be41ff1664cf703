"""A framed page reads like the page drawn the ordinary way, and holds nothing of another request."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.shortcuts import render
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.safestring import SafeString
from django.utils.translation import override

from motcua.platform.ui.frames import FramedPage
from motcua.platform.ui.preferences import LANGUAGE_COOKIE, THEME_COOKIE
from motcua.platform.ui.remember import gap, split_at_gaps

TEMPLATE = "portal/tracked.html"
NAMES = ("code", "standing", "timeline", "tracks")
HOSTILE = "\"><script>alert(1)</script>&'\x02next:\x03"
PARTS = {**dict.fromkeys(NAMES, SafeString("<p>part</p>")), "code": HOSTILE}
TOKEN = re.compile(r'(X-CSRFToken": "|csrfmiddlewaretoken" value=")\w+')


def ask(path: str = "/tra-cuu/x/?a=1&b=<i>", **cookies: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def framed(request: HttpRequest, page: FramedPage | None = None) -> str:
    return (page or FramedPage(TEMPLATE, NAMES)).respond(request, PARTS).content.decode()


def plain(request: HttpRequest) -> str:
    return render(request, TEMPLATE, PARTS).content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("theme", ["system", "dark"])
def test_it_is_the_page_drawn_the_ordinary_way(language: str, theme: str) -> None:
    cookies = {LANGUAGE_COOKIE: language, THEME_COOKIE: theme}
    with override(language):
        page = FramedPage(TEMPLATE, NAMES)
        framed(ask("/tra-cuu/of-somebody-else/", **cookies), page)
        ours, theirs = framed(ask(**cookies), page), plain(ask(**cookies))
    assert TOKEN.sub(r"\1", ours) == TOKEN.sub(r"\1", theirs)
    assert "of-somebody-else" not in ours
    assert "<script>alert" not in ours


def test_a_drawing_is_kept_for_each_look() -> None:
    page = FramedPage(TEMPLATE, NAMES)
    for theme in ("dark", "light", "dark"):
        framed(ask(**{THEME_COOKIE: theme}), page)
    assert len(page._kept) == 2


def test_every_request_has_its_own_token() -> None:
    page = FramedPage(TEMPLATE, NAMES)
    tokens = {TOKEN.search(framed(ask(), page)).group() for _ in range(2)}  # type: ignore[union-attr]
    assert len(tokens) == 2


def test_a_notice_is_shown_and_shown_to_nobody_else() -> None:
    page = FramedPage(TEMPLATE, NAMES)
    request = ask()
    request._messages.add(constants.INFO, "Only for Lan")  # type: ignore[attr-defined]
    assert "Only for Lan" in framed(request, page)
    assert "Only for Lan" not in framed(ask(), page)


def test_a_value_that_a_template_changes_is_refused() -> None:
    altered = Template("{{ path|upper }}").render(Context({"path": gap("path")}))
    for drawn, names in ((altered, ["path"]), (gap("other"), ["path"])):
        with pytest.raises(TemplateSyntaxError):
            split_at_gaps(drawn, names)
