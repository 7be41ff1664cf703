"""The only door to signing."""

from motcua.platform.rendering.api import fill_texts as fill_fields
from motcua.platform.signing.authority import ensure_demo_authority, issue_demo_key, revoke_demo_key
from motcua.platform.signing.copies import (
    JudgedCopy,
    VerificationBusy,
    judge_copy,
    judge_stored,
    new_verification_code,
    normal_code,
)
from motcua.platform.signing.detached import sign_bytes, verify_bytes
from motcua.platform.signing.services import list_open_fields, sign_pdf
from motcua.platform.signing.types import (
    Appearance,
    KeyKind,
    SignatureInfo,
    SigningKey,
    SigningUnavailable,
    Status,
    Style,
    Verification,
    VerificationTooLong,
)
from motcua.platform.signing.verification import verify_pdf

__all__ = [
    "Appearance",
    "JudgedCopy",
    "KeyKind",
    "SignatureInfo",
    "SigningKey",
    "SigningUnavailable",
    "Status",
    "Style",
    "Verification",
    "VerificationBusy",
    "VerificationTooLong",
    "ensure_demo_authority",
    "fill_fields",
    "issue_demo_key",
    "judge_copy",
    "judge_stored",
    "list_open_fields",
    "new_verification_code",
    "normal_code",
    "revoke_demo_key",
    "sign_bytes",
    "sign_pdf",
    "verify_bytes",
    "verify_pdf",
]
