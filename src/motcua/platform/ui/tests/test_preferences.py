import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_pages_are_vietnamese_whatever_the_browser_prefers(client: Client) -> None:
    response = client.get("/office/ui/", headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "vi"
    assert '<html lang="vi"' in response.content.decode()


def test_choosing_english_returns_to_the_same_page(client: Client) -> None:
    response = client.post("/giao-dien/", {"language": "en", "next": "/office/ui/?face=portal"})
    assert response.headers["Location"] == "/office/ui/?face=portal"
    assert '<html lang="en"' in client.get("/office/ui/").content.decode()


def test_dark_theme_and_text_size_are_remembered(client: Client) -> None:
    client.post("/giao-dien/", {"theme": "dark", "text": "larger", "next": "/"})
    page = client.get("/office/ui/").content.decode()
    assert 'data-theme="dark" data-text="larger"' in page


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, target: str) -> None:
    assert client.post("/giao-dien/", {"theme": "dark", "next": target}).headers["Location"] == "/"


def test_an_unknown_choice_is_ignored(client: Client) -> None:
    response = client.post("/giao-dien/", {"language": "xx", "theme": "<b>", "next": "/"})
    assert not response.cookies


def test_a_forged_cookie_falls_back_to_vietnamese(client: Client) -> None:
    client.cookies["motcua_language"] = "../en"
    assert '<html lang="vi"' in client.get("/office/ui/").content.decode()


def test_preferences_cannot_be_changed_by_a_link(client: Client) -> None:
    assert client.get("/giao-dien/?theme=dark").status_code == 405


def test_another_site_cannot_change_preferences() -> None:
    response = Client(enforce_csrf_checks=True).post("/giao-dien/", {"theme": "dark"})
    assert response.status_code == 403


def test_every_answer_names_its_request(client: Client) -> None:
    response = client.get("/office/ui/")
    assert len(response.headers["X-Request-ID"]) == 32
    assert response.headers["X-Request-ID"][:13] in response.content.decode()
