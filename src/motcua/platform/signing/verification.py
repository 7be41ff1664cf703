"""Judging the signatures on a PDF against the authorities that this installation trusts."""

import io
import time
from datetime import datetime

import structlog
from asn1crypto import parser, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, validate_pdf_signature

from motcua.platform.signing.trust import validation_context
from motcua.platform.signing.types import SignatureInfo, Status, Verification, VerificationTooLong

log = structlog.get_logger(__name__)

# A file of ours is judged in well under a second; the parser walks byte by byte through what is no PDF at all.
_MOST_SECONDS = 5.0
_END_BYTES = 2048


class _TimedBytes(io.BytesIO):
    """Bytes that may be read until the deadline and no longer."""

    def __init__(self, content: bytes, *, deadline: float) -> None:
        super().__init__(content)
        self._deadline = deadline

    def read(self, size: int | None = -1, /) -> bytes:
        if time.monotonic() > self._deadline:
            raise VerificationTooLong
        return super().read(size)


def verify_pdf(pdf: bytes, *, seconds: float = _MOST_SECONDS) -> Verification:
    """The verdict on ``pdf``; a file that somebody sent raises nothing but :class:`VerificationTooLong`, after
    about ``seconds`` of reading.

    ALTERED: a signature does not fit the bytes, or something other than filling forms and signing happened
    after it. UNKNOWN: unaltered, but a signer's certificate does not lead to an authority that we trust. A
    signature with a trusted timestamp is judged as of that time, so it outlives its certificate.
    """
    if b"/ByteRange" not in pdf:
        return Verification(status=Status.UNSIGNED)
    if b"startxref" not in pdf[-_END_BYTES:]:
        return Verification(status=Status.ALTERED)
    stream = _TimedBytes(pdf, deadline=time.monotonic() + seconds)
    try:
        signatures = list(PdfFileReader(stream, strict=False).embedded_regular_signatures)
    except VerificationTooLong:
        raise
    except Exception as error:  # noqa: BLE001 - the parser asserts, recurses and overflows on crafted files
        log.warning("pdf_not_readable", error=type(error).__name__)
        # A readable trace of a signature in an unreadable file: it was whole once.
        return Verification(status=Status.ALTERED)
    if not signatures:
        return Verification(status=Status.UNSIGNED)
    infos = tuple(_judge(signature, is_last=signature is signatures[-1]) for signature in signatures)
    status = _verdict(infos)
    if status != Status.ALTERED and _has_loose_end(pdf, signatures[-1]):
        status = Status.ALTERED
    return Verification(status=status, signatures=infos)


def _verdict(infos: tuple[SignatureInfo, ...]) -> Status:
    if not all(info.intact for info in infos):
        return Status.ALTERED
    return Status.VALID if all(info.trusted for info in infos) else Status.UNKNOWN


def _judge(signature: EmbeddedPdfSignature, *, is_last: bool) -> SignatureInfo:
    try:
        return _info_on(signature, _status(signature), is_last=is_last)
    except VerificationTooLong:
        raise
    except Exception as error:  # noqa: BLE001 - see verify_pdf
        log.warning("signature_not_readable", error=type(error).__name__)
        return _unreadable(signature)


def _info_on(signature: EmbeddedPdfSignature, status: PdfSignatureStatus, *, is_last: bool) -> SignatureInfo:
    return SignatureInfo(
        field=signature.field_name,
        signer=_name(status.signing_cert, "common_name"),
        organisation=_name(status.signing_cert, "organization_name"),
        reason=str(signature.sig_object.get("/Reason", "")),
        signed_at=signature.self_reported_timestamp,
        timestamped_at=_proven_moment(status),
        intact=_is_intact(status, is_last=is_last) and not _has_hidden_bytes(signature),
        trusted=status.trusted,
        covers_whole_document=is_last and status.modification_level == ModificationLevel.NONE,
    )


def _status(signature: EmbeddedPdfSignature) -> PdfSignatureStatus:
    """Judged now and, when a trusted timestamp proves an earlier moment, as of that moment."""
    now = validation_context(moment=None)
    status = validate_pdf_signature(signature, signer_validation_context=now, ts_validation_context=now)
    proven = _proven_moment(status)
    if proven is None:
        return status
    return validate_pdf_signature(
        signature,
        signer_validation_context=validation_context(moment=proven),
        ts_validation_context=validation_context(moment=None),
    )


def _proven_moment(status: PdfSignatureStatus) -> datetime | None:
    timestamp = status.timestamp_validity
    if timestamp is None or not (timestamp.valid and timestamp.intact and timestamp.trusted):
        return None
    return timestamp.timestamp


def _is_intact(status: PdfSignatureStatus, *, is_last: bool) -> bool:
    allowed = ModificationLevel.LTA_UPDATES if is_last else ModificationLevel.FORM_FILLING
    level = status.modification_level
    unchanged = level is not None and level <= allowed
    return (
        status.intact
        and status.valid
        and unchanged
        and status.docmdp_ok is not False
        and _clock_intact(status)
    )


def _clock_intact(status: PdfSignatureStatus) -> bool:
    timestamp = status.timestamp_validity
    return timestamp is None or (timestamp.valid and timestamp.intact)


def _has_hidden_bytes(signature: EmbeddedPdfSignature) -> bool:
    # The room around the signature is the one part of the file that nothing signs; it holds zeros only.
    content = signature.pkcs7_content
    return any(content[parser.peek(content) :])


def _has_loose_end(pdf: bytes, last: EmbeddedPdfSignature) -> bool:
    """Bytes behind the last signature that are no revision of their own, so that no rule of changes sees them."""
    if last.signed_revision != last.reader.xrefs.total_revisions - 1:
        return False
    _, _, start, length = (int(number) for number in last.byte_range)
    return bool(pdf[start + length :].strip())


def _unreadable(signature: EmbeddedPdfSignature) -> SignatureInfo:
    return SignatureInfo(
        field=signature.field_name,
        signer="",
        organisation="",
        reason="",
        signed_at=None,
        timestamped_at=None,
        intact=False,
        trusted=False,
        covers_whole_document=False,
    )


def _name(certificate: x509.Certificate, part: str) -> str:
    value = certificate.subject.native.get(part, "")
    return value if isinstance(value, str) else ", ".join(value)
