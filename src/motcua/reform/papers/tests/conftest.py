from datetime import UTC, datetime

import pytest
from django.utils import timezone

from motcua.identity.api import (
    agency_by_code,
    get_staff_context,
    get_user,
    list_staff_accounts,
)
from motcua.identity.tests.province import stand_up_province
from motcua.reform.papers.api import PaperKind, make_paper

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DECISION = {
    "subject": "Về việc công nhận sáng kiến",
    "authority": "Giám đốc Sở Khoa học và Công nghệ",
    "bases": ["Căn cứ Nghị định số 13/2012/NĐ-CP"],
    "proposal": "Theo đề nghị của Hội đồng sáng kiến",
    "articles": ["Công nhận sáng kiến sau đây.", "Quyết định này có hiệu lực kể từ ngày ký."],
    "table": {"title": "Danh sách", "columns": ["Tên", "Tác giả"], "rows": [["Số hóa", "Trần Văn A"]]},
    "recipients": ["Như Điều 2"],
    "archive": "VT, VP",
}


@pytest.fixture
def province(db):
    return stand_up_province(now=NOW)


@pytest.fixture
def keys(province, signing_twins):
    for username, name in (
        ("giamdoc", "Phạm Đức Thắng"),
        ("phogiamdoc", "Đỗ Ngọc Mai"),
        ("gd.sxd", "Hoàng Kim Lan"),
        ("chutich", "Chủ tịch Lam Sơn"),
    ):
        signing_twins(f"user:{username}", name)
    for code in ("SKHCN", "SXD"):
        signing_twins(f"seal:{code}", agency_by_code(code).name_vi, "seal")


@pytest.fixture
def user(province):
    people = {account.username: account for account in list_staff_accounts()}
    return people.__getitem__


@pytest.fixture
def staff(user):
    return lambda username: get_staff_context(user_id=user(username).pk, on=timezone.localdate(NOW))


@pytest.fixture
def make(user):
    def make(*, agency="SKHCN", by="cv.vp", kind=PaperKind.DECISION, data=None, **more):
        return make_paper(
            kind=kind,
            agency=agency_by_code(agency),
            title="Quyết định công nhận sáng kiến",
            data=data or DECISION,
            template="reform/papers/typst/decision.typ",
            made_by=get_user(user_id=user(by).pk),
            now=NOW,
            **more,
        )

    return make
