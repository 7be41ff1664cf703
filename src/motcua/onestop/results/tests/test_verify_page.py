"""The public verification page: by code, by copy, in both languages, telling nothing it should not."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from motcua.onestop.results import samples
from motcua.onestop.results.models import DocumentState, IssuedDocument
from motcua.onestop.results.rendering import render_document
from motcua.platform.files.api import PDF, store
from motcua.platform.signing import api as signing
from motcua.platform.signing.api import normal_code

pytestmark = pytest.mark.django_db

AT = datetime(2023, 1, 5, 3, 4, 5, tzinfo=UTC)
CODE = "7KQM-X2RD-94TP"


@pytest.fixture
def signed(signing_twins):
    signing_twins("user:mau.giamdoc", "Phạm Quốc Hưng")
    return signing.sign_pdf(
        pdf=render_document(samples.licence()),
        key=signing.SigningKey(name="user:mau.giamdoc", kind=signing.KeyKind.PERSON),
        reason="Ký",
        at=AT,
        appearance=signing.Appearance(field="leader", style=signing.Style.PERSON, name="Phạm Quốc Hưng"),
    )


@pytest.fixture
def issued(signed, dossier):
    file = store(
        content=signed,
        name="ket-qua.pdf",
        allowed=frozenset({PDF}),
        max_bytes=10_000_000,
        uploaded_by_id=None,
        now=AT,
    )
    return IssuedDocument.objects.create(
        dossier=dossier,
        kind="result",
        state=DocumentState.ISSUED,
        template="licence",
        number="05/GP-SKHCN",
        issued_on=date(2023, 1, 5),
        verification_code=CODE,
        file=file,
        created_at=AT,
        updated_at=AT,
    )


def upload(client, content, name="ban-sao.pdf"):
    return client.post("/xac-minh/", {"file": SimpleUploadedFile(name, content, "application/pdf")})


@pytest.mark.parametrize("typed", ["7kqm-x2rd-94tp", " 7KQM X2RD 94TP ", "7KQMX2RD94TP"])
def test_a_code_is_found_however_it_is_typed(client, issued, typed):
    response = client.get("/xac-minh/", {"code": typed}, follow=True)
    assert response.redirect_chain[-1][0] == f"/xac-minh/{CODE}/"
    assert "05/GP-SKHCN" in response.content.decode()


def test_letters_taken_for_figures_are_understood():
    assert normal_code("OI1L-aaaa") == "0111-AAAA"


def test_the_page_shows_signers_and_times_but_no_applicant(client, issued, django_assert_max_num_queries):
    issued.dossier.applicant_name = "Nguyễn Văn Bí Mật"
    issued.dossier.save(update_fields=["applicant_name"])
    with django_assert_max_num_queries(2):
        page = client.get(f"/xac-minh/{CODE}/").content.decode()
    assert "Phạm Quốc Hưng" in page and "05/01/2023" in page
    assert "Bí Mật" not in page


def test_an_unknown_code_answers_404_with_what_to_do(client, db):
    response = client.get("/xac-minh/AAAA-BBBB-CCCC/")
    assert response.status_code == 404
    assert "AAAA-BBBB-CCCC" in response.content.decode()


@pytest.mark.parametrize("state", [DocumentState.DRAFT, DocumentState.SIGNING, DocumentState.SIGNED])
def test_a_document_not_yet_issued_is_unknown_to_the_public(client, issued, state):
    IssuedDocument.objects.update(state=state)
    assert client.get(f"/xac-minh/{CODE}/").status_code == 404


def test_a_true_copy_is_recognised(client, issued, signed):
    response = upload(client, signed)
    verdict = response.context["verdict"]
    assert (verdict.verification.status, verdict.document, verdict.differs) == ("valid", issued, False)


def test_an_altered_copy_is_called_altered(client, issued, signed):
    altered = bytearray(signed)
    altered[20_000] ^= 1
    verdict = upload(client, bytes(altered)).context["verdict"]
    assert (verdict.verification.status, verdict.document) == ("altered", None)


@pytest.mark.parametrize("added", [b"%hello\n", b"\n%%EOF\n1 0 obj\n<</A 1>>\nendobj\n", b"\0" * 20])
def test_a_copy_with_something_behind_the_last_signature_is_ours_and_differs(client, issued, signed, added):
    response = upload(client, signed + added)
    verdict = response.context["verdict"]
    assert (verdict.document, verdict.differs) == (issued, True)
    page = response.content.decode()
    assert "khác với văn bản đã phát hành" in page and "05/GP-SKHCN" in page
    assert "Văn bản là thật" not in page and "cơ quan khác" not in page


def test_a_copy_signed_once_more_by_somebody_is_ours_and_differs(client, issued, signed, signing_twins):
    signing_twins("user:nguoi.khac", "Người Khác")
    again = signing.sign_pdf(
        pdf=signed,
        key=signing.SigningKey(name="user:nguoi.khac", kind=signing.KeyKind.PERSON),
        reason="Ký thêm",
        at=AT,
        appearance=signing.Appearance(field="seal", style=signing.Style.PERSON, name="Người Khác"),
    )
    verdict = upload(client, again).context["verdict"]
    assert (verdict.document, verdict.differs) == (issued, True)


def test_a_copy_with_an_unsigned_revision_added_is_ours_and_differs(client, issued, signed):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/Lang"] = pdf_string("vi-VN")
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    response = upload(client, output.getvalue())
    verdict = response.context["verdict"]
    assert (verdict.document, verdict.differs) == (issued, True)
    page = response.content.decode()
    assert "Văn bản là thật" not in page and "cơ quan khác" not in page


def test_bytes_behind_the_last_signature_of_any_document_are_an_alteration(client, signed):
    assert upload(client, signed + b"%hello\n").context["verdict"].verification.status == "altered"


def test_an_unsigned_pdf_is_called_unsigned(client, db):
    verdict = upload(client, render_document(samples.official_letter())).context["verdict"]
    assert verdict.verification.status == "unsigned"


@pytest.mark.parametrize("content", [b"", b"MZ not a pdf", b"\x00" * 100])
def test_a_file_that_is_no_pdf_is_refused_with_a_reason(client, db, content):
    response = upload(client, content)
    assert response.status_code == 422
    assert response.context["copy_form"].errors["file"]


def test_a_page_asked_with_another_method_is_refused(client, issued):
    assert client.post(f"/xac-minh/{CODE}/").status_code == 405
    assert client.delete("/xac-minh/").status_code == 405
