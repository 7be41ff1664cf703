"""A council whose decision is cancelled scores no more, and what was before it can go before another."""

from dataclasses import replace

import pytest
from django.urls import reverse

from motcua.reform.initiatives.models import InitiativeReview, State
from motcua.reform.initiatives.services import councils, recognising, scoring
from motcua.reform.initiatives.services._base import InitiativeRefused
from motcua.reform.initiatives.tests.conftest import CONTENT, NOW, sheet
from motcua.reform.papers.api import Paper, PaperState, cancel_paper

pytestmark = pytest.mark.django_db


def ended(council, staff):
    cancel_paper(paper=council.decision, reason="Thay Hội đồng", staff=staff("giamdoc"), now=NOW)
    council.refresh_from_db()
    return council


def test_an_ended_council_gives_back_what_it_scores(scored, council, staff):
    review = scored()
    initiative, former = review.initiative, review.council
    ended(former, staff)
    initiative.refresh_from_db()
    assert (initiative.state, InitiativeReview.objects.count()) == (State.ACCEPTED, 0)
    other = council()
    (again,) = councils.put_before_council(
        initiatives=[initiative], council=other, staff=staff("cv.vp"), now=NOW
    )
    assert again.council == other


def test_an_ended_council_neither_scores_nor_closes_nor_decides(scored, staff):
    review = scored()
    review.council.state = "ended"
    review.council.save()
    for call in (
        lambda: scoring.cast_ballot(review=review, scores=sheet(), remark="", staff=staff("tp.vp"), now=NOW),
        lambda: scoring.close_scoring(review=review, staff=staff("cv.vp"), now=NOW),
        lambda: recognising.draft_decision(council=review.council, staff=staff("cv.vp"), now=NOW),
    ):
        with pytest.raises(InitiativeRefused, match="council_not_sitting"):
            call()


def test_a_waiting_decision_of_an_ended_council_is_dropped(scored, staff):
    review = scoring.close_scoring(review=scored(), staff=staff("cv.vp"), now=NOW)
    paper = recognising.draft_decision(council=review.council, staff=staff("cv.vp"), now=NOW)
    ended(review.council, staff)
    review.initiative.refresh_from_db()
    assert Paper.objects.get(pk=paper.pk).state == PaperState.CANCELLED
    assert review.initiative.state == State.ACCEPTED


def test_titles_are_kept_composed_and_long_ones_do_no_harm(begin):
    long = begin(content=replace(CONTENT, title="İ" * 300))
    assert (len(long.title), len(long.normal_title)) == (300, 400)
    typed = begin(content=replace(CONTENT, title="Số hóa hồ sơ".replace("ố", "o\u0302\u0301")))
    assert typed.title == "Số hóa hồ sơ"


def test_an_officer_of_another_agency_is_chosen_as_author_and_areas_have_their_name(client, user, province):
    client.force_login(user("chuyenvien"))
    page = client.get(reverse("initiatives:begin")).content.decode()
    assert f'value="{user("cv.sxd").pk}"' in page
    assert "Tổ chức bộ máy" in page
