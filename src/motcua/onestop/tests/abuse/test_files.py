"""Files that should not come in, through the page on which citizens upload."""

import asyncio
import io
import os
import threading
from contextlib import contextmanager

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.integrations.antivirus.twin import EICAR, listening
from motcua.onestop.forms.api import start_draft
from motcua.onestop.forms.models import Attachment
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.forms.tests.samples import pdf
from motcua.onestop.forms.tests.test_filing import url_of
from motcua.platform.audit.api import list_events
from motcua.platform.files.models import Blob, StoredFile

pytestmark = pytest.mark.django_db
PAPER = "officer-certificate"


@contextmanager
def clamd():
    loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found = {}

    async def run():
        async with listening(0) as port:
            found["port"] = port
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    assert ready.wait(5)
    yield f"127.0.0.1:{found['port']}"
    loop.call_soon_threadsafe(stop.set)
    thread.join(5)


@pytest.fixture
def scanner(settings):
    adapters = {**settings.MOTCUA_ADAPTERS, "antivirus": "motcua.integrations.antivirus.adapter.Clamd"}
    settings.MOTCUA_ADAPTERS = adapters
    with clamd() as address:
        settings.CLAMD_ADDRESS = address
        yield settings


@pytest.fixture
def fresh_draft(citizen, xray):
    return start_draft(user=citizen, version=xray, organisation=citizen.organisation_for_tests, now=NOW)


def encrypted_pdf():
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    stream = io.BytesIO()
    document.save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))
    return stream.getvalue()


def infected_pdf():
    return pdf().replace(b"%%EOF", b"%" + EICAR + b"\n%%EOF")


BAD = {
    "too_big": ("to.pdf", lambda: b"%PDF-1.7\n" + b"0" * 60_000_000, "lớn hơn"),
    "disguised": ("chung-chi.pdf", lambda: b"MZ" + b"\0" * 400, "không"),
    "wrong_type": ("chung-chi.exe", lambda: b"MZ" + b"\0" * 400, "không"),
    "encrypted": ("khoa.pdf", encrypted_pdf, "mật khẩu"),
    "infected": ("sach.pdf", infected_pdf, "sach.pdf"),
    "empty": ("rong.pdf", lambda: b"", "rong.pdf"),
    "damaged": ("rac.pdf", lambda: b"%PDF-1.7\n" + os.urandom(10_000_000), ""),
}


@pytest.mark.parametrize("code", list(BAD))
def test_a_bad_file_is_refused_beside_its_paper_and_everything_else_is_kept(
    fresh_draft, citizen, signed_in_as, scanner, code
):
    name, content, words = BAD[code]
    client, url = signed_in_as(citizen), url_of(fresh_draft, "giay-to")
    good = SimpleUploadedFile("quyet-dinh.pdf", pdf("quyết định"))
    client.post(url, {"file.establishment-decision": good, "_action": "upload"})
    files, blobs = StoredFile.objects.count(), Blob.objects.count()

    bad = SimpleUploadedFile(name, content())
    answer = client.post(url, {f"file.{PAPER}": bad, "_action": "upload"})
    page = answer.content.decode()
    assert answer.status_code == 200
    error = page.split(f'id="file-{PAPER}-error"')[1][:900].lower()
    assert words.lower() in error
    assert f'href="#file-{PAPER}"' in page
    assert "quyet-dinh.pdf" in page

    assert (StoredFile.objects.count(), Blob.objects.count()) == (files, blobs)
    assert list(Attachment.objects.values_list("component_key", flat=True)) == ["establishment-decision"]
    refusals = list_events(object_type="draft", object_id=fresh_draft.uuid).filter(action="file.refused")
    assert [event.detail for event in refusals] == [{"code": code}]
    assert refusals[0].actor_name == citizen.full_name


def test_a_scanner_that_is_down_is_said_honestly_and_the_file_can_be_sent_again(
    fresh_draft, citizen, signed_in_as, scanner
):
    client, url = signed_in_as(citizen), url_of(fresh_draft, "giay-to")
    address, scanner.CLAMD_ADDRESS = scanner.CLAMD_ADDRESS, "127.0.0.1:1"
    send = lambda: client.post(  # noqa: E731
        url, {f"file.{PAPER}": SimpleUploadedFile("a.pdf", pdf()), "_action": "upload"}
    )
    assert f'id="file-{PAPER}-error"' in send().content.decode()
    assert not Attachment.objects.exists()
    scanner.CLAMD_ADDRESS = address
    assert send().status_code == 303
    assert Attachment.objects.get().file.blob.scan_state == "clean"
