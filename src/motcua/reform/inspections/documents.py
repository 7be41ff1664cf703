"""The texts of the documents that an inspection issues, in Vietnamese as the law asks; set by the room's templates."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation

from motcua.identity.api import Agency, Unit, User, authority_of
from motcua.reform.inspections.choices import Post, Remedying, Scope
from motcua.reform.inspections.houses import issuer_of
from motcua.reform.inspections.models import (
    Inspection,
    InspectionPlan,
    InspectionTeam,
    RemedyNotice,
    Shortcoming,
)

DOCUMENT = "reform/papers/typst/document.typ"
DECISION = "reform/papers/typst/decision.typ"
Data = dict[str, Any]


def subject_name(agency: Agency, unit: Unit | None) -> str:
    """The inspected agency or unit by its Vietnamese name."""
    return unit.name_vi if unit is not None else agency.name_vi


def day_words(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def plan_document(plan: InspectionPlan, inspections: Sequence[Inspection]) -> Data:
    """The plan of the year: contents, and whom it inspects when. Surprise inspections are never announced."""
    rows = [
        [
            subject_name(each.subject_agency, each.subject_unit),
            f"{day_words(each.planned_from)} - {day_words(each.planned_to)}",
        ]
        for each in inspections
        if not each.is_surprise
    ]
    return {
        "heading": "Kế hoạch",
        "subject": plan.title.removeprefix("Kế hoạch ").strip(),
        "bases": _lines(plan.legal_basis),
        "sections": [
            {
                "heading": "I. Nội dung kiểm tra",
                "paragraphs": [f"{n}. {text}" for n, text in enumerate(plan.contents, 1)],
            },
            {
                "heading": "II. Đối tượng và thời gian kiểm tra",
                "table": {"columns": ["Cơ quan, đơn vị", "Thời gian"], "rows": rows, "widths": [3, 2]},
            },
            {
                "heading": "III. Tổ chức thực hiện",
                "paragraphs": [
                    "Đoàn kiểm tra thông báo trước cho cơ quan, đơn vị được kiểm tra; kiểm tra đột xuất khi cần thiết."
                ],
            },
        ],
        "recipients": _recipients(
            plan.scope, [each.subject_agency.name_vi for each in inspections if not each.is_surprise]
        ),
    }


def decision_document(team: InspectionTeam, inspections: Sequence[Inspection], *, on: date) -> Data:
    """The decision that appoints a team."""
    plan = team.plan
    with translation.override("vi"):
        members = [
            f"{member.get_post_display()}: {member.user.full_name}, {member.agency.name_vi}"
            for member in team.members.select_related("user", "agency").order_by("id")
        ]
    # Who is visited twice is named once.
    names = dict.fromkeys(subject_name(each.subject_agency, each.subject_unit) for each in inspections)
    which = f"số {team.ordinal}" if team.is_numbered else "đột xuất"
    return {
        "subject": f"thành lập Đoàn kiểm tra cải cách hành chính {which} năm {plan.year}",
        "authority": authority_of(agency=issuer_of(inspections[0]), on=on),
        "bases": _lines(plan.legal_basis) or [f"Căn cứ {plan.title}"],
        "articles": [
            f"Thành lập Đoàn kiểm tra {which} gồm các ông, bà: {'; '.join(members)}.",
            f"Đoàn kiểm tra việc thực hiện cải cách hành chính tại: {'; '.join(names)}. {team.duties}".strip(),
            "Các cơ quan, đơn vị được kiểm tra và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành "
            "Quyết định này.",
        ],
        "recipients": ["Như Điều 3"],
    }


def visit_document(inspection: Inspection) -> Data:
    """The notice of a visit to the agency or unit."""
    name = subject_name(inspection.subject_agency, inspection.subject_unit)
    assert inspection.visit_at is not None
    at = timezone.localtime(inspection.visit_at)
    return {
        "heading": "Thông báo",
        "subject": f"kiểm tra cải cách hành chính năm {inspection.plan.year} tại {name}",
        "addressee": name,
        "sections": [
            {
                "heading": "1. Thời gian, địa điểm",
                "facts": [
                    {"label": "Thời gian", "value": f"{at:%H} giờ {at:%M} ngày {at:%d/%m/%Y}"},
                    {"label": "Địa điểm", "value": inspection.visit_place},
                ],
            },
            {"heading": "2. Nội dung kiểm tra", "paragraphs": [f"- {text}" for text in inspection.contents]},
            {"heading": "3. Chuẩn bị của đơn vị được kiểm tra", "paragraphs": _lines(inspection.to_prepare)},
        ],
        "recipients": [name, "Thành viên Đoàn kiểm tra"],
    }


def conclusion_document(inspection: Inspection, shortcomings: Sequence[Shortcoming]) -> Data:
    """The conclusion with its numbered shortcomings."""
    name = subject_name(inspection.subject_agency, inspection.subject_unit)
    conclusion = inspection.conclusion
    found = shortcomings_part(shortcomings)
    found["paragraphs"] = [*taken_back_words(inspection), *found.get("paragraphs", [])]
    answer = (
        [f"Ý kiến của {name}: {conclusion.answer}"]
        if conclusion.answer
        else ["Đơn vị được kiểm tra không có ý kiến."]
    )
    return {
        "heading": "Kết luận",
        "subject": f"kiểm tra cải cách hành chính năm {inspection.plan.year} tại {name}",
        "sections": [
            {
                "heading": "I. Kết quả đạt được",
                "paragraphs": _lines(conclusion.strengths) or ["Không ghi nhận riêng."],
            },
            {"heading": "II. Đánh giá chung", "paragraphs": _lines(conclusion.assessment)},
            {
                "heading": "III. Ý kiến của đơn vị và việc tiếp thu",
                "paragraphs": [*answer, *_lines(conclusion.response)],
            },
            {"heading": "IV. Tồn tại, hạn chế", **found},
        ],
        "ending": _who_remedies(shortcomings),
        "recipients": [name, "Thành viên Đoàn kiểm tra"],
    }


def _who_remedies(shortcomings: Sequence[Shortcoming]) -> str:
    """Each owner with its numbers: at the standing body, they may all be others than the inspected side."""
    numbers: dict[str, list[str]] = {}
    for each in shortcomings:
        owner = subject_name(each.owner_agency, each.owner_unit)
        numbers.setdefault(owner, []).append(str(each.ordinal))
    if not numbers:
        return ""
    shares = "; ".join(f"{owner} khắc phục nội dung số {', '.join(own)}" for owner, own in numbers.items())
    return f"{shares}, đúng thời hạn nêu trên và theo văn bản yêu cầu gửi từng cơ quan, đơn vị."


def remedy_document(notice: RemedyNotice, shortcomings: Sequence[Shortcoming]) -> Data:
    """The written request to one agency or unit, with its shortcomings and deadlines."""
    name = subject_name(notice.recipient_agency, notice.recipient_unit)
    ground = ground_of(notice)
    return {
        "heading": "",
        "subject": f"khắc phục tồn tại, hạn chế qua {ground}",
        "addressee": name,
        "sections": [
            {
                "paragraphs": [
                    f"Qua {ground}, đề nghị {name} khắc phục các tồn tại, hạn chế sau đây đúng thời hạn "
                    "và báo cáo kết quả kèm theo tài liệu kiểm chứng cho từng nội dung:"
                ],
                **shortcomings_part(shortcomings),
            }
        ],
        "ending": "Trường hợp cần gia hạn, đơn vị có văn bản đề nghị trước khi hết thời hạn; "
        "việc gia hạn sau thời hạn không được tính.",
        "recipients": [name],
    }


def ground_of(notice: RemedyNotice) -> str:
    """What found the shortcomings of a notice."""
    if notice.inspection is not None:
        return f"kiểm tra cải cách hành chính năm {notice.inspection.plan.year}"
    return "thẩm định chỉ số cải cách hành chính"


def shortcomings_part(shortcomings: Iterable[Shortcoming]) -> Data:
    """The table of shortcomings by their numbers: what, basis, who, until when; one sentence where there are none.

    A number is the one on the pages, in the draft and in the codes of reminders; one that was taken back is missing.
    """
    listed = list(shortcomings)
    rows = [
        [
            each.description,
            " ".join(filter(None, [each.area, each.criterion and f"(tiêu chí {each.criterion})"])),
            each.legal_basis or "-",
            subject_name(each.owner_agency, each.owner_unit),
            day_words(each.due_on),
        ]
        for each in listed
    ]
    if not rows:
        return {"paragraphs": ["Không có tồn tại, hạn chế phải khắc phục."]}
    columns = ["Tồn tại, hạn chế", "Lĩnh vực, tiêu chí", "Căn cứ", "Đơn vị khắc phục", "Thời hạn"]
    numbers = [str(each.ordinal) for each in listed]
    return {"table": {"columns": columns, "rows": rows, "widths": [5, 3, 3, 3, 2], "numbers": numbers}}


def taken_back_words(inspection: Inspection) -> list[str]:
    """Why numbers are missing: those that were taken back before the conclusion."""
    withdrawn = inspection.shortcomings.filter(state=Remedying.WITHDRAWN).order_by("ordinal")
    numbers = ", ".join(map(str, withdrawn.values_list("ordinal", flat=True)))
    return [f"Nội dung số {numbers} của dự thảo đã được rút."] if numbers else []


def minutes_document(inspection: Inspection, *, head: User, now: datetime) -> Data:
    """The minutes of the visit: who was there, every finding, the opinion of the inspected side; ``head`` signs."""
    minutes = inspection.minutes
    name = subject_name(inspection.subject_agency, inspection.subject_unit)
    with translation.override("vi"):
        rows = [_finding_row(item, found) for item, found in _findings(inspection)]
    assert inspection.visited_at is not None
    return {
        "agency": issuer_of(inspection).name_vi,
        "subject": f"kiểm tra cải cách hành chính năm {inspection.plan.year} tại {name}",
        # A surprise visit has no notice that names a place.
        "place": inspection.visit_place or name,
        "head": head.full_name,
        "post": post_of(inspection, head),
        "began_at": timezone.localtime(inspection.visited_at).isoformat(),
        "written_at": timezone.localtime(now).isoformat(),
        "present": _lines(minutes.present),
        "findings": _lines(minutes.findings),
        "opinion": _lines(minutes.opinion) or ["Không có ý kiến khác."],
        "rows": rows,
        "unit": name,
        "signer": minutes.signer.full_name if minutes.signer else "",
    }


def post_of(inspection: Inspection, head: User) -> str:
    """As what the minutes are signed: its head, or the member in the head's place."""
    assert inspection.team is not None
    own = inspection.team.members.filter(user=head, post=Post.HEAD).exists()
    return "Trưởng đoàn" if own else "Phụ trách Đoàn"


def _findings(inspection: Inspection) -> Iterable[tuple[Data, Any]]:
    items = inspection.checklist.items if inspection.checklist else []
    found = {each.item: each for each in inspection.findings.all()}
    return [(item, found[item["code"]]) for item in items if item["code"] in found]


def _finding_row(item: Data, found: Any) -> list[str]:
    return [item["text_vi"], str(found.get_result_display()), found.note or "-"]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _recipients(scope: str, names: Iterable[str]) -> list[str]:
    if scope == Scope.OWN:
        return ["Các phòng, đơn vị thuộc cơ quan"]
    return [*dict.fromkeys(names)]
