"""Signing and verifying with real keys, real timestamps and pyHanko's own judgement."""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature

from motcua.integrations.signing import adapter
from motcua.integrations.signing.adapter import Pkcs12Folder
from motcua.integrations.signing.token import Pkcs11Token
from motcua.integrations.timestamping.adapter import Rfc3161
from motcua.onestop.results import samples
from motcua.onestop.results.rendering import render_document
from motcua.platform.rendering.api import fill_texts
from motcua.platform.signing import api
from motcua.platform.signing.authority import key_path
from motcua.platform.signing.trust import validation_context

AT = datetime(2023, 1, 5, 3, 4, 5, tzinfo=UTC)
AGENCY = "Sở Khoa học và Công nghệ"
KEY = api.SigningKey(name="user:mau.giamdoc", kind=api.KeyKind.PERSON)


@pytest.fixture(autouse=True)
def keys(signing_twins):
    signing_twins("user:mau.chuyenvien", "Trần Minh Quân")
    signing_twins("user:mau.giamdoc", "Phạm Quốc Hưng")
    signing_twins("seal:SKHCN", AGENCY, kind="seal")


def sign(
    pdf, *, key="user:mau.giamdoc", field="leader", style=api.Style.PERSON, name="Phạm Quốc Hưng", at=AT
):
    kind = api.KeyKind.SEAL if key.startswith("seal:") else api.KeyKind.PERSON
    return api.sign_pdf(
        pdf=pdf,
        key=api.SigningKey(name=key, kind=kind),
        reason="Ký ban hành",
        at=at,
        appearance=api.Appearance(field=field, style=style, name=name),
    )


def seal(pdf):
    return sign(pdf, key="seal:SKHCN", field="seal", style=api.Style.SEAL, name=AGENCY)


@pytest.fixture(scope="module")
def draft():
    return render_document(samples.licence())


def test_a_signed_document_is_valid_with_signer_and_time(draft):
    verdict = api.verify_pdf(sign(draft))
    assert verdict.status == api.Status.VALID
    (signature,) = verdict.signatures
    assert (signature.signer, signature.organisation) == ("Phạm Quốc Hưng", AGENCY)
    assert signature.signed_at == signature.timestamped_at == AT
    assert signature.covers_whole_document


def test_pyhanko_itself_finds_signature_and_timestamp_sound(draft):
    embedded = PdfFileReader(io.BytesIO(sign(draft))).embedded_signatures[0]
    trust = validation_context(moment=None)
    status = validate_pdf_signature(embedded, trust, trust)
    assert status.bottom_line
    assert status.timestamp_validity.trusted
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_several_people_and_the_seal_sign_in_order_around_the_number(draft):
    pdf = sign(
        draft, key="user:mau.chuyenvien", field="specialist", style=api.Style.INITIAL, name="Trần Minh Quân"
    )
    pdf = sign(pdf)
    pdf = fill_texts(pdf=pdf, values={"number": "05/GP-SKHCN", "issued_on": "ngày 05 tháng 01 năm 2023"})
    verdict = api.verify_pdf(seal(pdf))
    assert verdict.status == api.Status.VALID
    assert [signature.field for signature in verdict.signatures] == ["specialist", "leader", "seal"]


def test_one_changed_byte_is_found(draft):
    pdf = bytearray(sign(draft))
    pdf[len(draft) // 2] ^= 1
    assert api.verify_pdf(bytes(pdf)).status == api.Status.ALTERED


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.99])
def test_a_changed_byte_anywhere_is_never_called_valid(draft, share):
    pdf = bytearray(sign(draft))
    pdf[int(len(pdf) * share)] ^= 1
    assert api.verify_pdf(bytes(pdf)).status != api.Status.VALID


def test_a_page_added_after_signing_is_found(draft):
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(sign(draft))) as pdf:
        pdf.add_blank_page()
        pdf.save(changed)
    assert api.verify_pdf(changed.getvalue()).status == api.Status.ALTERED


def test_a_number_changed_after_the_seal_is_found(draft):
    values = {"number": "05/GP-SKHCN", "issued_on": "ngày 05 tháng 01 năm 2023"}
    sealed = seal(fill_texts(pdf=sign(draft), values=values))
    assert api.verify_pdf(sealed).status == api.Status.VALID
    forged = fill_texts(pdf=sealed, values={"number": "99/GP-SKHCN"})
    assert api.verify_pdf(forged).status == api.Status.ALTERED


def test_a_signer_of_another_authority_is_unknown(draft, settings, tmp_path, _timestamping_address):
    ours = settings.DATA_DIR
    settings.DATA_DIR = tmp_path
    api.ensure_demo_authority(tmp_path)
    api.issue_demo_key(
        name="user:nguoila", common_name="Phạm Quốc Hưng", organisation=AGENCY, kind=api.KeyKind.PERSON
    )
    foreign = sign(draft, key="user:nguoila")
    settings.DATA_DIR = ours
    assert api.verify_pdf(foreign).status == api.Status.UNKNOWN


def test_a_document_without_signatures_is_unsigned(draft):
    assert api.verify_pdf(draft).status == api.Status.UNSIGNED


@pytest.mark.parametrize("rubbish", [b"", b"%PDF-1.7 hello", b"\x00" * 1000])
def test_rubbish_is_unsigned_and_raises_nothing(rubbish):
    assert api.verify_pdf(rubbish).status == api.Status.UNSIGNED


def test_a_revoked_key_keeps_earlier_signatures_and_loses_later_ones(draft, signing_twins):
    signing_twins("user:thoiviec", "Nguyễn Thôi Việc")
    before = sign(draft, key="user:thoiviec", at=AT)
    after = sign(draft, key="user:thoiviec", at=AT + timedelta(days=30))
    api.revoke_demo_key(name="user:thoiviec", at=AT + timedelta(days=10))
    assert api.verify_pdf(before).status == api.Status.VALID
    assert api.verify_pdf(after).status == api.Status.UNKNOWN


def test_the_signed_document_still_claims_pdf_a_and_has_its_appearance(draft):
    with pikepdf.open(io.BytesIO(seal(sign(draft)))) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
    assert {"leader", "seal"} <= set(fields)


def test_a_document_from_elsewhere_is_signed_in_its_upper_right_corner():
    out = io.BytesIO()
    with pikepdf.new() as plain:
        plain.add_blank_page(page_size=(595, 842))
        plain.save(out)
    signed = sign(out.getvalue(), key="seal:SKHCN", field="attached", style=api.Style.NOTE, name=AGENCY)
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        left, bottom, right, top = (float(edge) for edge in pdf.pages[0].Annots[0].Rect)
    assert left > 297 and bottom > 421 and right < 595 and top < 842
    assert api.verify_pdf(signed).status == api.Status.VALID


def test_a_field_is_signed_once(draft):
    with pytest.raises(api.SigningUnavailable) as caught:
        sign(sign(draft))
    assert not caught.value.temporary


def test_a_missing_key_is_a_lasting_fault(draft):
    with pytest.raises(api.SigningUnavailable) as caught:
        sign(draft, key="user:khongco")
    assert not caught.value.temporary


def test_a_timestamping_authority_that_is_down_is_a_passing_fault(draft, settings):
    settings.TIMESTAMPING_URL = "http://127.0.0.1:1/tsa"
    with pytest.raises(api.SigningUnavailable) as caught:
        sign(draft)
    assert caught.value.temporary
    assert "MOTCUA_TIMESTAMPING_URL" in Rfc3161().check()[0].mend


def test_an_answer_that_is_no_timestamp_is_a_lasting_fault(draft, settings):
    settings.TIMESTAMPING_URL = settings.TIMESTAMPING_URL.removesuffix("/tsa") + "/nowhere"
    with pytest.raises(api.SigningUnavailable) as caught:
        sign(draft)
    assert not caught.value.temporary


def test_the_clock_of_a_present_signature_is_the_authoritys(draft):
    signed_at = timezone.now().replace(microsecond=0)
    (signature,) = api.verify_pdf(sign(draft, at=signed_at)).signatures
    assert abs(signature.timestamped_at - signed_at) < timedelta(minutes=1)


def test_the_checks_are_content_with_the_demonstration(settings):
    assert Pkcs12Folder().check() == []
    assert Rfc3161().check() == []


def test_the_check_names_a_wrong_key_password(settings, tmp_path):
    settings.SIGNING_KEY_PASSWORD = "khac"
    key = next((Path(settings.DATA_DIR) / "signing" / "keys").glob("*.p12"))
    settings.DATA_DIR = tmp_path
    (tmp_path / "signing" / "keys").mkdir(parents=True)
    (tmp_path / "signing" / "keys" / key.name).write_bytes(key.read_bytes())
    assert any("MOTCUA_SIGNING_PASSWORD" in problem.mend for problem in Pkcs12Folder().check())


def test_the_check_names_a_missing_token_library(settings):
    settings.PKCS11_MODULE = "/nowhere/token.so"
    (problem,) = Pkcs11Token().check()
    assert "MOTCUA_PKCS11_MODULE" in problem.mend


def test_a_key_is_read_once_for_many_signatures(draft, monkeypatch):
    reads = []
    read = adapter.load_der_private_key

    def counted(*arguments, **options):
        reads.append(1)
        return read(*arguments, **options)

    monkeypatch.setattr(adapter, "load_der_private_key", counted)
    adapter._load.cache_clear()
    pdf = sign(sign(draft), key="user:mau.giamdoc", field="head")
    assert (len(reads), api.verify_pdf(pdf).status) == (1, api.Status.VALID)


def test_a_replaced_key_file_is_read_anew(draft):
    sign(draft)
    path = key_path("user:mau.giamdoc")
    before = Pkcs12Folder().load_signer(key=KEY)
    changed = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(changed, changed))
    assert Pkcs12Folder().load_signer(key=KEY) is not before
