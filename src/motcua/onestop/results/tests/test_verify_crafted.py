"""The verification page takes files from anybody: whatever they hold, it answers with a verdict."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.platform.files.tests.samples import CRAFTED, active_pdf, pdf

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
