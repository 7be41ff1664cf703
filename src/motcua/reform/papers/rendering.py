"""From a paper to its PDF: draft, signed, sealed. Nothing here touches a row."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from motcua.identity.api import short_name
from motcua.platform.rendering.api import fill_texts, qr_svg, render_pdf
from motcua.platform.rendering.engine import ROOT
from motcua.platform.signing.api import Appearance, KeyKind, SigningKey, Style, sign_pdf
from motcua.reform.papers.models import Paper


def render_draft(paper: Paper, *, signer_lines: tuple[str, ...] = (), signer: str = "") -> bytes:
    """The document as it stands, with empty fields for number, date, signature and seal."""
    data = {**paper.data, **_common(paper), "signer_lines": list(signer_lines), "signer": signer}
    return render_pdf(template=ROOT / paper.template, data=data, created_at=paper.made_at)


def sign(
    paper: Paper, *, username: str, full_name: str, signer_lines: tuple[str, ...], at: datetime
) -> bytes:
    """The document with the leader's signature (PAdES B-T). Raises ``SigningUnavailable``."""
    pdf = render_draft(paper, signer_lines=tuple(line.upper() for line in signer_lines), signer=full_name)
    return sign_pdf(
        pdf=pdf,
        key=SigningKey(name=f"user:{username}", kind=KeyKind.PERSON),
        reason="Ký ban hành",
        at=at,
        appearance=Appearance(field="leader", style=Style.PERSON, name=full_name),
    )


def seal(paper: Paper, *, pdf: bytes, at: datetime) -> bytes:
    """The signed document with number, date and the agency's seal over them. Raises ``SigningUnavailable``.

    What is filled in behind the last signature counts as an alteration, so number and date wait for the seal.
    """
    day = paper.issued_on
    assert day is not None
    words = f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"
    return sign_pdf(
        pdf=fill_texts(pdf=pdf, values={"number": paper.symbol, "issued_on": words}),
        key=SigningKey(name=f"seal:{paper.agency.code}", kind=KeyKind.SEAL),
        reason="Phát hành",
        at=at,
        appearance=Appearance(field="seal", style=Style.SEAL, name=paper.agency.name_vi),
    )


def verification_link(paper: Paper) -> str:
    """The public page that says what the office knows of this document."""
    return str(settings.BASE_URL) + reverse("papers_verify_code", args=[paper.verification_code])


def _common(paper: Paper) -> dict[str, Any]:
    agency = paper.agency
    return {
        "parent": agency.parent.name_vi if agency.parent else "",
        "agency": short_name(agency),
        "place": agency.place_vi,
        "number": "",
        "issued_on": "",
        "verify_code": paper.verification_code,
        "verify_url": settings.BASE_URL + reverse("papers_verify"),
        "qr_svg": qr_svg(verification_link(paper)),
    }
