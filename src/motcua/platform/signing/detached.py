"""Signatures beside any bytes: detached CMS in the manner of CAdES B-T, for data files that are no PDF."""

import asyncio
import time
from datetime import datetime

import structlog
from asn1crypto import cms, x509
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from motcua.platform.adapters import get_adapter
from motcua.platform.signing.ports import KeyStore, TimestampAuthority
from motcua.platform.signing.trust import validation_context
from motcua.platform.signing.types import (
    SignatureInfo,
    SigningKey,
    SigningUnavailable,
    Status,
    Verification,
)

log = structlog.get_logger()


def sign_bytes(*, content: bytes, key: SigningKey, at: datetime) -> bytes:
    """A detached signature over ``content``: CMS ``SignedData`` in DER (RFC 5652), with a timestamp (RFC 3161).

    Call it outside a transaction, since the timestamp comes from another machine. Raises ``SigningUnavailable``.
    """
    started = time.monotonic()
    keys: KeyStore = get_adapter("signing")
    authority: TimestampAuthority = get_adapter("timestamping")
    signer, timestamper = keys.load_signer(key=key), authority.timestamper(at=at)
    try:
        signed = asyncio.run(
            signer.async_sign_general_data(
                content,
                "sha256",
                use_cades=True,
                timestamper=timestamper,
                signed_attr_settings=PdfCMSSignedAttributes(signing_time=at),
            )
        )
    except SigningError as error:
        raise SigningUnavailable(str(error), temporary=False) from error
    log.info("bytes_signed", key_kind=key.kind, seconds=round(time.monotonic() - started, 3))
    return bytes(signed.dump())


def verify_bytes(*, content: bytes, signature: bytes) -> Verification:
    """The verdict on ``signature`` over ``content``; a trusted timestamp counts as the moment of signing.

    Rubbish in place of a signature is ALTERED, nothing at all UNSIGNED; nothing is raised.
    """
    if not signature:
        return Verification(status=Status.UNSIGNED)
    try:
        info = _info(_status(content, signature))
    except Exception as error:  # noqa: BLE001 - the parsers assert, recurse and overflow on crafted files
        log.warning("signature_not_readable", error=type(error).__name__)
        return Verification(status=Status.ALTERED)
    if not info.intact:
        return Verification(status=Status.ALTERED, signatures=(info,))
    return Verification(status=Status.VALID if info.trusted else Status.UNKNOWN, signatures=(info,))


def _status(content: bytes, signature: bytes) -> StandardCMSSignatureStatus:
    """Judged now and, when a trusted timestamp proves an earlier moment, as of that moment."""
    signed = cms.ContentInfo.load(signature, strict=True)["content"]
    now = validation_context(moment=None)
    status = _judge(content, signed, signer=now, clock=now)
    proven = _proven_moment(status)
    if proven is None:
        return status
    clock = validation_context(moment=None)
    return _judge(content, signed, signer=validation_context(moment=proven), clock=clock)


def _judge(
    content: bytes, signed: cms.SignedData, *, signer: ValidationContext, clock: ValidationContext
) -> StandardCMSSignatureStatus:
    return asyncio.run(
        async_validate_detached_cms(
            content, signed, signer_validation_context=signer, ts_validation_context=clock
        )
    )


def _proven_moment(status: StandardCMSSignatureStatus) -> datetime | None:
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.valid and stamp.intact and stamp.trusted):
        return None
    return stamp.timestamp


def _info(status: StandardCMSSignatureStatus) -> SignatureInfo:
    stamp = status.timestamp_validity
    is_clock_intact = stamp is None or (stamp.valid and stamp.intact)
    return SignatureInfo(
        field="",
        signer=_name(status.signing_cert, "common_name"),
        organisation=_name(status.signing_cert, "organization_name"),
        reason="",
        signed_at=status.signer_reported_dt,
        timestamped_at=_proven_moment(status),
        intact=status.intact and status.valid and is_clock_intact,
        trusted=status.trusted,
        covers_whole_document=True,
    )


def _name(certificate: x509.Certificate, part: str) -> str:
    value = certificate.subject.native.get(part, "")
    return value if isinstance(value, str) else ", ".join(value)
