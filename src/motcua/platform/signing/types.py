"""The words of the signing service."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class KeyKind(StrEnum):
    PERSON = "person"
    SEAL = "seal"


class Style(StrEnum):
    """How a signature looks on the page (Decree 30/2020, Annex I, part II)."""

    PERSON = "person"
    INITIAL = "initial"
    SEAL = "seal"
    NOTE = "note"


class Status(StrEnum):
    """The verdict on a PDF, for people: unsigned, altered after signing, signer unknown to us, or valid."""

    VALID = "valid"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A key by its name: ``user:<username>`` for staff, ``seal:<agency code>`` for an agency's seal."""

    name: str
    kind: KeyKind


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """Where and how a signature shows.

    ``field`` names the empty signature field to use; a document without it gets a new one in the upper right
    corner of its first page. ``name`` is the signer's or, for a seal, the agency's; ``number`` is the
    document's number on a ``NOTE``.
    """

    field: str
    style: Style
    name: str
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class SignatureInfo:
    """What one signature says. Times are timezone-aware; ``timestamped_at`` is None without a timestamp."""

    field: str
    signer: str
    organisation: str
    reason: str
    signed_at: datetime | None
    timestamped_at: datetime | None
    intact: bool
    trusted: bool
    covers_whole_document: bool


@dataclass(frozen=True, kw_only=True)
class Verification:
    """The verdict and its signatures in the order they were made."""

    status: Status
    signatures: tuple[SignatureInfo, ...] = ()


class SigningUnavailable(Exception):
    """No signature could be made. ``temporary`` is true when trying again later may help."""

    def __init__(self, message: str, *, temporary: bool) -> None:
        super().__init__(message)
        self.temporary = temporary


class VerificationTooLong(Exception):
    """Reading the file takes longer than anybody may keep a public page busy."""
