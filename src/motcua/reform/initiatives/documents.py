"""What the documents of initiatives say: set-up of a council, recognition, certificate. Always in Vietnamese."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from motcua.identity.api import Agency, AgencyKind, User, authority_of, head_of, short_name
from motcua.reform.initiatives.models import (
    Initiative,
    InitiativeCouncil,
    InitiativeReview,
    Level,
    MemberRole,
)
from motcua.reform.initiatives.parameters import get_parameter
from motcua.reform.initiatives.queries import find_reform_unit
from motcua.reform.rules.numbers import round_half_up
from motcua.reform.standing_body import find_standing_body

DECISION = "reform/papers/typst/decision.typ"
CERTIFICATE = "reform/papers/typst/certificate.typ"
_LEVELS = {Level.UNIT: "cấp cơ sở", Level.PROVINCE: "cấp tỉnh", Level.NATIONAL: "toàn quốc"}
_ROLES = {
    MemberRole.CHAIR: "Chủ tịch Hội đồng",
    MemberRole.SECRETARY: "Thư ký Hội đồng",
    MemberRole.MEMBER: "Thành viên",
}


class Sitting(Protocol):
    """A seat of a council: who, as what."""

    @property
    def user(self) -> User: ...

    @property
    def role(self) -> str: ...


Text = tuple[str, dict[str, Any]]


def council_decision(*, council: InitiativeCouncil, seats: Sequence[Sitting], on: date) -> Text:
    """Title and data of the decision that sets a council up."""
    agency = council.agency
    subject = f"Thành lập Hội đồng sáng kiến {_LEVELS[Level(council.level)]} năm {council.year}"
    rows = [[seat.user.full_name, _ROLES[MemberRole(seat.role)]] for seat in seats]
    return subject, {
        "subject": f"Về việc thành lập Hội đồng sáng kiến {_LEVELS[Level(council.level)]} năm {council.year}",
        "authority": authority_of(agency=agency, on=on),
        "bases": _bases(on),
        "proposal": f"Theo đề nghị của {_proposer(agency, on)}",
        "articles": [
            f"Thành lập Hội đồng sáng kiến {_LEVELS[Level(council.level)]} năm {council.year} gồm các ông, bà "
            "có tên trong danh sách sau đây.",
            "Hội đồng có nhiệm vụ xem xét, chấm điểm bằng phiếu kín và đề nghị công nhận sáng kiến. Thành viên "
            "là tác giả hoặc đồng tác giả không chấm điểm sáng kiến của mình. Hội đồng tự giải thể sau khi hoàn "
            "thành nhiệm vụ.",
            "Các đơn vị liên quan và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này. "
            "Quyết định có hiệu lực kể từ ngày ký.",
        ],
        "table": {
            "title": "",
            "columns": ["Họ và tên", "Nhiệm vụ trong Hội đồng"],
            "rows": rows,
            "widths": [3, 2],
        },
        "recipients": ["Như Điều 3"],
        "archive": _archive(agency, on),
    }


def recognition(*, council: InitiativeCouncil, reviews: Iterable[InitiativeReview], on: date) -> Text:
    """Title and data of the decision that recognises what passed before a council."""
    agency, level = council.agency, _LEVELS[Level(council.level)]
    rows = [
        [
            review.initiative.title,
            _authors(review.initiative),
            short_name(review.initiative.agency),
            _mean(review),
        ]
        for review in reviews
    ]
    return f"Công nhận sáng kiến {level} năm {council.year}", {
        "subject": f"Về việc công nhận sáng kiến {level} năm {council.year}",
        "authority": authority_of(agency=agency, on=on),
        "bases": _bases(on),
        "proposal": f"Theo kết quả chấm điểm và đề nghị của Hội đồng sáng kiến {level} năm {council.year}",
        "articles": [
            f"Công nhận {len(rows):02d} sáng kiến {level} năm {council.year} theo danh sách sau đây.",
            f"{_executor(agency, on)} cấp giấy chứng nhận cho các tác giả và tổ chức nhân rộng các sáng kiến được "
            "công nhận.",
            "Các đơn vị liên quan và các tác giả có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này. "
            "Quyết định có hiệu lực kể từ ngày ký.",
        ],
        "table": {
            "title": "",
            "columns": ["Tên sáng kiến", "Tác giả (tỷ lệ đóng góp)", "Cơ quan", "Điểm"],
            "rows": rows,
            "widths": [6, 4, 3, 1.2],
            "numeric": [3],
        },
        "recipients": ["Như Điều 3", short_name(find_standing_body(on=on))],
        "archive": _archive(agency, on),
    }


def certificate(*, review: InitiativeReview, decision_symbol: str, on: date) -> Text:
    """Title and data of the certificate of one initiative."""
    initiative, level = review.initiative, _LEVELS[Level(review.level)]
    assert review.council is not None
    applied = initiative.first_applied_on
    facts = [
        ("Tên sáng kiến", initiative.title),
        ("Tác giả (tỷ lệ đóng góp)", _authors(initiative)),
        ("Cơ quan", initiative.agency.name_vi),
        ("Mức độ công nhận", f"Sáng kiến {level} năm {review.council.year}"),
        ("Ngày áp dụng lần đầu", f"{applied:%d/%m/%Y}" if applied else "…"),
        ("Nơi áp dụng", initiative.units_applying),
        ("Quyết định công nhận", f"số {decision_symbol} ngày {on:%d/%m/%Y}"),
    ]
    return f"Giấy chứng nhận sáng kiến: {initiative.title}", {
        "heading": "Giấy chứng nhận sáng kiến",
        "subject": "",
        "authority": authority_of(agency=review.council.agency, on=on),
        "bases": _bases(on),
        "act": "Chứng nhận",
        "facts": [{"label": label, "value": value} for label, value in facts],
        "ending": f"Tóm tắt lợi ích: {initiative.benefit}",
        "recipients": ["Tác giả, các đồng tác giả"],
        "archive": _archive(review.council.agency, on),
    }


def percent(share: object) -> str:
    """``33,33`` or ``50``: a share without needless zeros."""
    return f"{share:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _authors(initiative: Initiative) -> str:
    return "; ".join(f"{author.full_name} ({percent(author.share)}%)" for author in initiative.authors.all())


def _mean(review: InitiativeReview) -> str:
    return str(round_half_up(Fraction(review.result["mean"]), 2)).replace(".", ",")


def _bases(on: date) -> list[str]:
    return [
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        f"Căn cứ {get_parameter(name='legal_basis', on=on).value}",
    ]


def _proposer(agency: Agency, on: date) -> str:
    if agency.kind != AgencyKind.PROVINCE:
        unit = find_reform_unit(agency=agency, on=on)
        return head_of(unit.name_vi) if unit else "công chức phụ trách cải cách hành chính"
    body = find_standing_body(on=on)
    return authority_of(agency=body, on=on, is_short=True)


def _executor(agency: Agency, on: date) -> str:
    if agency.kind == AgencyKind.PROVINCE:
        return short_name(find_standing_body(on=on))
    unit = find_reform_unit(agency=agency, on=on)
    return unit.name_vi if unit else "Công chức phụ trách cải cách hành chính"


def _archive(agency: Agency, on: date) -> str:
    unit = find_reform_unit(agency=agency, on=on)
    return f"VT, {unit.code}" if unit else "VT"
