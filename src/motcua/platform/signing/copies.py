"""Judging copies that the public holds: codes printed on documents, and files that somebody sends."""

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.core.cache.backends.locmem import LocMemCache

from motcua.platform.files.api import StoredFile, read
from motcua.platform.signing.types import Verification
from motcua.platform.signing.verification import verify_pdf

# Memory of this process: judging takes tens of milliseconds, and the shared cache is a table that costs more
# statements than the page itself. Trust that changes shows within five minutes.
_JUDGED = LocMemCache("document-verdicts", {"timeout": 300, "max_entries": 500})
# Judging keeps a core busy, and other pages need it: one file at a time in each process.
_TURNS = BoundedSemaphore(1)
_WAIT_SECONDS = 3.0
_GROUP = 4
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d{1,9}\s+\d{1,9}\s+(\d{1,9})\s+(\d{1,9})\s*\]")
_MOST_ENDS = 20
# Letters that hands and eyes mix up with figures are left out, and understood when they are typed.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


class VerificationBusy(Exception):
    """Other files are being judged; somebody has to come back in a moment."""


@dataclass(frozen=True, kw_only=True)
class JudgedCopy:
    """The verdict on a copy, the SHA-256 of the whole of it and those of its beginnings that were signed."""

    verification: Verification
    sha256: str
    beginnings: tuple[str, ...]

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Fingerprints by which the office may know the file."""
        return (self.sha256, *self.beginnings)


def new_verification_code() -> str:
    """60 random bits in three groups, printed beside the QR code."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(3 * _GROUP))
    return _grouped(letters)


def normal_code(raw: str) -> str:
    """A typed code in the form it is printed: capital letters in groups of four."""
    return _grouped(re.sub(r"[^0-9A-Z]", "", raw.upper()).translate(_LOOKALIKES))


def judge_stored(file: StoredFile) -> Verification:
    """The signatures on the office's own copy, judged anew every few minutes."""
    judged: Verification | None = _JUDGED.get(file.blob.sha256)
    if judged is None:
        judged = verify_pdf(read(file))
        _JUDGED.set(file.blob.sha256, judged)
    return judged


def judge_copy(pdf: bytes) -> JudgedCopy:
    """The signatures on a file that somebody sent. Raises :class:`VerificationBusy` and ``VerificationTooLong``."""
    with _own_turn():
        judged = verify_pdf(pdf)
    beginnings = tuple(hashlib.sha256(pdf[:end]).hexdigest() for end in _signed_ends(pdf))
    return JudgedCopy(verification=judged, sha256=hashlib.sha256(pdf).hexdigest(), beginnings=beginnings)


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


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
