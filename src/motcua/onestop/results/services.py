"""Making documents: what is decided here in a transaction is rendered and signed by jobs outside of any.

A result passes draft → signing (initials, signature) → signed → issued (number, date, seal). Signatures are
facts: a result sent back for rework is replaced by a new draft, never unsigned.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import User
from motcua.kernel.periods import add_months
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.transitions import lock_dossier
from motcua.onestop.results.models import (
    DocumentKind,
    DocumentState,
    IssuedDocument,
    Signature,
    SignatureKind,
)
from motcua.onestop.results.numbers import book_of, result_number
from motcua.onestop.results.suggestions import submission_content
from motcua.platform.numbering.api import PeriodClosed, next_number
from motcua.platform.outbox.api import defer
from motcua.platform.signing.api import new_verification_code

JOB_FORM = "results.make_form"
JOB_SIGN = "results.sign"
JOB_ISSUE = "results.issue"


class ResultRefused(Exception):
    """The document is not in a state for this; ``code`` names the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make_form(*, dossier: Dossier, kind: str, actor: User, now: datetime) -> IssuedDocument:
    """Queue a statutory form (01 to 06) of the dossier: made and signed by a job, in this transaction's name."""
    ordinal = 1
    if kind in (DocumentKind.SUPPLEMENT, DocumentKind.CONTROL_SLIP):
        ordinal += IssuedDocument.objects.filter(dossier=dossier, kind=kind).count()
    document = IssuedDocument.objects.create(
        dossier=dossier,
        kind=kind,
        ordinal=ordinal,
        state=DocumentState.SIGNING,
        template=f"form-{kind}",
        verification_code=new_verification_code(),
        created_at=now,
        updated_at=now,
        created_by=actor,
    )
    defer(JOB_FORM, document_id=document.pk)
    return document


@transaction.atomic
def make_control_slip(*, dossier: Dossier, actor: User, now: datetime) -> IssuedDocument:
    """Form 06 of the dossier as it stands. Asked again before anything has happened, answers the same document."""
    last_event = lock_dossier(dossier.pk).last_event
    slips = IssuedDocument.objects.filter(dossier=dossier, kind=DocumentKind.CONTROL_SLIP)
    newest = slips.exclude(state=DocumentState.FAILED).order_by("-ordinal").first()
    if newest is not None and newest.content.get("last_event") == last_event:
        return newest
    document = make_form(dossier=dossier, kind=DocumentKind.CONTROL_SLIP, actor=actor, now=now)
    document.content = {"last_event": last_event}
    document.save(update_fields=["content"])
    return document


@transaction.atomic
def draft_result(
    *, dossier: Dossier, template: str, content: dict[str, Any], actor: User, now: datetime
) -> IssuedDocument:
    """Create or change the draft of the result. Raises :class:`ResultRefused` once signing has begun."""
    # The dossier's lock keeps two people from starting two drafts.
    lock_dossier(dossier.pk)
    document = _current(dossier)
    if document is None:
        return _new_draft(dossier, 1, template, content, actor, now)
    if document.state != DocumentState.DRAFT:
        raise ResultRefused("signing_has_begun")
    document.template, document.content, document.updated_at = template, content, now
    document.save(update_fields=["template", "content", "updated_at"])
    return document


def reopen_result(*, dossier: Dossier, actor: User, now: datetime) -> IssuedDocument | None:
    """Sent back for rework: the signed version becomes history, a new draft with the same text takes its place."""
    document = _current(dossier)
    if document is None or document.state == DocumentState.DRAFT:
        return document
    if document.state == DocumentState.ISSUED:
        raise ResultRefused("already_issued")
    document.state, document.updated_at = DocumentState.REPLACED, now
    document.save(update_fields=["state", "updated_at"])
    return _new_draft(dossier, document.ordinal + 1, document.template, document.content, actor, now)


def request_signature(
    *,
    document_id: int,
    kind: str,
    actor: User,
    title: str,
    work_item_uuid: str,
    now: datetime,
    on_behalf_of_id: int | None = None,
) -> Signature:
    """Ask for the next signature (``initial`` or ``person``) on the result; a job puts it on.

    Asked again while the same one is pending, answers that one and tries it again. Raises
    :class:`ResultRefused`.
    """
    document = IssuedDocument.objects.select_for_update().get(pk=document_id)
    if document.state not in (DocumentState.DRAFT, DocumentState.SIGNING, DocumentState.FAILED):
        raise ResultRefused("not_to_be_signed")
    signature = _pending(document) or _new_signature(
        document, kind, actor, title, f"user:{actor.username}", now, on_behalf_of_id
    )
    return _ask(document, signature, actor, work_item_uuid, now)


def request_submission(
    *,
    dossier: Dossier,
    result: IssuedDocument,
    actor: User,
    title: str,
    work_item_uuid: str,
    now: datetime,
    on_behalf_of_id: int | None = None,
) -> Signature:
    """Let the department's leader submit the drafted result to the People's Committee (tờ trình).

    The submission is numbered and dated here; a job puts the leader's signature and the department's seal on it.
    Asked again after a failure, the same one is tried again. Called with the dossier locked. Raises
    :class:`ResultRefused` for a closed year.
    """
    document = _unfinished_submission(dossier) or _new_submission(dossier, result, actor, now)
    signature = _pending(document)
    if signature is None:
        name = f"user:{actor.username}"
        signature = _new_signature(document, SignatureKind.PERSON, actor, title, name, now, on_behalf_of_id)
        _new_signature(document, SignatureKind.SEAL, actor, "", f"seal:{dossier.agency.code}", now, None)
    return _ask(document, signature, actor, work_item_uuid, now)


def _ask(
    document: IssuedDocument, signature: Signature, actor: User, work_item_uuid: str, now: datetime
) -> Signature:
    """Queue the job that puts the signature on; what failed before is tried again by the same person alone."""
    if signature.signer_id != actor.pk:
        raise ResultRefused("another_signature_pending")
    document.state, document.error, document.updated_at = DocumentState.SIGNING, "", now
    document.save(update_fields=["state", "error", "updated_at"])
    defer(JOB_SIGN, signature_id=signature.pk, work_item_uuid=work_item_uuid)
    return signature


def _unfinished_submission(dossier: Dossier) -> IssuedDocument | None:
    submissions = IssuedDocument.objects.select_for_update().filter(
        dossier=dossier, kind=DocumentKind.SUBMISSION
    )
    return submissions.filter(state__in=(DocumentState.SIGNING, DocumentState.FAILED)).first()


def _new_submission(dossier: Dossier, result: IssuedDocument, actor: User, now: datetime) -> IssuedDocument:
    day, ordinal = timezone.localdate(now), 1
    ordinal += IssuedDocument.objects.filter(dossier=dossier, kind=DocumentKind.SUBMISSION).count()
    return IssuedDocument.objects.create(
        dossier=dossier,
        kind=DocumentKind.SUBMISSION,
        ordinal=ordinal,
        state=DocumentState.SIGNING,
        template="submission",
        content=submission_content(dossier=dossier, result_template=result.template),
        number=_next_number("submission", dossier.agency.code, dossier.unit.code, day),
        issued_on=day,
        verification_code=new_verification_code(),
        created_at=now,
        updated_at=now,
        created_by=actor,
    )


def _drafter(document: IssuedDocument, agency_code: str) -> str:
    """Who drafted it, as the symbol of a letter says: the unit, or the department for the People's Committee."""
    dossier = document.dossier
    return dossier.unit.code if dossier.agency.code == agency_code else dossier.agency.code


def _next_number(template: str, agency_code: str, unit_code: str, day: date) -> str:
    book = book_of(template=template, agency_code=agency_code)
    try:
        number = next_number(book=book, period=str(day.year))
    except PeriodClosed as closed:
        raise ResultRefused("period_closed") from closed
    return result_number(number=number, template=template, agency_code=agency_code, unit_code=unit_code)


def request_issue(
    *, document_id: int, actor: User, agency_code: str, work_item_uuid: str, now: datetime
) -> IssuedDocument:
    """Number, date and seal a signed result; the number is taken here, gaplessly, the seal is put on by a job.

    Raises :class:`ResultRefused`, also for a closed year.
    """
    document = (
        IssuedDocument.objects.select_for_update(of=("self",))
        .select_related("dossier__version", "dossier__unit", "dossier__agency")
        .get(pk=document_id)
    )
    is_signed = document.signatures.filter(kind=SignatureKind.PERSON).exclude(sha256_after="").exists()
    if not is_signed or document.state not in (DocumentState.SIGNED, DocumentState.FAILED):
        raise ResultRefused("not_to_be_issued")
    if not document.number:
        day = timezone.localdate(now)
        document.number = _next_number(document.template, agency_code, _drafter(document, agency_code), day)
        document.issued_on = day
        document.valid_until = _valid_until(document, now)
    if _pending(document) is None:
        _new_signature(document, SignatureKind.SEAL, actor, "", f"seal:{agency_code}", now, None)
    document.error, document.updated_at = "", now
    document.state = DocumentState.SIGNED
    document.save(update_fields=["number", "issued_on", "valid_until", "error", "state", "updated_at"])
    defer(JOB_ISSUE, document_id=document.pk, work_item_uuid=work_item_uuid)
    return document


def _valid_until(document: IssuedDocument, now: datetime) -> date | None:
    months = document.dossier.version.result_validity_months
    return add_months(timezone.localdate(now), months) if months else None


def _current(dossier: Dossier) -> IssuedDocument | None:
    results = IssuedDocument.objects.select_for_update().filter(dossier=dossier, kind=DocumentKind.RESULT)
    return results.exclude(state=DocumentState.REPLACED).order_by("-ordinal").first()


def _new_draft(
    dossier: Dossier, ordinal: int, template: str, content: dict[str, Any], actor: User, now: datetime
) -> IssuedDocument:
    return IssuedDocument.objects.create(
        dossier=dossier,
        kind=DocumentKind.RESULT,
        ordinal=ordinal,
        template=template,
        content=content,
        verification_code=new_verification_code(),
        created_at=now,
        updated_at=now,
        created_by=actor,
    )


def _pending(document: IssuedDocument) -> Signature | None:
    return document.signatures.filter(sha256_after="").order_by("order").first()


def _new_signature(
    document: IssuedDocument,
    kind: str,
    actor: User,
    title: str,
    key_name: str,
    now: datetime,
    on_behalf_of_id: int | None,
) -> Signature:
    return Signature.objects.create(
        document=document,
        order=document.signatures.count() + 1,
        kind=kind,
        signer=actor,
        signer_name=actor.full_name,
        signer_title=title,
        on_behalf_of_id=on_behalf_of_id,
        key_name=key_name,
        signed_at=now,
        sha256_before=document.file.blob.sha256 if document.file else "",
    )
