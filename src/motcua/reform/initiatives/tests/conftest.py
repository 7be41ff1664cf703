from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import agency_by_code, get_staff_context, list_staff_accounts
from motcua.identity.tests.province import stand_up_province
from motcua.reform.initiatives.models import MemberRole
from motcua.reform.initiatives.services import checking, councils, drafting, scoring
from motcua.reform.initiatives.services.councils import Seat
from motcua.reform.initiatives.services.drafting import Author, Content
from motcua.reform.papers.api import sign_paper

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
MEMBERS = ("tp.vp", "tp.qlkh", "tp.qlcn", "truongphong", "cv2.vp")
GOOD = {"novelty": "25", "benefit": "35", "replicability": "15", "dossier": "8"}
CONTENT = Content(
    title="Tự động nhắc hạn hồ sơ an toàn bức xạ",
    area="procedures",
    problem="Trước đây cán bộ tự nhớ hạn của từng giấy phép, nhiều đơn vị nộp muộn.",
    solution="Bảng theo dõi tự tính hạn, nhắc đơn vị trước sáu mươi ngày qua tin nhắn và thư điện tử.",
    first_applied_on=date(2026, 3, 2),
    units_applying="Phòng An toàn bức xạ và hạt nhân",
    benefit="Tỷ lệ nộp muộn giảm từ 18% xuống 3%",
)


def sheet(**scores):
    return {name: Decimal(value) for name, value in {**GOOD, **scores}.items()}


@pytest.fixture
def province(db):
    return stand_up_province(now=NOW)


@pytest.fixture
def user(province):
    people = {account.username: account for account in list_staff_accounts()}
    return people.__getitem__


@pytest.fixture
def staff(user):
    return lambda username: get_staff_context(user_id=user(username).pk, on=timezone.localdate(NOW))


@pytest.fixture
def keys(province, signing_twins):
    for username, name in (("giamdoc", "Phạm Đức Thắng"), ("chutich", "Lê Phương Oanh")):
        signing_twins(f"user:{username}", name)
    for code in ("SKHCN", "UBND"):
        signing_twins(f"seal:{code}", agency_by_code(code).name_vi, "seal")


@pytest.fixture
def begin(user, staff):
    def begin(*, by="chuyenvien", agency="SKHCN", content=CONTENT, authors=None):
        people = authors or [Author(full_name=user(by).full_name, user=user(by), share=Decimal(100))]
        return drafting.begin_initiative(
            agency=agency_by_code(agency), content=content, authors=people, staff=staff(by), now=NOW
        )

    return begin


@pytest.fixture
def accepted(begin, staff):
    def accepted(*, by="chuyenvien", checker="cv.vp", **more):
        initiative = begin(by=by, **more)
        drafting.submit_initiative(initiative=initiative, staff=staff(by), now=NOW)
        return checking.accept_initiative(initiative=initiative, staff=staff(checker), now=NOW)

    return accepted


@pytest.fixture
def council(user, staff):
    def council(*, members=MEMBERS, level="unit", by="cv.vp", agency="SKHCN", sits=True):
        seats = [
            Seat(user=user(name), role=MemberRole.CHAIR if not number else MemberRole.MEMBER)
            for number, name in enumerate(members)
        ]
        made = councils.set_up_council(
            agency=agency_by_code(agency), level=level, year=2026, seats=seats, staff=staff(by), now=NOW
        )
        if sits:
            made.decision.signer = user("giamdoc")
            with transaction.atomic():
                councils.seat_council(made.decision, NOW)
            made.refresh_from_db()
        return made

    return council


@pytest.fixture
def scored(accepted, council, staff):
    """An initiative before a council, with the same sheet of every member."""

    def scored(*, scores=GOOD, by="cv.vp", **more):
        board = council()
        initiative = accepted(**more)
        (review,) = councils.put_before_council(
            initiatives=[initiative], council=board, staff=staff(by), now=NOW
        )
        for name in MEMBERS:
            scoring.cast_ballot(review=review, scores=sheet(**scores), remark="", staff=staff(name), now=NOW)
        return review

    return scored


@pytest.fixture
def recognised(keys, scored, staff):
    from motcua.reform.initiatives.services import recognising

    def recognised(**more):
        review = scored(**more)
        scoring.close_scoring(review=review, staff=staff("cv.vp"), now=NOW)
        paper = recognising.draft_decision(council=review.council, staff=staff("cv.vp"), now=NOW)
        sign_paper(paper=paper, staff=staff("giamdoc"), now=NOW)
        review.refresh_from_db()
        review.initiative.refresh_from_db()
        return review

    return recognised
