import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory, override_settings

from motcua.platform.ui.middleware import ContentPolicyMiddleware
from motcua.platform.ui.views import csrf_failure

HANDLER = re.compile(
    r"\son[a-z]+\s*=|\sstyle\s*=|<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE
)


@pytest.mark.django_db
@pytest.mark.parametrize("face", ["portal", "office"])
def test_the_page_of_components_shows_every_part(client: Client, face: str) -> None:
    response = client.get("/office/ui/", {"face": face})
    assert response.status_code == 200
    for part in (
        "mc-timeline",
        "mc-files",
        "mc-summary",
        "mc-table-fold",
        "mc-empty",
        "data-chart",
        "data-bpmn",
    ):
        assert part in response.content.decode()


@pytest.mark.django_db
@override_settings(DEMO=False, DEBUG=False)
def test_the_page_of_components_is_absent_in_production(client: Client) -> None:
    assert client.get("/office/ui/").status_code == 404


@pytest.mark.django_db
def test_no_page_carries_inline_script_or_style(client: Client) -> None:
    assert not HANDLER.search(client.get("/office/ui/").content.decode())


@pytest.mark.django_db
def test_a_missing_page_offers_ways_out(client: Client) -> None:
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


def test_the_page_for_failures_needs_no_database() -> None:
    page = get_template("500.html").render()
    assert "<h1>" in page


def test_the_page_for_unreadable_requests_needs_no_database() -> None:
    assert "<h1>" in render_to_string("400.html")


@pytest.mark.django_db
def test_a_stale_form_is_explained(rf: RequestFactory, client: Client) -> None:
    request = client.get("/office/ui/").wsgi_request
    assert csrf_failure(request, reason="secret detail").status_code == 403
    assert b"secret detail" not in csrf_failure(request, reason="secret detail").content


def test_every_icon_that_code_names_exists() -> None:
    icons = settings.PROJECT_DIR / "frontend" / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
    if not icons.exists():
        pytest.skip("the front end is not installed")
    named = {name for path in _sources() for name in _icons_in(path)}
    assert sorted(name for name in named if not (icons / f"{name}.svg").exists()) == []


def _sources() -> list[Path]:
    return [path for path in settings.PACKAGE_DIR.rglob("*.html") if "tests" not in path.parts]


def _icons_in(path: Path) -> list[str]:
    return re.findall(r'{%\s*icon\s+["\']([a-z0-9-]+)["\']', path.read_text())


@pytest.mark.django_db
def test_every_page_says_what_it_may_load(client: Client) -> None:
    policy = client.get("/office/ui/").headers["Content-Security-Policy"]
    assert {"script-src 'self'", "object-src 'none'"} <= set(policy.split("; "))


def test_a_page_that_asks_for_a_nonce_gets_its_own_policy() -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.csp_nonce)  # type: ignore[attr-defined]

    answer = ContentPolicyMiddleware(page)(RequestFactory().get("/"))
    assert f"'nonce-{answer.content.decode()}'" in answer.headers["Content-Security-Policy"]
