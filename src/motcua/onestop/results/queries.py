"""Reads of documents."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from motcua.identity.api import User
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.ownership import owned_by
from motcua.onestop.results.models import DocumentKind, DocumentState, IssuedDocument, SignatureKind

# What the office writes for itself; the applicant gets the result and the slips.
OFFICE_ONLY = (DocumentKind.CONTROL_SLIP, DocumentKind.SUBMISSION)


def list_documents(*, dossier: Dossier) -> QuerySet[IssuedDocument]:
    """Every document of the dossier with its file, oldest first."""
    return IssuedDocument.objects.filter(dossier=dossier).select_related("file__blob").order_by("id")


def current_result(*, dossier: Dossier) -> IssuedDocument | None:
    """The result in force or in the making; replaced drafts are history."""
    results = IssuedDocument.objects.filter(dossier=dossier, kind=DocumentKind.RESULT)
    return results.exclude(state=DocumentState.REPLACED).order_by("-ordinal").first()


def current_submission(*, dossier: Dossier) -> IssuedDocument | None:
    """The newest submission (tờ trình) of the department to the People's Committee."""
    submissions = IssuedDocument.objects.filter(dossier=dossier, kind=DocumentKind.SUBMISSION)
    return submissions.order_by("-ordinal").first()


def has_decision(*, dossier: Dossier) -> bool:
    """Has somebody with authority signed the result, or begun to? What was sent back and drafted anew is none."""
    results = IssuedDocument.objects.filter(dossier=dossier, kind=DocumentKind.RESULT)
    signed = results.filter(signatures__kind__in=[SignatureKind.PERSON, SignatureKind.SEAL])
    return signed.exclude(state=DocumentState.REPLACED).exists()


def get_document_of(user: User, *, uuid: UUID, on: date) -> IssuedDocument:
    """An issued document of one of the citizen's dossiers; raises ``IssuedDocument.DoesNotExist`` for strangers."""
    own = Dossier.objects.filter(owned_by(user, on=on))
    return (
        IssuedDocument.objects.filter(dossier__in=own, state=DocumentState.ISSUED, file__isnull=False)
        .exclude(kind__in=OFFICE_ONLY)
        .select_related("file__blob", "dossier")
        .get(uuid=uuid)
    )


def list_results_of(user: User, *, on: date) -> QuerySet[IssuedDocument]:
    """Every issued result of the citizen's dossiers, newest first: the citizen's store."""
    own = Dossier.objects.filter(owned_by(user, on=on))
    return (
        IssuedDocument.objects.filter(dossier__in=own, kind=DocumentKind.RESULT, state=DocumentState.ISSUED)
        .select_related("file__blob", "dossier__version", "dossier__agency", "dossier__organisation")
        .order_by("-issued_on", "-id")
    )
