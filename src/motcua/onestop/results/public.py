"""What the public may learn about a document: from its code, or from a copy of it.

Nothing here names the applicant or shows the document: whoever asks holds it already and only learns whether
it is the office's.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from motcua.onestop.results.models import DocumentState, IssuedDocument
from motcua.platform.signing.api import Verification, judge_copy, judge_stored, normal_code


@dataclass(frozen=True, kw_only=True)
class PublicVerdict:
    """A verdict on signatures and, when the office knows the file, the document it is.

    ``differs``: the file begins with that document, and something was added behind its last signature.
    """

    verification: Verification
    document: IssuedDocument | None
    differs: bool = False


def get_public_document(*, code: str) -> IssuedDocument:
    """The issued document with this code; raises ``IssuedDocument.DoesNotExist``, also for drafts."""
    return _issued().get(verification_code=normal_code(code))


def verdict_on_document(document: IssuedDocument) -> PublicVerdict:
    """The signatures on the office's own copy, judged anew every few minutes."""
    assert document.file is not None
    return PublicVerdict(verification=judge_stored(document.file), document=document)


def verdict_on_copy(pdf: bytes) -> PublicVerdict:
    """The signatures on a copy that somebody sent, and which of the office's documents it is, or began as.

    Raises ``VerificationBusy`` and ``VerificationTooLong``.
    """
    copy = judge_copy(pdf)
    document = _issued().filter(file__blob__sha256__in=copy.fingerprints).order_by("-id").first()
    differs = document is not None and document.file is not None and document.file.blob.sha256 != copy.sha256
    return PublicVerdict(verification=copy.verification, document=document, differs=differs)


def _issued() -> QuerySet[IssuedDocument]:
    related = ("file__blob", "dossier__agency", "dossier__version")
    was_issued = Q(state=DocumentState.ISSUED) | Q(state=DocumentState.REPLACED, issued_on__isnull=False)
    return IssuedDocument.objects.filter(was_issued, file__isnull=False).select_related(*related)
