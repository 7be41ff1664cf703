"""Files that should not come in, through the page on which citizens upload."""

import io
import os
from html import unescape

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.integrations.antivirus.tests.daemon import daemon
from motcua.integrations.antivirus.twin import EICAR
from motcua.onestop.forms.api import start_draft
from motcua.onestop.forms.models import Attachment
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.forms.tests.samples import pdf
from motcua.onestop.forms.tests.test_filing import url_of
from motcua.platform.audit.api import list_events
from motcua.platform.files.models import Blob, StoredFile
from motcua.platform.files.tests.samples import active_pdf

pytestmark = pytest.mark.django_db
PAPER = "officer-certificate"


@pytest.fixture
def scanner(settings):
    adapters = {**settings.MOTCUA_ADAPTERS, "antivirus": "motcua.integrations.antivirus.adapter.Clamd"}
    settings.MOTCUA_ADAPTERS = adapters
    with daemon() as address:
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


# Name, content, the sentence in both languages: what is wrong with which file, and what to do.
BAD = {
    "too_big": (
        "to.pdf",
        lambda: b"%PDF-1.7\n" + b"0" * 60_000_000,
        ("“to.pdf” lớn hơn 20 MB", "quét lại"),
        ("“to.pdf” is larger than 20 MB", "Send a smaller scan"),
    ),
    "disguised": (
        "chung-chi.pdf",
        lambda: b"MZ" + b"\0" * 400,
        ("“chung-chi.pdf” không đúng với tên tệp", "chọn đúng tệp"),
        ("“chung-chi.pdf” is not what its name says", "Choose the right file"),
    ),
    "wrong_type": (
        "chung-chi.exe",
        lambda: b"MZ" + b"\0" * 400,
        ("“chung-chi.exe” thuộc định dạng không được tiếp nhận", ".pdf"),
        ("“chung-chi.exe” is of a kind that is not accepted", "Accepted: "),
    ),
    "encrypted": (
        "khoa.pdf",
        encrypted_pdf,
        ("“khoa.pdf” được đặt mật khẩu", "bỏ mật khẩu rồi gửi lại"),
        ("“khoa.pdf” is protected by a password", "Remove the password"),
    ),
    "infected": (
        "sach.pdf",
        infected_pdf,
        ("mã độc trong tệp “sach.pdf”", "quét lại giấy tờ"),
        ("virus in “sach.pdf”", "send a new scan"),
    ),
    "empty": (
        "rong.pdf",
        lambda: b"",
        ("“rong.pdf” không có nội dung", "chọn lại tệp"),
        ("“rong.pdf” is empty", "Choose the file again"),
    ),
    "damaged": (
        "rac.pdf",
        lambda: b"%PDF-1.7\n" + os.urandom(1_000_000),
        ("Không đọc được trọn vẹn tệp “rac.pdf”", "lưu hoặc quét lại"),
        ("“rac.pdf” cannot be read to its end", "Save or scan it again"),
    ),
    "active": (
        "lenh.pdf",
        lambda: active_pdf("script"),
        ("“lenh.pdf” có chứa mã lệnh", "in tệp ra PDF mới"),
        ("“lenh.pdf” holds scripts", "Print it to a new PDF"),
    ),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", list(BAD))
def test_a_bad_file_is_refused_beside_its_paper_and_everything_else_is_kept(
    fresh_draft, citizen, signed_in_as, scanner, code, language
):
    name, content, *words = BAD[code]
    client, url = signed_in_as(citizen), url_of(fresh_draft, "giay-to")
    good = SimpleUploadedFile("quyet-dinh.pdf", pdf("quyết định"))
    client.cookies["motcua_language"] = language
    client.post(url, {"file.establishment-decision": good, "_action": "upload"})
    files, blobs = StoredFile.objects.count(), Blob.objects.count()

    bad = SimpleUploadedFile(name, content())
    answer = client.post(url, {f"file.{PAPER}": bad, "_action": "upload"})
    page = answer.content.decode()
    assert answer.status_code == 422
    error = unescape(page.split(f'id="file-{PAPER}-error"')[1].split("</p>")[0])
    for part in words[language == "en"]:
        assert part in error
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

    def send():
        paper = SimpleUploadedFile("a.pdf", pdf())
        return client.post(url, {f"file.{PAPER}": paper, "_action": "upload"})

    page = unescape(send().content.decode())
    assert f'id="file-{PAPER}-error"' in page
    assert "tạm thời không phản hồi nên tệp “a.pdf” chưa được lưu. Vui lòng thử lại sau ít phút." in page
    assert not Attachment.objects.exists()
    noted = list_events(object_type="draft", object_id=fresh_draft.uuid).get(action="file.refused")
    assert noted.detail == {"code": "scanner_down"}
    scanner.CLAMD_ADDRESS = address
    assert send().status_code == 303
    assert Attachment.objects.get().file.blob.scan_state == "clean"
