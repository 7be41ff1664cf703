"""What an issued document shows, taken from its rows, and its PDF."""

from collections.abc import Mapping
from typing import Any

from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.forms.api import SummaryRow, applicant_of, summary
from motcua.onestop.results import documents as d
from motcua.onestop.results import rendering
from motcua.onestop.results.models import DocumentKind, IssuedDocument
from motcua.onestop.results.slips import office_part, slip_for

_CLASSES: dict[str, type[d.Result]] = {
    "certificate": d.Certificate,
    "licence": d.Licence,
    "decision": d.Decision,
    "letter": d.OfficialLetter,
    "official-letter": d.OfficialLetter,
}
# The applicant stands in the facts already; delivery is no matter of the result.
_SHARED_BLOCKS = ("applicant", "result")


def render_document(*, document: IssuedDocument) -> bytes:
    """The document as PDF/A with empty signature fields. Raises ``RenderingFailed``."""
    return rendering.render_document(values_of(document), created_at=document.created_at)


def form_content(*, document: IssuedDocument) -> Mapping[str, Any]:
    """The values of a document as JSON, for people who want to look behind the PDF."""
    values: Mapping[str, Any] = d.as_json(values_of(document))
    return values


def values_of(document: IssuedDocument) -> d.Document:
    """The values that the document's template is set with."""
    if document.kind == DocumentKind.RESULT:
        return _result(document)
    return slip_for(document)


def suggested_content(*, dossier: Dossier) -> dict[str, Any]:
    """A first draft of the result from what the applicant answered; the specialist edits it.

    The keys are those of the result classes in ``documents``; ``table`` is ``{title, columns, rows}`` or
    None.
    """
    version, agency = dossier.version, dossier.agency
    bases = [f"Căn cứ {base['title_vi']}" for base in version.legal_bases if base.get("title_vi")]
    facts, table = _facts_and_table(dossier)
    common = {
        "subject": version.name_vi,
        "recipients": [dossier.applicant_name],
        "archive": f"VT, {dossier.unit.code}",
        "facts": facts,
        "table": table,
        "bases": bases,
        "authority": f"Giám đốc {agency.name_vi}",
        "proposal": f"Xét hồ sơ mã số {dossier} và đề nghị của {dossier.unit.name_vi}",
    }
    return {**common, **_by_kind(dossier, version.result_kind)}


def _by_kind(dossier: Dossier, kind: str) -> dict[str, Any]:
    title = dossier.version.result_vi
    if kind == "licence":
        return {
            "title": "Giấy phép",
            "scope": dossier.version.name_vi,
            "paragraphs": ["Thực hiện đúng nội dung giấy phép và các quy định của pháp luật có liên quan."],
            "validity": f"Giấy phép này có hiệu lực {_validity(dossier)}./.",
        }
    if kind == "decision":
        return {
            "articles": [
                f"{title} đối với {dossier.applicant_name} với các nội dung sau:",
                "Quyết định này có hiệu lực kể từ ngày ký.",
                f"Chánh Văn phòng, {dossier.unit.name_vi} và các tổ chức, cá nhân có liên quan chịu trách "
                "nhiệm thi hành Quyết định này./.",
            ]
        }
    if kind in ("letter", "official-letter"):
        return {
            "addressee": dossier.applicant_name,
            "paragraphs": [
                f"{dossier.agency.name_vi} nhận được hồ sơ mã số {dossier} của {dossier.applicant_name} "
                f"về việc {dossier.version.name_vi}. Sau khi xem xét, hồ sơ đáp ứng các điều kiện theo "
                "quy định.",
                f"{dossier.agency.name_vi} thông báo để tổ chức, cá nhân biết, thực hiện./.",
            ],
        }
    return {"title": title, "validity": f"Văn bản này có giá trị {_validity(dossier)}./."}


def _validity(dossier: Dossier) -> str:
    months = dossier.version.result_validity_months
    if not months:
        return "kể từ ngày ký"
    return (
        f"{months // 12:02d} năm kể từ ngày ký" if months % 12 == 0 else f"{months:02d} tháng kể từ ngày ký"
    )


def _facts_and_table(dossier: Dossier) -> tuple[list[dict[str, str]], dict[str, Any] | None]:
    applicant = applicant_of(dossier.form_data)
    facts = [
        {"label": "Tên tổ chức, cá nhân", "value": dossier.applicant_name},
        {"label": "Địa chỉ", "value": applicant.address or dossier.contact_address},
    ]
    rows = _own_answers(dossier)
    facts += [{"label": row.label, "value": row.value} for row in rows if row.value and not row.headings]
    # What the fee counts (devices, for one) is what the result grants; it goes before other tables of the form.
    priced = dossier.version.fee.get("answer")
    tables = sorted((row for row in rows if row.headings), key=lambda row: row.path != priced)
    table = next(iter(tables), None)
    if table is None:
        return facts, None
    return facts, {
        "title": table.label,
        "columns": list(table.headings),
        "rows": [list(row) for row in table.rows],
    }


def _own_answers(dossier: Dossier) -> list[SummaryRow]:
    if dossier.form is None:
        return []
    sections = summary(dossier.form, dossier.form_data, "vi")
    rows = [row for section in sections for row in section.rows]
    return [row for row in rows if row.path.split(".")[0] not in _SHARED_BLOCKS]


def _result(document: IssuedDocument) -> d.Document:
    known = _CLASSES[document.template]
    agency = document.dossier.agency
    names = set(known.__dataclass_fields__)
    content = {**_EMPTY, **document.content}
    values = {name: _typed(name, value) for name, value in content.items() if name in names}
    return known(**{**values, **office_part(document, agency)})


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
