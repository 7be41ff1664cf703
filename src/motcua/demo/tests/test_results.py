"""The draft of every result, filled from invented answers, is one that can be looked at and signed."""

from random import Random

import pytest

from motcua.demo.answers import answer_form
from motcua.demo.tests.conftest import NOW
from motcua.identity.api import agency_by_code, find_user
from motcua.onestop.api import Dossier, suggested_content
from motcua.onestop.forms.api import form_of
from motcua.onestop.procedures.api import list_versions_in_force
from motcua.onestop.results.content import render_document
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.rendering.api import list_empty_fields
from motcua.platform.signing.api import list_open_fields

pytestmark = pytest.mark.django_db
APPLICANT = {
    "kind": "organisation",
    "full_name": "Trần Thị Lan",
    "id_number": "099188005678",
    "birth_date": "1988-02-03",
    "phone": "0900000102",
    "email": "doanhnghiep@lamson.example",
    "address": "số 7 đường Bạch Đằng, phường Lam Thành, tỉnh Lam Sơn",
    "organisation_name": "Phòng khám đa khoa Minh Tâm",
    "tax_code": "9900000001",
    "organisation_address": "số 12 đường Hoa Sen, phường Lam Thành, tỉnh Lam Sơn",
}


def dossiers():
    for version in list_versions_in_force(on=NOW.date()):
        answers = answer_form(form_of(version.form), on=NOW.date(), random=Random(7), channel="online")
        yield Dossier(
            version=version,
            agency=version.procedure.agency,
            unit=version.procedure.unit,
            submitted_by=find_user(username="doanhnghiep"),
            applicant_name=APPLICANT["organisation_name"],
            form=version.form,
            form_data={**answers, "applicant": {**answers.get("applicant", {}), **APPLICANT}},
            code="H99.19-261119-0001",
            submitted_at=NOW,
            received_at=NOW,
        )


def pdf_of(dossier, template):
    content = suggested_content(dossier=dossier, template=template)
    document = IssuedDocument(
        dossier=dossier,
        kind="result",
        template=template,
        content=content,
        verification_code="AAAA-BBBB-CCCC",
        created_at=NOW,
    )
    return render_document(document=document)


def test_the_result_of_every_procedure_can_be_signed_by_whoever_decides(office):
    for dossier in dossiers():
        pdf = pdf_of(dossier, dossier.version.result_kind)
        assert set(list_open_fields(pdf)) >= {"specialist", "head", "leader", "seal"}
        assert {"number", "issued_on", "signer"} <= set(list_empty_fields(pdf))


def test_no_draft_tells_the_telephone_or_identification_number_of_the_applicant(office):
    for dossier in dossiers():
        for template in ("certificate", "licence", "decision", "letter", "rejection"):
            text = str(suggested_content(dossier=dossier, template=template))
            for secret in ("099188005678", "0900000102", "doanhnghiep@lamson.example"):
                assert secret not in text, (dossier.version.procedure.key, template)


def test_what_the_province_decides_goes_out_in_its_name(office):
    for dossier in dossiers():
        content = suggested_content(dossier=dossier, template="decision")
        is_province = dossier.version.signer == "province"
        issuer = agency_by_code("UBND" if is_province else "SKHCN").name_vi
        assert content["authority"].endswith(issuer)
        assert ("Tờ trình" in content["proposal"]) == is_province
