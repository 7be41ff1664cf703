"""What the People's Committee decides itself bears its name, its number and its chair's title."""

import pytest

from motcua.onestop.procedures.models import ProcedureVersion, Signer
from motcua.onestop.processes.tests import factories
from motcua.onestop.results import services
from motcua.onestop.results.issuers import issuer_of
from motcua.onestop.results.models import DocumentState, IssuedDocument, Signature, SignatureKind
from motcua.onestop.results.slips import signer_lines

pytestmark = pytest.mark.django_db
NOW = factories.NOW


@pytest.fixture
def dossier(province):
    received = factories.received()
    ProcedureVersion.objects.filter(pk=received.version_id).update(signer=Signer.PROVINCE)
    received.version.refresh_from_db()
    return received


def drafted(dossier, template, content):
    return IssuedDocument.objects.create(
        dossier=dossier,
        kind="result",
        state=DocumentState.SIGNED,
        template=template,
        content=content,
        verification_code="0001-0001-0001",
        created_at=NOW,
        created_by=factories.user("chuyenvien"),
        updated_at=NOW,
    )


def test_the_chair_decides_on_the_proposal_of_the_director(dossier):
    issuer = issuer_of(dossier)
    assert issuer.authority == "Chủ tịch Ủy ban nhân dân tỉnh Lam Sơn"
    assert issuer.proposal(dossier).startswith(
        "Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ tỉnh Lam Sơn tại Tờ trình"
    )
    assert issuer.executors(dossier) == (
        "Chánh Văn phòng Ủy ban nhân dân tỉnh Lam Sơn, Giám đốc Sở Khoa học và Công nghệ tỉnh Lam Sơn"
    )


@pytest.mark.parametrize(
    ("template", "content", "lines"),
    [
        ("decision", {"authority": "Chủ tịch Ủy ban nhân dân tỉnh Lam Sơn"}, ("Chủ tịch",)),
        ("letter", {}, ("TM. Ủy ban nhân dân", "Chủ tịch")),
    ],
)
def test_a_decision_is_the_chairs_and_a_letter_the_committees(dossier, template, content, lines):
    document = drafted(dossier, template, content)
    assert signer_lines(factories.user("chutich"), document) == lines


def test_a_letter_of_the_committee_names_the_department_that_drafted_it(dossier):
    document = drafted(dossier, "letter", {})
    Signature.objects.create(
        document=document,
        order=1,
        kind=SignatureKind.PERSON,
        signer=factories.user("chutich"),
        signer_name="Chủ tịch",
        key_name="user:chutich",
        signed_at=NOW,
        sha256_after="0" * 64,
    )
    services.request_issue(
        document_id=document.pk,
        agency_code="UBND",
        actor=factories.user("vt.ubnd"),
        work_item_uuid="",
        now=NOW,
    )
    document.refresh_from_db()
    assert document.number == "01/UBND-SKHCN"
