"""Limits of a request: its size, and whose it is behind a proxy."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.onestop.forms.models import Attachment
from motcua.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "words"), [("vi", "lớn hơn 1 MB"), ("en", "larger than 1 MB")])
def test_a_request_that_is_too_large_is_turned_away_in_words_and_the_draft_is_as_before(
    house, browser_of, settings, language, words
):
    settings.MAX_REQUEST_MEGABYTES = 1
    browser = browser_of("owner")
    browser.cookies["motcua_language"] = language
    files, url = Attachment.objects.count(), reverse("forms:page", args=[house.draft.uuid, "giay-to"])
    answer = browser.post(url, {"file.x": _Large(), "_action": "upload"})
    assert answer.status_code == 413
    page = answer.content.decode()
    assert words in page
    assert f'lang="{language}"' in page
    assert f'href="{url}"' in page
    assert Attachment.objects.count() == files
    noted = AuditEvent.objects.get(action="request.too_large")
    assert (noted.actor_id, noted.detail) == (
        house.owner.pk,
        {"route": "ho-so/nhap/<uuid:uuid>/<slug:page>/"},
    )


class _Large:
    """A file whose bytes are never to be read: reading it from the request would fail the test."""

    name = "to.pdf"

    def read(self, *_):
        return b"0" * (2 * 1024 * 1024)


@pytest.mark.parametrize("length", ["", "abc", "-5", "٣"])
def test_a_length_that_is_no_number_breaks_nothing(client, length):
    assert client.get("/", CONTENT_LENGTH=length).status_code == 200


def source_of_failed_sign_in(client, forwarded):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    client.post(reverse("account_login"), {"login": "x", "password": "y"}, headers=headers)
    return AuditEvent.objects.filter(action="identity.sign_in_failed").latest("id").source


@pytest.mark.parametrize(
    ("hops", "forwarded", "source"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "203.0.113.7", "127.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "<script>", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_of_a_visitor_is_believed_only_from_trusted_proxies(settings, hops, forwarded, source):
    settings.TRUSTED_PROXIES = hops
    assert source_of_failed_sign_in(Client(), forwarded) == source


def test_one_visitor_behind_the_proxy_does_not_use_up_the_attempts_of_all(settings, client):
    settings.TRUSTED_PROXIES, settings.TRACKING_ATTEMPTS = 1, 2

    def attempt(address):
        wrong = {"code": "H99-000000-0001", "id_number": "000000000000"}
        return client.post(reverse("portal:track"), wrong, headers={"X-Forwarded-For": address}).status_code

    assert [attempt("203.0.113.7") for _ in range(3)] == [422, 422, 429]
    assert attempt("203.0.113.8") == 422
