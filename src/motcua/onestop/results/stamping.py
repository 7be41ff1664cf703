"""Putting a requested signature on a document: which field, which look, which key."""

from datetime import datetime

from motcua.identity.api import agency_by_code
from motcua.onestop.results.models import DocumentKind, Signature, SignatureKind
from motcua.onestop.results.slips import signer_lines
from motcua.platform.rendering.api import fill_texts, list_empty_fields
from motcua.platform.signing.api import Appearance, KeyKind, SigningKey, Style, list_open_fields, sign_pdf

_OFFICER_FORMS = {
    DocumentKind.RECEIPT,
    DocumentKind.SUPPLEMENT,
    DocumentKind.REFUSAL,
    DocumentKind.CONTROL_SLIP,
}
_INITIAL_FIELDS = ("specialist", "head")


def sign_as_person(*, pdf: bytes, signature: Signature) -> bytes:
    """``pdf`` with the signature or initial of a member of staff. Raises ``SigningUnavailable``."""
    is_initial = signature.kind == SignatureKind.INITIAL
    named = pdf if is_initial else _with_signer(pdf, signature)
    return sign_pdf(
        pdf=named,
        key=SigningKey(name=signature.key_name, kind=KeyKind.PERSON),
        reason="Ký nháy" if is_initial else "Ký ban hành",
        at=signature.signed_at,
        appearance=Appearance(
            field=_field(named, signature),
            style=Style.INITIAL if is_initial else Style.PERSON,
            name=signature.signer_name,
        ),
    )


def seal_pdf(*, pdf: bytes, agency_code: str, at: datetime) -> bytes:
    """``pdf`` with the agency's seal (chữ ký số của cơ quan). Raises ``SigningUnavailable``."""
    return sign_pdf(
        pdf=pdf,
        key=SigningKey(name=f"seal:{agency_code}", kind=KeyKind.SEAL),
        reason="Phát hành",
        at=at,
        appearance=Appearance(field="seal", style=Style.SEAL, name=agency_by_code(agency_code).name_vi),
    )


def _field(pdf: bytes, signature: Signature) -> str:
    # A document without the expected field gets a new one in its corner, as papers from elsewhere do.
    if signature.kind == SignatureKind.INITIAL:
        wanted: tuple[str, ...] = _INITIAL_FIELDS
    else:
        wanted = ("officer",) if signature.document.kind in _OFFICER_FORMS else ("leader",)
    open_fields = list_open_fields(pdf)
    return next((name for name in wanted if name in open_fields), f"signature-{signature.order or 1}")


def _with_signer(pdf: bytes, signature: Signature) -> bytes:
    texts = {
        "signer_lines": "\n".join(
            line.upper()
            for line in signer_lines(
                signature.signer, signature.document, absent_id=signature.on_behalf_of_id
            )
        ),
        "signer": signature.signer_name,
    }
    missing = set(list_empty_fields(pdf))
    values = {name: text for name, text in texts.items() if name in missing}
    return fill_texts(pdf=pdf, values=values) if values else pdf
