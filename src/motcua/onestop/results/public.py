"""What the public may learn about a document: from its code, or from a copy of it.

Nothing here names the applicant or shows the document: whoever asks holds it already and only learns whether
it is the office's.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.core.cache.backends.locmem import LocMemCache
from django.db.models import Q, QuerySet

from motcua.onestop.results.models import DocumentState, IssuedDocument
from motcua.platform.files.api import read
from motcua.platform.signing.api import Verification, verify_pdf

# Memory of this process: judging takes tens of milliseconds, and the shared cache is a table that costs more
# statements than the page itself. Trust that changes shows within five minutes.
_JUDGED = LocMemCache("document-verdicts", {"timeout": 300, "max_entries": 500})
# Judging keeps a core busy, and other pages need it: one file at a time in each process.
_TURNS = BoundedSemaphore(1)
_WAIT_SECONDS = 3.0
_GROUP = 4
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d{1,9}\s+\d{1,9}\s+(\d{1,9})\s+(\d{1,9})\s*\]")
_MOST_ENDS = 20
# The alphabet of codes leaves these letters out because hands and eyes mix them up with figures.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True, kw_only=True)
class PublicVerdict:
    """A verdict on signatures and, when the office knows the file, the document it is.

    ``differs``: the file begins with that document, and something was added behind its last signature.
    """

    verification: Verification
    document: IssuedDocument | None
    differs: bool = False


class VerificationBusy(Exception):
    """Other files are being judged; somebody has to come back in a moment."""


def normal_code(raw: str) -> str:
    """A typed code in the form it is printed: capital letters in groups of four."""
    plain = re.sub(r"[^0-9A-Z]", "", raw.upper()).translate(_LOOKALIKES)
    return "-".join(plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP))


def get_public_document(*, code: str) -> IssuedDocument:
    """The issued document with this code; raises ``IssuedDocument.DoesNotExist``, also for drafts."""
    return _issued().get(verification_code=normal_code(code))


def verdict_on_document(document: IssuedDocument) -> PublicVerdict:
    """The signatures on the office's own copy, judged anew every few minutes."""
    assert document.file is not None
    judged = _JUDGED.get(document.file.blob.sha256)
    if judged is None:
        judged = verify_pdf(read(document.file))
        _JUDGED.set(document.file.blob.sha256, judged)
    return PublicVerdict(verification=judged, document=document)


def verdict_on_copy(pdf: bytes) -> PublicVerdict:
    """The signatures on a copy that somebody sent, and which of the office's documents it is, or began as.

    Raises :class:`VerificationBusy` and ``VerificationTooLong``.
    """
    with _own_turn():
        judged = verify_pdf(pdf)
    whole = hashlib.sha256(pdf).hexdigest()
    known = [whole, *(hashlib.sha256(pdf[:end]).hexdigest() for end in _signed_ends(pdf))]
    document = _issued().filter(file__blob__sha256__in=known).order_by("-id").first()
    differs = document is not None and document.file is not None and document.file.blob.sha256 != whole
    return PublicVerdict(verification=judged, document=document, differs=differs)


@contextmanager
def _own_turn() -> Iterator[None]:
    if not _TURNS.acquire(timeout=_WAIT_SECONDS):
        raise VerificationBusy
    try:
        yield
    finally:
        _TURNS.release()


def _signed_ends(pdf: bytes) -> list[int]:
    """Where the bytes end that a signature of the file covers: there the file ended when it was signed.

    Read from the raw bytes, because what was added may keep a parser from reading the file.
    """
    ends = {int(start) + int(length) for start, length in _BYTE_RANGE.findall(pdf)}
    return sorted(end for end in ends if end < len(pdf))[-_MOST_ENDS:]


def _issued() -> QuerySet[IssuedDocument]:
    related = ("file__blob", "dossier__agency", "dossier__version")
    was_issued = Q(state=DocumentState.ISSUED) | Q(state=DocumentState.REPLACED, issued_on__isnull=False)
    return IssuedDocument.objects.filter(was_issued, file__isnull=False).select_related(*related)
