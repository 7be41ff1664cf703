"""What was said of a criterion stays readable after its step, for those who may read it."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from motcua.platform import clock
from motcua.reform.season.services.appeals import answer_appeal, file_appeal
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_round import LESS, appealing  # noqa: F401


def page_of(client, user, card, code="2.1"):
    client.force_login(user)
    with clock.at(NOW):
        return client.get(reverse("season:criterion", args=[card.uuid, code]))


def test_who_judges_reads_what_both_appraisers_held(appealing, card, client, user):  # noqa: F811
    answer = page_of(client, user("quanly.cchc"), card("SKHCN"))
    rows = [(row["opinion"].order, row["opinion"].by.username) for row in answer.context["opinions"]]
    assert rows == [(1, "thamdinh"), (2, "thamdinh2")]
    assert LESS.reason in answer.content.decode()


def test_documents_of_an_appeal_hide_no_opinion(appealing, acting, card, client, user):  # noqa: F811
    file_appeal(
        scorecard=card("SKHCN"), code="2.1", text="Đã có quyết định", asked_points=None, **acting("cv.vp")
    )
    answer = page_of(client, user("quanly.cchc"), card("SKHCN"))
    assert len(answer.context["opinions"]) == 2
    assert "Đã có quyết định" in answer.content.decode()


def test_the_agency_learns_points_but_not_which_appraiser_held_what(appealing, card, client, user):  # noqa: F811
    answer = page_of(client, user("cv.vp"), card("SKHCN"))
    assert "opinions" not in answer.context


def test_an_answered_appeal_says_who_when_and_which_points(appealing, acting, manager, card, client, user):  # noqa: F811
    filed, answered = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    appeal = file_appeal(
        scorecard=card("SKHCN"),
        code="2.1",
        text="Đã có quyết định",
        asked_points=Fraction(3, 4),
        **(acting("cv.vp") | {"now": filed}),
    )
    claim = replace(LESS, points=Fraction(3, 5))
    answer_appeal(appeal=appeal, answer="accepted", text="đúng", claim=claim, **(manager | {"now": answered}))
    before = "0,5"
    client.force_login(user("quanly.cchc"))
    listed = client.get(reverse("season:appeals", args=[2022])).content.decode()
    shown = page_of(client, user("quanly.cchc"), card("SKHCN")).content.decode()
    for page in (listed, shown):
        for words in ("0,75", before, "0,6", "11:00", "12:00"):
            assert words in page
        assert user("cv.vp").full_name in page


@pytest.mark.parametrize(
    ("code", "words", "not_said"),
    [
        ("2.1", "Chưa có tài liệu. Nếu không có", "Không có tài liệu."),
        ("1.2", "Bản ghi của các số liệu nêu trên là căn cứ", "Nếu không có"),
        ("8.1", "Không ai tự chấm hoặc thẩm định tiêu chí này", "Nếu không có"),
    ],
)
def test_documents_are_asked_for_where_somebody_must_show_them(
    season, manager, card, client, user, code, words, not_said
):
    type(season).objects.update(state="open")
    page = page_of(client, user("cv.vp"), card("SKHCN"), code).content.decode()
    assert words in page
    assert not_said not in page


def test_nothing_is_asked_for_once_the_card_is_locked(appealing, card, client, user):  # noqa: F811
    page = page_of(client, user("cv.vp"), card("SKHCN")).content.decode()
    assert "Nếu không có tài liệu" not in page
