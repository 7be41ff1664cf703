"""Forms and results made from the rows of a dossier, signed as the process asks."""

import subprocess
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from motcua.identity.api import Organisation, Person, register_organisation_authority
from motcua.onestop.dossiers.models import Extension, SupplementRequest
from motcua.onestop.office.dossier_page import way_entries
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.tests import factories
from motcua.onestop.results.content import render_document
from motcua.onestop.results.models import DocumentState, IssuedDocument, Signature, SignatureKind
from motcua.onestop.results.slips import signer_lines, slip_for
from motcua.onestop.results.stamping import seal_pdf, sign_as_person
from motcua.onestop.results.suggestions import suggested_content
from motcua.onestop.results.tasks import make_form
from motcua.platform.files.api import read
from motcua.platform.rendering.api import fill_texts, list_empty_fields
from motcua.platform.signing.api import Status, verify_pdf

pytestmark = pytest.mark.django_db

NOW = factories.NOW


def text_of(pdf):
    output = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(output.stdout.decode().split())


@pytest.fixture
def received(province):
    return factories.received(
        form_data={
            "applicant": {"kind": "citizen", "full_name": "Trần Thị Bình", "id_number": "001099000123"}
        }
    )


def issue(dossier, kind, *, by="tiepnhan", ordinal=1, template="", content=None):
    return IssuedDocument.objects.create(
        dossier=dossier,
        kind=kind,
        ordinal=ordinal,
        state=DocumentState.SIGNING,
        template=template or f"form-{kind}",
        content=content or {},
        verification_code=f"{kind:0>4}-{dossier.pk:04}-{ordinal:04}",
        created_at=NOW,
        created_by=factories.user(by),
        updated_at=NOW,
    )


def test_form_01_shows_code_applicant_and_both_times(received):
    text = text_of(render_document(document=issue(received, "01")))
    for words in (
        received.code,
        "001099000123",
        "09 giờ 00 phút, ngày 16 tháng 11 năm 2026",
        "20 ngày làm việc",
    ):
        assert words in text


def files_for_a_clinic(dossier, authority, **registered):
    """The dossier is filed by its person for an organisation, by the right they claim."""
    block = {"kind": "organisation", "full_name": "Trần Thị Lan", "authority": authority}
    dossier.form_data = {"applicant": block}
    dossier.person = Person.objects.get(user=dossier.submitted_by)
    dossier.organisation = Organisation.objects.create(name_vi="Phòng khám Mai Thanh", tax_code="2700999999")
    register_organisation_authority(
        person_id=dossier.person.pk,
        organisation_id=dossier.organisation.pk,
        valid_from=date(2021, 1, 4),
        is_confirmed=True,
        now=NOW,
        **registered,
    )
    dossier.save()
    return text_of(render_document(document=issue(dossier, "01")))


def test_form_01_names_a_legal_representative_as_such(received):
    text = files_for_a_clinic(received, "legal", is_legal_representative=True)
    assert "Người đại diện theo pháp luật: Trần Thị Lan" in text
    assert "ủy quyền" not in text and "legal" not in text


def test_form_01_names_the_written_authority(received):
    text = files_for_a_clinic(received, "authorised", document_number="05/GUQ-PKMT")
    assert "Người được ủy quyền: Trần Thị Lan (theo văn bản số 05/GUQ-PKMT" in text
    assert "04/01/2021" in text and "pháp luật" not in text


def test_form_02_lists_what_is_missing(received):
    SupplementRequest.objects.create(
        dossier=received,
        items=["Biên bản kiểm định còn hiệu lực"],
        reason="Biên bản đã hết hiệu lực",
        requested_by=factories.user("chuyenvien"),
        requested_at=NOW,
        answer_by=NOW + timedelta(days=15),
    )
    text = text_of(render_document(document=issue(received, "02", by="chuyenvien")))
    assert "Biên bản kiểm định còn hiệu lực" in text and "/PBS" in text


def test_form_04_apologises_in_the_name_of_the_head(received):
    Extension.objects.create(
        dossier=received,
        old_due_at=received.due_at,
        new_due_at=received.due_at + timedelta(days=7),
        reason="Mưa lũ kéo dài",
        signed_by=factories.user("giamdoc"),
        created_at=NOW,
    )
    text = text_of(render_document(document=issue(received, "04", by="giamdoc")))
    assert "Mưa lũ kéo dài" in text and "22 tháng 12 năm 2026" in text and "GIÁM ĐỐC" in text


def test_form_06_has_a_row_for_every_hand_over(received):
    text = text_of(render_document(document=issue(received, "06", by="chuyenvien")))
    assert "Bên giao" in text and received.code in text


@pytest.mark.parametrize(
    ("state", "done", "words"),
    [
        ("done", timedelta(hours=-30), "Trước hạn"),
        ("done", timedelta(0), "Đúng hạn"),
        ("done", timedelta(minutes=1), "Quá hạn"),
        ("returned", timedelta(hours=-30), "Đã trả lại"),
    ],
)
def test_the_slip_and_the_screen_judge_a_step_alike_and_say_when_it_ended(received, state, done, words):
    item = WorkItem.objects.filter(dossier=received, state="open").get()
    item.state, item.done_at = state, item.target_at + done
    item.save()
    slip = slip_for(issue(received, "06", by="chuyenvien"))
    with override("vi"):
        screen = way_entries([item], now=NOW)
    assert [row.outcome for row in slip.hand_overs][-1:] == [words] == [str(row["outcome"]) for row in screen]
    assert slip.hand_overs[-1].finished_at == item.done_at
    assert "Xong lúc" in text_of(render_document(document=issue(received, "06", ordinal=2)))


@pytest.mark.parametrize("kind", ["certificate", "licence", "decision", "letter", "rejection"])
def test_a_suggested_draft_of_every_kind_can_be_looked_at(received, kind):
    received.version.result_kind = kind
    content = suggested_content(dossier=received)
    pdf = render_document(document=issue(received, "result", template=kind, content=content))
    assert "Phòng khám Bình An" in text_of(pdf)
    assert {"number", "issued_on"} <= set(list_empty_fields(pdf))


def test_a_letter_of_refusal_prints_its_reasons_and_provisions(received):
    content = suggested_content(dossier=received, template="rejection")
    content["reasons"] = ["Phòng đặt thiết bị chưa đạt yêu cầu che chắn"]
    content["grounds"] = ["Điểm b khoản 1 Điều 15 Nghị định số 142/2020/NĐ-CP"]
    text = text_of(render_document(document=issue(received, "result", template="rejection", content=content)))
    for words in ("1. Lý do", "che chắn", "2. Căn cứ pháp lý", "Điểm b khoản 1 Điều 15", "khiếu nại"):
        assert words in text


def test_the_draft_follows_the_template_chosen_and_not_the_procedure_alone(received):
    received.version.result_kind = "licence"
    assert "articles" in suggested_content(dossier=received, template="decision")
    assert "addressee" in suggested_content(dossier=received, template="letter")
    assert "scope" in suggested_content(dossier=received)


def test_an_empty_draft_can_be_looked_at_too(received):
    assert render_document(document=issue(received, "result", template="certificate"))


def test_the_whole_chain_of_a_result_verifies(received, signing_twins):
    for username in ("chuyenvien", "truongphong", "giamdoc"):
        signing_twins(f"user:{username}", factories.user(username).full_name)
    signing_twins("seal:SKHCN", "Sở Khoa học và Công nghệ", kind="seal")
    content = suggested_content(dossier=received)
    document = issue(received, "result", template="certificate", content=content)
    pdf = render_document(document=document)
    steps = [("chuyenvien", "initial"), ("truongphong", "initial"), ("giamdoc", "person")]
    for order, (username, kind) in enumerate(steps, start=1):
        pdf = sign_as_person(pdf=pdf, signature=signature(document, username, kind, order))
    pdf = fill_texts(pdf=pdf, values={"number": "01/GCN-SKHCN", "issued_on": "ngày 16 tháng 11 năm 2026"})
    verdict = verify_pdf(seal_pdf(pdf=pdf, agency_code="SKHCN", at=NOW))
    assert verdict.status == Status.VALID
    assert [entry.field for entry in verdict.signatures] == ["specialist", "head", "leader", "seal"]


def signature(document, username, kind, order=1):
    signer = factories.user(username)
    return Signature(
        document=document,
        order=order,
        kind=SignatureKind(kind),
        signer=signer,
        signer_name=signer.full_name,
        key_name=f"user:{username}",
        signed_at=NOW,
    )


def test_the_receiving_officer_signs_form_01_in_its_place(received, signing_twins):
    signing_twins("user:tiepnhan", factories.user("tiepnhan").full_name)
    document = issue(received, "01")
    pdf = sign_as_person(
        pdf=render_document(document=document), signature=signature(document, "tiepnhan", "person")
    )
    verdict = verify_pdf(pdf)
    assert (verdict.status, verdict.signatures[0].field) == (Status.VALID, "officer")


def test_slips_carry_the_symbol_of_their_agency(received):
    text = text_of(render_document(document=issue(received, "06", by="chuyenvien")))
    assert "/PKS-SKHCN" in text
    assert "/TNHS " in text_of(render_document(document=issue(received, "01")))


def test_the_head_of_a_unit_signs_by_order_and_a_deputy_in_place_of_the_head(received):
    document = issue(received, "result", template="letter")
    assert signer_lines(factories.user("truongphong"), document) == ("TL. Giám đốc", "Trưởng phòng")
    assert signer_lines(factories.user("giamdoc"), document) == ("Giám đốc",)


def test_an_apology_bears_the_seal_of_the_agency(received, signing_twins):
    Extension.objects.create(
        dossier=received,
        old_due_at=received.due_at,
        new_due_at=received.due_at + timedelta(days=7),
        reason="Mưa lũ kéo dài",
        signed_by=factories.user("giamdoc"),
        created_at=NOW,
    )
    signing_twins("user:giamdoc", factories.user("giamdoc").full_name)
    signing_twins("seal:SKHCN", "Sở Khoa học và Công nghệ", kind="seal")
    document = issue(received, "04", by="giamdoc")
    make_form(document_id=document.pk)
    document.refresh_from_db()
    verdict = verify_pdf(read(document.file))
    assert [entry.field for entry in verdict.signatures] == ["leader", "seal"]
