"""What the statutory forms and result documents say, as plain values.

Forms 01 to 07 follow Annex I of Circular 03/2025/TT-VPCP; result documents follow Annex I of Decree
30/2020/NĐ-CP. Every class names its Typst template. Moments are timezone-aware and printed in the office's
time zone. Texts may be of any length.
"""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from django.utils import timezone

TEMPLATES = Path(__file__).parent / "typst"


@dataclass(frozen=True, kw_only=True)
class Document:
    """What stands on every document: who issues it, where, and how it is verified.

    ``verify_code`` is printed, ``verify_link`` drawn as a QR code; ``verify_url`` is the page to type it on.
    """

    template: ClassVar[str]

    parent: str
    agency: str
    place: str
    verify_code: str = ""
    verify_url: str = ""
    verify_link: str = ""


@dataclass(frozen=True, kw_only=True)
class Slip(Document):
    """What forms 01 to 05 share. ``number`` is empty on drafts, ``phone`` and ``email`` when not given."""

    number: str
    code: str
    desk: str
    request: str
    applicant: str
    id_number: str
    address: str
    phone: str
    email: str
    issued_at: datetime


@dataclass(frozen=True, kw_only=True)
class Component:
    """One paper of a dossier; ``form`` says how it was handed in ("bản chính: 01")."""

    name: str
    form: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptSlip(Slip):
    """Form 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả."""

    template: ClassVar[str] = "form-01.typ"

    components: tuple[Component, ...]
    sets: int
    time_limit: str
    received_at: datetime
    due_at: datetime
    collect_at: str
    officer: str
    submitter: str
    online: bool
    legal_representative: str = ""
    authorised_person: str = ""
    authorisation_document: str = ""
    register_volume: str = ""
    register_number: str = ""


@dataclass(frozen=True, kw_only=True)
class SupplementRequest(Slip):
    """Form 02, phiếu yêu cầu bổ sung, hoàn thiện hồ sơ; number suffix ``/PBS``."""

    template: ClassVar[str] = "form-02.typ"

    items: tuple[str, ...]
    reason: str
    contact_person: str
    contact_phone: str
    officer: str
    answer_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Refusal(Slip):
    """Form 03, phiếu từ chối tiếp nhận giải quyết hồ sơ; number suffix ``/PTC``."""

    template: ClassVar[str] = "form-03.typ"

    reason: str
    officer: str
    submitter: str
    legal_ground: str = ""
    advice: str = ""


@dataclass(frozen=True, kw_only=True)
class SentSlip(Slip):
    """What forms 04 and 05 share: the head of the agency signs them, and they have recipients."""

    received_at: datetime
    reason: str
    signer_lines: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...] = ()
    archive: str = "VT"


@dataclass(frozen=True, kw_only=True)
class Apology(SentSlip):
    """Form 04, phiếu xin lỗi và hẹn lại ngày trả kết quả; number suffix ``/PXL``."""

    template: ClassVar[str] = "form-04.typ"

    promised_at: datetime
    new_due_at: datetime


@dataclass(frozen=True, kw_only=True)
class StopNotice(SentSlip):
    """Form 05, thông báo dừng giải quyết hồ sơ."""

    template: ClassVar[str] = "form-05.typ"

    stop_request: str
    stage: str
    decision: str
    settlement: str


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """One row of form 06. ``outcome`` is "Trước hạn", "Đúng hạn", "Quá hạn" or "Đã trả lại"."""

    giver: str
    receiver: str
    given_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    outcome: str
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ControlSlip(Document):
    """Form 06, phiếu kiểm soát quá trình giải quyết hồ sơ."""

    template: ClassVar[str] = "form-06.typ"

    number: str
    code: str
    desk: str
    request: str
    applicant: str
    received_at: datetime
    due_at: datetime
    hand_overs: tuple[HandOver, ...]
    officer: str
    issued_at: datetime


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One dossier in form 07."""

    code: str
    procedure: str
    sets: int
    applicant: str
    contact: str
    channel: str
    received_at: datetime
    due_at: datetime | None = None
    sent_at: datetime | None = None
    returned_at: datetime | None = None
    collector: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Register(Document):
    """Form 07, sổ theo dõi hồ sơ."""

    template: ClassVar[str] = "form-07.typ"

    volume: str
    starts_on: date
    ends_on: date
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A labelled value in a result: ``Tên tổ chức: …``."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table in a result; a running number is put before every row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Result(Document):
    """What every result document has.

    ``number`` and ``issued_on`` stay empty until the clerk issues the document: the PDF then has text fields
    of these names, to be filled ("05/GP-SKHCN", "ngày 05 tháng 01 năm 2026") without breaking signatures.
    Signature fields are ``specialist`` and ``head`` (initials), ``leader`` and ``seal``.
    ``signer_lines`` are the lines above the name: ``("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")``; left empty they, and
    ``signer``, become text fields that are filled when somebody signs.
    """

    subject: str
    recipients: tuple[str, ...]
    archive: str
    signer_lines: tuple[str, ...] = ()
    signer: str = ""
    number: str = ""
    issued_on: date | None = None
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Certificate(Result):
    """Giấy chứng nhận, giấy xác nhận, chứng chỉ: ``title`` is the kind, ``act`` the line before the facts."""

    template: ClassVar[str] = "certificate.typ"

    title: str
    authority: str
    bases: tuple[str, ...]
    facts: tuple[Fact, ...]
    validity: str
    act: str = "Chứng nhận"
    proposal: str = ""
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Licence(Result):
    """Giấy phép: holder, scope, equipment, duties, validity."""

    template: ClassVar[str] = "licence.typ"

    authority: str
    bases: tuple[str, ...]
    facts: tuple[Fact, ...]
    scope: str
    validity: str
    title: str = "Giấy phép"
    act: str = "Cấp phép"
    proposal: str = ""
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Decision(Result):
    """Quyết định: facts and table follow Article 1, the last article carries the drafter's initial."""

    template: ClassVar[str] = "decision.typ"

    authority: str
    bases: tuple[str, ...]
    articles: tuple[str, ...]
    proposal: str = ""
    facts: tuple[Fact, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class OfficialLetter(Result):
    """Công văn: the last paragraph carries the drafter's initial; facts and table follow the first paragraph."""

    template: ClassVar[str] = "official-letter.typ"

    addressee: str
    facts: tuple[Fact, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, kw_only=True)
class Rejection(Result):
    """Công văn that refuses: what is refused, why, and by which provisions."""

    template: ClassVar[str] = "rejection.typ"

    addressee: str
    opening: str
    reasons: tuple[str, ...]
    grounds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Submission(Result):
    """Tờ trình of a department to the People's Committee; numbered and dated when it is signed."""

    template: ClassVar[str] = "submission.typ"

    addressee: str
    bases: tuple[str, ...]
    facts: tuple[Fact, ...] = ()


FORMS: dict[str, type[Document]] = {
    "01": ReceiptSlip,
    "02": SupplementRequest,
    "03": Refusal,
    "04": Apology,
    "05": StopNotice,
    "06": ControlSlip,
    "07": Register,
}


def as_json(value: Any) -> Any:
    """A document as JSON values; moments become local ISO 8601 text, absent dates the empty text."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if is_dataclass(value):
        return {field.name: _field_json(field.name, getattr(value, field.name)) for field in fields(value)}
    return value


def _field_json(name: str, value: Any) -> Any:
    if value is None and name.endswith(("_on", "_at", "_by")):
        return ""
    return as_json(value)
