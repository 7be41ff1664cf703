"""The verification page takes files from anybody: whatever they hold, it answers with a verdict."""

import threading
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.platform.files.tests.samples import CRAFTED, active_pdf, pdf
from motcua.platform.signing import copies
from motcua.platform.signing.api import Status, VerificationTooLong, verify_pdf

pytestmark = pytest.mark.django_db
FILES = {
    **CRAFTED,
    "cut_in_half": pdf(pages=30)[:900],
    "password": pdf(password="x"),
    "script": active_pdf("script"),
    "only_the_magic": b"%PDF-1.7",
    "zeros": b"%PDF-1.7" + bytes(100_000),
    "byte_range_only": b"%PDF-1.7 /ByteRange [0 1 2 3] %%EOF",
}


@pytest.mark.parametrize("name", list(FILES))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_crafted_file_gets_a_verdict_or_a_reason(client, name, language):
    client.cookies["motcua_language"] = language
    client.raise_request_exception = False
    answer = client.post(reverse("verify"), {"file": SimpleUploadedFile("x.pdf", FILES[name])})
    assert answer.status_code in (200, 422)
    page = answer.content.decode()
    assert f'lang="{language}"' in page
    assert "<h1" in page


@pytest.mark.parametrize(
    "code", ["%00", "%ff", "x" * 3000, "..%2f..", "<script>", "' or 1=1 --", "%F0%9F%A6%84"]
)
def test_a_code_that_nobody_printed_is_unknown(client, code):
    answer = client.get(f"/xac-minh/{code}/")
    assert answer.status_code == 404
    assert "<script>" not in answer.content.decode()


LETTERS = b"%PDF-1.7\n" + b"A" * 9_000_000


@pytest.mark.parametrize("end", [b"\n%%EOF", b"\n/ByteRange [0 1 2 3]\n%%EOF"])
def test_a_long_file_without_the_places_of_a_signature_is_judged_at_once(end):
    started = time.monotonic()
    assert verify_pdf(LETTERS + end).status in (Status.UNSIGNED, Status.ALTERED)
    assert time.monotonic() - started < 1


def test_reading_a_file_made_to_take_long_ends_at_the_deadline():
    made = b"%PDF-1.7\n/ByteRange [0 1 2 3]\n" + b" " * 9_000_000 + b"\nstartxref\n31\n%%EOF"
    started = time.monotonic()
    with pytest.raises(VerificationTooLong):
        verify_pdf(made, seconds=0.2)
    assert time.monotonic() - started < 2


def test_a_file_that_takes_too_long_is_answered_with_words(client, monkeypatch):
    def too_long(_pdf):
        raise VerificationTooLong

    monkeypatch.setattr(copies, "verify_pdf", too_long)
    answer = client.post(reverse("verify"), {"file": SimpleUploadedFile("x.pdf", pdf())})
    assert answer.status_code == 422
    assert answer.context["copy_form"].errors["file"]


def test_while_another_file_is_judged_the_next_is_asked_to_come_back(client, monkeypatch):
    monkeypatch.setattr(copies, "_TURNS", threading.BoundedSemaphore(1))
    monkeypatch.setattr(copies, "_WAIT_SECONDS", 0.01)
    with copies._own_turn():
        answer = client.post(reverse("verify"), {"file": SimpleUploadedFile("x.pdf", pdf())})
    assert answer.status_code == 503
    assert answer.context["copy_form"].errors["file"]


def test_an_address_has_only_so_many_files_verified(client, settings):
    settings.VERIFICATION_ATTEMPTS = 2
    answers = [
        client.post(reverse("verify"), {"file": SimpleUploadedFile("x.pdf", pdf())}).status_code
        for _number in range(3)
    ]
    assert answers == [200, 200, 429]


def test_a_file_larger_than_the_limit_is_refused(client, settings):
    settings.VERIFICATION_MEGABYTES = 0
    answer = client.post(reverse("verify"), {"file": SimpleUploadedFile("x.pdf", pdf())})
    assert answer.status_code == 422
