"""Who hears of an initiative: its authors at every turn, members of the council of what waits and until when."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from motcua.notifications.api import Message
from motcua.reform.initiatives.deadlines import score_by
from motcua.reform.initiatives.services import checking, councils, drafting, scoring
from motcua.reform.initiatives.services.drafting import Author
from motcua.reform.initiatives.services.reminding import remind_to_score
from motcua.reform.initiatives.tests.conftest import MEMBERS, NOW, sheet
from motcua.reform.papers.api import cancel_paper, seal_paper, sign_paper

pytestmark = pytest.mark.django_db


def told(username, words):
    """Bodies of what the person was told with these words in it."""
    found = Message.objects.filter(recipient__username=username, subject__icontains=words)
    return list(found.order_by("id").values_list("body", flat=True))


def test_the_officer_hears_of_what_is_filed_and_the_authors_of_what_became_of_it(begin, staff, user):
    authors = [
        Author(full_name="A", user=user("chuyenvien"), share=Decimal(60)),
        Author(full_name="B", user=user("cv.qlkh"), share=Decimal(40)),
    ]
    initiative = begin(authors=authors)
    drafting.submit_initiative(initiative=initiative, staff=staff("chuyenvien"), now=NOW)
    assert told("cv.vp", "chờ kiểm tra")
    assert not told("chuyenvien", "chờ kiểm tra")
    checking.return_initiative(initiative=initiative, reason="Thiếu số liệu", staff=staff("cv.vp"), now=NOW)
    for name in ("chuyenvien", "cv.qlkh"):
        (body,) = told(name, "trả lại")
        assert "Thiếu số liệu" in body
    drafting.submit_initiative(initiative=initiative, staff=staff("chuyenvien"), now=NOW)
    for _ in range(2):
        checking.accept_initiative(initiative=initiative, staff=staff("cv.vp"), now=NOW)
    assert len(told("cv.qlkh", "được chấp nhận")) == 1
    assert not told("cchc.sxd", "Sáng kiến")


@pytest.fixture
def before_council(accepted, council, staff):
    """An initiative of a member, put before the council twice."""
    initiative, board = accepted(by="truongphong"), council()
    for _ in range(2):
        (review,) = councils.put_before_council(
            initiatives=[initiative], council=board, staff=staff("cv.vp"), now=NOW
        )
    return review


def test_members_hear_once_what_to_score_and_until_when_and_an_author_does_not(before_council):
    for name in ("tp.vp", "cv2.vp"):
        (body,) = told(name, "chờ phiếu chấm")
        assert before_council.initiative.title in body
        # Ten working days from Monday 23/11, of which the 24th is a public holiday.
        assert "08/12/2026" in body
    assert not told("truongphong", "chờ phiếu chấm")
    assert told("truongphong", "đang trước Hội đồng")


def test_who_has_not_scored_is_reminded_once_before_the_last_day_and_once_after(before_council, staff):
    scoring.cast_ballot(review=before_council, scores=sheet(), remark="", staff=staff("tp.vp"), now=NOW)
    last = score_by(before_council)
    assert last == date(2026, 12, 8)
    days = (last - timezone.localdate(NOW)).days
    sent = [remind_to_score(now=NOW + timedelta(days=days + offset)) for offset in (-5, -4, -1, 0, 1, 2)]
    assert sent == [0, 3, 0, 0, 3, 0]
    assert len(told("cv2.vp", "chưa có phiếu chấm")) == 2
    assert not told("tp.vp", "chưa có phiếu chấm")
    assert not told("truongphong", "chưa có phiếu chấm")


def test_a_closed_scoring_reminds_nobody(scored, staff):
    review = scored(scores={"novelty": "10"})
    scoring.close_scoring(review=review, staff=staff("cv.vp"), now=NOW)
    assert remind_to_score(now=NOW + timedelta(days=60)) == 0
    assert told("chuyenvien", "không được công nhận")
    assert len(MEMBERS) == 5


def test_authors_hear_of_the_decision_the_certificate_and_a_cancelled_decision(recognised, staff):
    review = recognised()
    assert told("chuyenvien", review.decision.symbol)
    paper = sign_paper(paper=review.certificate, staff=staff("giamdoc"), now=NOW)
    assert not told("chuyenvien", "giấy chứng nhận")
    sealed = seal_paper(paper=paper, staff=staff("vanthu"), now=NOW)
    assert told("chuyenvien", sealed.symbol)
    cancel_paper(paper=review.decision, reason="Sai tên", staff=staff("giamdoc"), now=NOW)
    (body,) = told("chuyenvien", "chờ quyết định khác")
    assert "Sai tên" in body
