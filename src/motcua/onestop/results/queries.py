"""Reads of documents."""

from django.db.models import QuerySet

from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.results.models import DocumentKind, DocumentState, IssuedDocument, SignatureKind


def list_documents(*, dossier: Dossier) -> QuerySet[IssuedDocument]:
    """Every document of the dossier with its file, oldest first."""
    return IssuedDocument.objects.filter(dossier=dossier).select_related("file__blob").order_by("id")


def current_result(*, dossier: Dossier) -> IssuedDocument | None:
    """The result in force or in the making; replaced drafts are history."""
    results = IssuedDocument.objects.filter(dossier=dossier, kind=DocumentKind.RESULT)
    return results.exclude(state=DocumentState.REPLACED).order_by("-ordinal").first()


def has_decision(*, dossier: Dossier) -> bool:
    """Has somebody with authority signed a result? From then on a dossier cannot be withdrawn."""
    return IssuedDocument.objects.filter(
        dossier=dossier,
        kind=DocumentKind.RESULT,
        signatures__kind__in=[SignatureKind.PERSON, SignatureKind.SEAL],
    ).exists()
