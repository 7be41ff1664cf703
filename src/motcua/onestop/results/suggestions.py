"""A first draft of the result from what the applicant answered; the specialist edits it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.forms.api import SummaryRow, applicant_of, form_of, summary
from motcua.onestop.results.issuers import Issuer, issuer_of
from motcua.onestop.results.models import REJECTION
from motcua.onestop.results.selections import ADDRESS, APPLICANT, Columns, Line, Selection, selection_for

Content = dict[str, Any]
_WORD = re.compile(r"\{(count:)?([\w.]+)\}")
# "Giấy chứng nhận đăng ký hoạt động …": the kind stands large, what it is about below.
_TITLES = ("Giấy chứng nhận", "Giấy công nhận", "Giấy xác nhận", "Giấy phép", "Chứng chỉ")


def suggested_content(*, dossier: Dossier, template: str = "") -> Content:
    """The values of ``template``, or of the template of the procedure's kind of result.

    The keys are those of the result classes in ``documents``; ``table`` is ``{title, columns, rows}`` or
    None. What the result names of the applicant's answers is chosen in ``data/selections.json``.
    """
    kind = template or dossier.version.result_kind
    maker = {
        "licence": _licence,
        "decision": _decision,
        "letter": _letter,
        "official-letter": _letter,
        "rejection": _rejection,
    }.get(kind, _certificate)
    return maker(_Draft(dossier))


def submission_content(*, dossier: Dossier, result_template: str) -> Content:
    """What a department submits to the People's Committee about a drafted result: the case, the appraisal, and
    what it asks for.
    """
    draft, office = _Draft(dossier), dossier.agency.name_vi
    committee = draft.issuer.authority
    refuses = result_template == REJECTION
    finding = "chưa đáp ứng điều kiện" if refuses else "đầy đủ, hợp lệ, đáp ứng điều kiện"
    paper = "văn bản từ chối" if refuses else _lowered(draft.version.result_vi)
    return {
        "subject": f"Về việc {draft.refusal if refuses else draft.act}",
        "addressee": committee,
        "bases": draft.bases,
        "facts": draft.facts(),
        "paragraphs": [
            f"{_receipt(draft)} Nội dung hồ sơ:",
            f"Sau khi thẩm định, {office} nhận thấy hồ sơ {finding} theo quy định.",
            f"{office} kính trình {committee} xem xét, {draft.refusal if refuses else draft.act} "
            f"(gửi kèm hồ sơ và dự thảo {paper})./.",
        ],
        "recipients": ["Như trên"],
        "archive": f"VT, {dossier.unit.code}",
    }


class _Draft:
    """What every kind of result takes its words from."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier, self.version = dossier, dossier.version
        self.issuer: Issuer = issuer_of(dossier)
        self.selection: Selection = selection_for(dossier.version.procedure.key)
        self.answers = _answers(dossier)
        self.columns = {} if dossier.form is None else _columns(dossier)

    @property
    def subject(self) -> str:
        return self.selection.subject or self.version.name_vi

    @property
    def act(self) -> str:
        return (
            self.fill(self.selection.act) or f"giải quyết hồ sơ {self.version.name_vi} của {self.applicant}"
        )

    @property
    def refusal(self) -> str:
        return self.fill(self.selection.refusal) or f"không {self.act}"

    @property
    def applicant(self) -> str:
        return self.dossier.applicant_name

    @property
    def bases(self) -> list[str]:
        return [f"Căn cứ {_cited(base)}" for base in self.version.legal_bases if base.get("title_vi")]

    def fill(self, text: str) -> str:
        """``text`` with its words in braces; an answer that was not given leaves the applicant's name."""
        return _WORD.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        counted, name = match.groups()
        row = self.answers.get(name)
        if counted:
            return f"{len(row.rows):02d}" if row else ""
        return row.value if row and row.value else self.applicant

    def facts(self) -> list[dict[str, str]]:
        lines = ((line.label, self._value(line)) for line in self.selection.facts)
        return [{"label": label, "value": value} for label, value in lines if value]

    def _value(self, line: Line) -> str:
        if line.text:
            return line.text
        if line.answer == APPLICANT:
            return self.applicant
        if line.answer == ADDRESS:
            return applicant_of(self.dossier.form_data).address or self.dossier.contact_address
        row = self.answers.get(line.answer)
        return _in_one_line(row) if row else ""

    def table(self) -> Content | None:
        chosen = self.selection.table
        row = self.answers.get(chosen.answer) if chosen else None
        if chosen is None or row is None or not row.rows:
            return None
        return {
            "title": chosen.title,
            "columns": [label for _path, label in chosen.columns],
            "rows": self._cells(chosen, row),
        }

    def _cells(self, chosen: Columns, row: SummaryRow) -> list[list[str]]:
        order = self.columns[chosen.answer]
        places = [order.index(path) for path, _label in chosen.columns]
        return [[cells[place] for place in places] for cells in row.rows]

    def duties(self) -> list[str]:
        return [self.fill(duty) for duty in self.selection.duties]

    def common(self) -> Content:
        return {
            "subject": self.subject,
            "recipients": [
                *(self.fill(name) for name in self.selection.recipients),
                *self.issuer.copies_to(self.dossier),
            ],
            "archive": self.issuer.archive(self.dossier),
        }

    def deciding(self) -> Content:
        """What licences, certificates and decisions have beside the common parts."""
        return {
            **self.common(),
            "authority": self.issuer.authority,
            "bases": self.bases,
            "proposal": self.issuer.proposal(self.dossier),
            "facts": self.facts(),
            "table": self.table(),
        }


def _certificate(draft: _Draft) -> Content:
    title, about = _title(draft)
    return {
        **draft.deciding(),
        "title": title,
        "subject": about,
        "paragraphs": draft.duties(),
        "validity": f"{title} này có giá trị {_validity(draft)}./.",
    }


def _licence(draft: _Draft) -> Content:
    duty = "Thực hiện đúng nội dung giấy phép và các quy định của pháp luật có liên quan."
    return {
        **draft.deciding(),
        "title": "Giấy phép",
        "scope": draft.fill(draft.selection.scope) or _sentence(draft.act),
        "paragraphs": draft.duties() or [duty],
        "validity": f"Giấy phép này có hiệu lực {_validity(draft)}./.",
    }


def _decision(draft: _Draft) -> Content:
    executors = draft.issuer.executors(draft.dossier)
    return {
        **draft.deciding(),
        "subject": f"Về việc {_lowered(draft.subject)}",
        "articles": [
            f"{_capital(draft.act)}, với các nội dung sau:",
            *draft.duties(),
            f"Quyết định này có hiệu lực {_validity(draft)}.",
            f"{executors}, {draft.applicant} và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành "
            "Quyết định này./.",
        ],
    }


def _letter(draft: _Draft) -> Content:
    office = draft.issuer.name
    return {
        **draft.common(),
        "subject": _lowered(draft.subject),
        "addressee": draft.applicant,
        "paragraphs": [
            f"{_receipt(draft)} Sau khi xem xét, {office} {draft.act}, với các nội dung sau:",
            *draft.duties(),
            f"{office} thông báo để {draft.applicant} biết, thực hiện./.",
        ],
        "facts": draft.facts(),
        "table": draft.table(),
    }


def _rejection(draft: _Draft) -> Content:
    """A refusal says why and by which provision (Decree 118/2025); the specialist writes both."""
    office = draft.issuer.name
    return {
        **draft.common(),
        "subject": draft.refusal,
        "addressee": draft.applicant,
        "opening": f"{_receipt(draft)} Sau khi thẩm định, {office} {draft.refusal}.",
        "reasons": [],
        "grounds": [base.removeprefix("Căn cứ ") for base in draft.bases],
        "paragraphs": [
            f"{draft.applicant} có thể hoàn thiện hồ sơ và nộp lại, hoặc khiếu nại, khởi kiện theo quy định của "
            "pháp luật về khiếu nại và tố tụng hành chính.",
            f"{office} thông báo để {draft.applicant} biết./.",
        ],
    }


def _receipt(draft: _Draft) -> str:
    dossier = draft.dossier
    moment = dossier.received_at or dossier.submitted_at
    return (
        f"{draft.dossier.agency.name_vi} nhận được hồ sơ mã số {dossier} ngày "
        f"{timezone.localtime(moment):%d/%m/%Y} của {draft.applicant}."
    )


def _title(draft: _Draft) -> tuple[str, str]:
    if draft.selection.title:
        return draft.selection.title, _capital(draft.subject)
    whole = draft.version.result_vi
    for title in _TITLES:
        if whole.startswith(title):
            return title, _capital(whole.removeprefix(title).strip()) or draft.subject
    return "Giấy chứng nhận", _capital(draft.subject)


def _validity(draft: _Draft) -> str:
    months = draft.version.result_validity_months
    if not months:
        return "kể từ ngày ký"
    amount, unit = (months // 12, "năm") if months % 12 == 0 else (months, "tháng")
    return f"{amount:02d} {unit} kể từ ngày ký"


def _cited(base: Mapping[str, str]) -> str:
    """A legal basis with its number, where Decree 30/2020 wants it: after the kind, at the end of a law's name."""
    title, number = base["title_vi"], base.get("number", "")
    if not number or number in title:
        return title
    for kind in ("Nghị định", "Thông tư liên tịch", "Thông tư", "Quyết định", "Nghị quyết"):
        if title.startswith(kind):
            return f"{kind} số {number}{title.removeprefix(kind)}"
    return f"{title} số {number}"


def _in_one_line(row: SummaryRow) -> str:
    if row.headings:
        return "; ".join(" – ".join(filter(None, cells[:2])) for cells in row.rows)
    return " ".join(row.value.split())


def _answers(dossier: Dossier) -> dict[str, SummaryRow]:
    if dossier.form is None:
        return {}
    sections = summary(dossier.form, dossier.form_data, "vi")
    return {row.path: row for section in sections for row in section.rows}


def _columns(dossier: Dossier) -> dict[str, Sequence[str]]:
    assert dossier.form is not None
    fields = form_of(dossier.form).fields
    return {path: [column.key for column in field.columns] for path, field in fields.items() if field.columns}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sentence(text: str) -> str:
    return f"{_capital(text)}."
