"""What the file store keeps, what it refuses, and how it serves."""

import io
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from motcua.platform.files import api
from motcua.platform.files.models import Blob, StoredFile
from motcua.platform.files.names import clean_name
from motcua.platform.files.services import storage_key
from motcua.platform.files.tests import samples

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ALL = frozenset({api.PDF, api.JPEG, api.PNG, api.DOCX, api.XLSX})


def keep(content, name, *, allowed=ALL, max_bytes=20 * 1024 * 1024):
    return api.store(
        content=content, name=name, allowed=allowed, max_bytes=max_bytes, uploaded_by_id=None, now=NOW
    )


def refusal(content, name, **options):
    with pytest.raises(api.FileRefused) as caught:
        keep(content, name, **options)
    assert caught.value.message
    assert StoredFile.objects.count() == 0
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("giấy phép.pdf", samples.pdf(), api.PDF),
        ("anh.JPG", samples.picture("JPEG"), api.JPEG),
        ("anh.png", samples.picture(), api.PNG),
        ("đơn.docx", samples.docx(), api.DOCX),
        ("bảng kê.xlsx", samples.xlsx(), api.XLSX),
    ],
)
def test_a_whole_file_of_an_allowed_kind_is_kept(name, content, media_type):
    file = keep(content, name)
    assert (file.name, file.blob.media_type, file.blob.size) == (name, media_type, len(content))
    assert api.read(file) == content


def test_the_same_content_is_stored_once():
    content = samples.pdf()
    first, second = keep(content, "a.pdf"), keep(content, "b.pdf")
    assert first.blob_id == second.blob_id
    assert Blob.objects.count() == 1


def test_a_kept_file_lies_whole_under_its_hash_without_leftovers():
    file = keep(samples.pdf(), "a.pdf")
    path = Path(settings.MEDIA_ROOT) / storage_key(file.blob.sha256)
    assert path.stat().st_size == file.blob.size
    assert [entry.name for entry in path.parent.iterdir()] == [file.blob.sha256]


def test_a_program_named_pdf_is_refused_as_disguised():
    assert refusal(samples.program(), "hop-dong.pdf") == "disguised"


def test_a_picture_named_pdf_is_refused_as_disguised():
    assert refusal(samples.picture(), "anh.pdf") == "disguised"


def test_a_program_behind_a_double_extension_is_refused():
    assert refusal(samples.program(), "hop-dong.pdf.exe") == "wrong_type"


def test_ten_megabytes_of_garbage_are_refused():
    assert refusal(os.urandom(10 * 1024 * 1024), "scan.pdf") == "disguised"


def test_garbage_behind_a_pdf_signature_is_refused_as_damaged():
    assert refusal(b"%PDF-1.7\n" + os.urandom(100_000), "scan.pdf") == "damaged"


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("scan.pdf", samples.pdf(pages=50)),
        ("scan.png", samples.picture()),
        ("anh.jpg", samples.picture("JPEG")),
    ],
)
def test_a_truncated_file_is_refused_as_damaged(name, whole):
    assert refusal(whole[: len(whole) // 2], name) == "damaged"


@pytest.mark.parametrize("password", ["bi-mat", ""])
def test_an_encrypted_pdf_is_refused(password):
    assert refusal(samples.pdf(password=password), "mat.pdf") == "encrypted"


@pytest.mark.parametrize("kind", ["script", "hidden_script", "page_script", "program", "attachment"])
def test_a_pdf_that_does_something_is_refused(kind):
    assert refusal(samples.active_pdf(kind), "don.pdf") == "active"


def test_a_pdf_that_disguises_the_name_of_its_script_is_refused():
    plain = samples.active_pdf("script").replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert b"/JavaScript" not in plain
    assert refusal(plain, "don.pdf") == "active"


def test_links_and_forms_in_a_pdf_harm_nobody():
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.vn/JavaScript"))
        page.obj.Annots = pikepdf.Array(
            [document.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=link))]
        )
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]))
        document.save(out)
    keep(out.getvalue(), "lien-ket.pdf")


@pytest.mark.parametrize("crafted", list(samples.CRAFTED))
def test_a_crafted_pdf_is_refused_and_breaks_nothing(crafted):
    assert refusal(samples.CRAFTED[crafted], "x.pdf") in ("damaged", "encrypted", "active")


def test_an_empty_file_is_refused():
    assert refusal(b"", "rong.pdf") == "empty"


def test_a_file_beyond_the_limit_is_refused_while_it_streams():
    class Endless:
        given = 0

        def read(self, size):
            self.given += size
            return b"x" * size

    source = Endless()
    assert refusal(source, "to.pdf", max_bytes=1024 * 1024) == "too_big"
    assert source.given < 2 * 1024 * 1024


def test_a_zip_bomb_named_docx_is_refused():
    assert refusal(samples.docx(word__big=b"\0" * 50_000_000), "bom.docx") == "unsafe"


def test_macros_are_refused():
    assert refusal(samples.docx(**{"word__vbaProject.bin": b"x"}), "macro.docx") == "unsafe"


def test_a_plain_archive_named_docx_is_refused_as_disguised():
    assert refusal(b"PK\x03\x04" + os.urandom(500), "don.docx") == "disguised"


def test_a_kind_that_is_not_allowed_here_is_refused():
    assert refusal(samples.xlsx(), "bang.xlsx", allowed=frozenset({api.PDF})) == "wrong_type"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\đơn.pdf", "đơn.pdf"),
        ("hoa\u202efdp.exe", "hoafdp.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("...", "tep-tin"),
        ("do\u0302n.pdf", "dôn.pdf"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_loses_what_could_harm(raw, clean):
    assert clean_name(raw) == clean


def test_a_stored_file_changed_on_the_disk_is_noticed():
    file = keep(samples.pdf(), "a.pdf")
    path = Path(settings.MEDIA_ROOT) / storage_key(file.blob.sha256)
    path.write_bytes(path.read_bytes() + b" ")
    try:
        with pytest.raises(api.FileDamaged):
            api.read(file)
    finally:
        path.unlink()


def test_a_response_cannot_run_in_our_origin_nor_stay_in_a_cache():
    response = api.file_response(keep(samples.picture(), "ảnh.png"), inline=True)
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_a_word_document_is_always_a_download():
    response = api.file_response(keep(samples.docx(), "đơn.docx"), inline=True)
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("stuffing", [b"1 0 obj\n<<>>\nendobj\n" * 150_000, b"startxref\n9\n" * 200_000])
def test_a_pdf_stuffed_to_keep_the_reader_busy_is_refused_at_once(stuffing):
    started = time.monotonic()
    assert refusal(b"%PDF-1.7\n" + stuffing + b"%%EOF", "x.pdf") == "unsafe"
    assert time.monotonic() - started < 2
