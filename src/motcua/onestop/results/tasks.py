"""Jobs that make, sign and issue documents. Nothing here holds a transaction while it renders or signs."""

import hashlib
from collections.abc import Callable

import structlog
from django.db import transaction
from django.utils import timezone

from motcua.onestop.results.content import render_document
from motcua.onestop.results.events import DocumentIssued, DocumentSigned
from motcua.onestop.results.models import (
    DocumentKind,
    DocumentState,
    IssuedDocument,
    Signature,
    SignatureKind,
)
from motcua.onestop.results.services import JOB_FORM, JOB_ISSUE, JOB_SIGN
from motcua.onestop.results.stamping import seal_pdf, sign_as_person
from motcua.platform import clock
from motcua.platform.files.api import PDF, StoredFile, read, store
from motcua.platform.outbox.api import RetryLater, job, publish
from motcua.platform.rendering.api import RenderingFailed, fill_texts
from motcua.platform.signing.api import SigningUnavailable

log = structlog.get_logger()
# What the head of the agency signs bears its seal; the counter's slips bear the officer's signature alone.
_SEALED_FORMS = (DocumentKind.APOLOGY, DocumentKind.STOP)
MAX_BYTES = 50 * 1024 * 1024


@job(JOB_FORM, queue="documents")
def make_form(*, document_id: int) -> None:
    """Render a statutory form and let the officer who caused it sign it."""
    document = _load(document_id)
    if document.state != DocumentState.SIGNING:
        return
    pdf = _attempt(document, lambda: _signed_form(document))
    if pdf is None:
        return
    with transaction.atomic():
        locked = _lock(document_id)
        if locked.state != DocumentState.SIGNING:
            return
        locked.file = _keep(locked, pdf)
        locked.state = DocumentState.ISSUED
        locked.issued_on = timezone.localdate(locked.created_at)
        _save(locked, "file", "state", "issued_on")


@job(JOB_SIGN, queue="documents")
def sign(*, signature_id: int, work_item_uuid: str) -> None:
    """Put one requested signature on a result, then tell the process."""
    signature = Signature.objects.select_related("document", "signer").get(pk=signature_id)
    document = _load(signature.document_id)
    if signature.sha256_after or document.state != DocumentState.SIGNING:
        return
    make = _signed_submission if document.kind == DocumentKind.SUBMISSION else _signed_result
    pdf = _attempt(document, lambda: make(document, signature))
    if pdf is None:
        return
    with transaction.atomic():
        locked = _lock(document.pk)
        if not _finish_signature(signature_id, pdf):
            return
        locked.file = _keep(locked, pdf)
        if locked.kind == DocumentKind.SUBMISSION:
            # Its seal went on in the same job: nobody keeps a submission signed and not sealed.
            locked.signatures.filter(kind=SignatureKind.SEAL).update(
                sha256_after=hashlib.sha256(pdf).hexdigest()
            )
            locked.state = DocumentState.ISSUED
        elif signature.kind == SignatureKind.PERSON:
            locked.state = DocumentState.SIGNED
        _save(locked, "file", "state")
        publish(
            DocumentSigned(
                document_uuid=str(locked.uuid), signature_order=signature.order, work_item_uuid=work_item_uuid
            ),
            now=clock.now(),
        )


@job(JOB_ISSUE, queue="documents")
def issue(*, document_id: int, work_item_uuid: str) -> None:
    """Write number and date into the signed result and put the agency's seal on it."""
    document = _load(document_id)
    signature = document.signatures.filter(kind=SignatureKind.SEAL, sha256_after="").first()
    if document.state != DocumentState.SIGNED or signature is None:
        return
    pdf = _attempt(document, lambda: _sealed(document, signature))
    if pdf is None:
        return
    with transaction.atomic():
        locked = _lock(document_id)
        if not _finish_signature(signature.pk, pdf):
            return
        locked.file = _keep(locked, pdf)
        locked.state = DocumentState.ISSUED
        _save(locked, "file", "state")
        publish(
            DocumentIssued(document_uuid=str(locked.uuid), work_item_uuid=work_item_uuid), now=clock.now()
        )


def _signed_form(document: IssuedDocument) -> bytes:
    creator = document.created_by
    assert creator is not None
    pdf = render_document(document=document)
    if creator.kind != "staff":
        # A citizen's own withdrawal has no officer to sign it: the agency's seal stands for the office.
        return seal_pdf(pdf=pdf, agency_code=document.dossier.agency.code, at=document.created_at)
    unsaved = Signature(
        document=document,
        kind=SignatureKind.PERSON,
        signer=creator,
        signer_name=creator.full_name,
        key_name=f"user:{creator.username}",
        signed_at=document.created_at,
    )
    signed = sign_as_person(pdf=pdf, signature=unsaved)
    if document.kind not in _SEALED_FORMS:
        return signed
    return seal_pdf(pdf=signed, agency_code=document.dossier.agency.code, at=document.created_at)


def _signed_result(document: IssuedDocument, signature: Signature) -> bytes:
    return sign_as_person(pdf=_current_pdf(document), signature=signature)


def _signed_submission(document: IssuedDocument, signature: Signature) -> bytes:
    """The submission with its leader's signature and the department's seal."""
    signed = sign_as_person(pdf=render_document(document=document), signature=signature)
    return seal_pdf(pdf=signed, agency_code=document.dossier.agency.code, at=signature.signed_at)


def _sealed(document: IssuedDocument, signature: Signature) -> bytes:
    assert document.issued_on is not None
    filled = fill_texts(
        pdf=_current_pdf(document),
        values={
            "number": document.number,
            "issued_on": f"ngày {document.issued_on:%d} tháng {document.issued_on:%m} năm {document.issued_on:%Y}",
        },
    )
    agency_code = signature.key_name.removeprefix("seal:")
    return seal_pdf(pdf=filled, agency_code=agency_code, at=signature.signed_at)


def _current_pdf(document: IssuedDocument) -> bytes:
    return read(document.file) if document.file else render_document(document=document)


def _attempt(document: IssuedDocument, make: Callable[[], bytes]) -> bytes | None:
    """Make the bytes; a passing fault is tried again later, a lasting one is shown to the officer."""
    try:
        return make()
    except SigningUnavailable as error:
        if error.temporary:
            raise RetryLater(str(error)) from error
        _fail(document, str(error))
    except RenderingFailed as error:
        _fail(document, str(error))
    return None


def _fail(document: IssuedDocument, error: str) -> None:
    log.error("document_failed", document=str(document.uuid), kind=document.kind, error=error)
    IssuedDocument.objects.filter(pk=document.pk).update(state=DocumentState.FAILED, error=error[:300])


def _load(document_id: int) -> IssuedDocument:
    related = ("dossier__agency", "dossier__version__procedure", "dossier__unit", "created_by", "file__blob")
    return IssuedDocument.objects.select_related(*related).get(pk=document_id)


def _lock(document_id: int) -> IssuedDocument:
    related = ("dossier__agency",)
    return IssuedDocument.objects.select_for_update(of=("self",)).select_related(*related).get(pk=document_id)


def _finish_signature(signature_id: int, pdf: bytes) -> bool:
    """True for the one job that completes the signature; a second run of the same job changes nothing."""
    digest = hashlib.sha256(pdf).hexdigest()
    return Signature.objects.filter(pk=signature_id, sha256_after="").update(sha256_after=digest) == 1


def _keep(document: IssuedDocument, pdf: bytes) -> StoredFile:
    labels = {DocumentKind.RESULT: "ket-qua", DocumentKind.SUBMISSION: "to-trinh"}
    label = labels.get(DocumentKind(document.kind), f"mau-{document.kind}")
    name = f"{label}-{document.dossier}.pdf"
    return store(
        content=pdf,
        name=name,
        allowed=frozenset({PDF}),
        max_bytes=MAX_BYTES,
        uploaded_by_id=None,
        now=clock.now(),
    )


def _save(document: IssuedDocument, *fields: str) -> None:
    document.error, document.updated_at = "", clock.now()
    document.save(update_fields=["error", "updated_at", *fields])
