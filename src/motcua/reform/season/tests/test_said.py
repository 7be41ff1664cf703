"""What was said of a criterion stays readable after its step, for those who may read it."""

from django.urls import reverse

from motcua.platform import clock
from motcua.reform.season.services.appeals import file_appeal
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
