"""What an issued document shows, taken from its rows, and its PDF."""

from collections.abc import Mapping
from typing import Any

from motcua.onestop.results import documents as d
from motcua.onestop.results import rendering
from motcua.onestop.results.issuers import issuer_of
from motcua.onestop.results.models import DocumentKind, IssuedDocument
from motcua.onestop.results.slips import office_part, signer_lines, slip_for

_CLASSES: dict[str, type[d.Result]] = {
    "certificate": d.Certificate,
    "licence": d.Licence,
    "decision": d.Decision,
    "letter": d.OfficialLetter,
    "official-letter": d.OfficialLetter,
    "rejection": d.Rejection,
}


def render_document(*, document: IssuedDocument) -> bytes:
    """The document as PDF/A with empty signature fields. Raises ``RenderingFailed``."""
    return rendering.render_document(values_of(document), created_at=document.created_at)


def values_of(document: IssuedDocument) -> d.Document:
    """The values that the document's template is set with."""
    if document.kind == DocumentKind.RESULT:
        return _result(document)
    if document.kind == DocumentKind.SUBMISSION:
        return _submission(document)
    return slip_for(document)


def _result(document: IssuedDocument) -> d.Document:
    known = _CLASSES[document.template]
    agency = issuer_of(document.dossier).agency
    names = set(known.__dataclass_fields__)
    content = {**_EMPTY, **document.content}
    values = {name: _typed(name, value) for name, value in content.items() if name in names}
    return known(**{**values, **office_part(document, agency)})


def _submission(document: IssuedDocument) -> d.Document:
    signer = document.created_by
    assert signer is not None
    return d.Submission(
        **office_part(document, document.dossier.agency),
        **{name: _typed(name, value) for name, value in document.content.items()},
        number=document.number,
        issued_on=document.issued_on,
        signer_lines=signer_lines(signer, document),
        signer=signer.full_name,
    )


# What a draft that lacks a part prints in its place, so that a half-written draft can always be looked at.
_EMPTY: dict[str, Any] = {
    "title": "Giấy chứng nhận",
    "subject": "",
    "authority": "",
    "recipients": [],
    "archive": "VT",
    "bases": [],
    "facts": [],
    "paragraphs": ["./."],
    "articles": ["./."],
    "validity": "",
    "scope": "",
    "addressee": "",
    "opening": "",
    "reasons": [],
    "grounds": [],
}


def _typed(name: str, value: Any) -> Any:
    if name == "facts":
        return tuple(d.Fact(label=fact["label"], value=fact["value"]) for fact in value)
    if name == "table":
        return _table(value) if value else None
    return tuple(value) if isinstance(value, list) else value


def _table(value: Mapping[str, Any]) -> d.Table:
    rows = tuple(tuple(str(cell) for cell in row) for row in value["rows"])
    return d.Table(title=value.get("title", ""), columns=tuple(value["columns"]), rows=rows)
