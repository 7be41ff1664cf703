"""Who is told when a step starts the days of somebody."""

import pytest

from motcua.identity.api import User
from motcua.notifications.models import Message
from motcua.platform.ids import new_uuid
from motcua.reform.season.choices import Answer, State
from motcua.reform.season.models import Season
from motcua.reform.season.services.appeals import answer_appeal, file_appeal
from motcua.reform.season.services.moves import advance, reopen
from motcua.reform.season.services.rounds import mark_published
from motcua.reform.season.services.submission import give_back
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_round import appealing  # noqa: F401

BOTH = {"cv.vp", "giamdoc", "cchc.sxd"}


@pytest.fixture
def told():
    def told(since=0):
        names = dict(User.objects.values_list("pk", "username"))
        return {names[row.recipient_id] for row in Message.objects.order_by("pk")[since:]}

    return told


def test_agencies_hear_of_their_results_and_of_a_step_that_opens_again(appealing, manager, told):  # noqa: F811
    assert told() >= BOTH
    before = Message.objects.count()
    reopen(season=appealing, reason="thiếu văn bản", **manager)
    assert told(before) >= BOTH


def test_an_appeal_is_told_to_the_managers_and_its_answer_to_the_agency(
    appealing,  # noqa: F811
    manager,
    acting,
    card,
    told,
):
    before = Message.objects.count()
    row = file_appeal(scorecard=card("SKHCN"), code="2.1", text="x", asked_points=None, **acting("cv.vp"))
    assert "quanly.cchc" in told(before) and "cchc.sxd" not in told(before)
    before = Message.objects.count()
    answer_appeal(appeal=row, answer=Answer.REJECTED, text="x", claim=None, **manager)
    assert told(before) >= {"cv.vp", "giamdoc"} and "cchc.sxd" not in told(before)


def test_the_agency_hears_of_a_card_given_back(duo, manager, card, told):
    advance(season=duo, **manager)
    duo.scorecards.filter(agency__code="SKHCN").update(state="submitted", submitted_at=NOW)
    give_back(scorecard=card("SKHCN"), reason="x", **manager)
    assert "cv.vp" in told() and "cchc.sxd" not in told()


def test_all_hear_of_the_publication(duo, user, told):
    Season.objects.filter(pk=duo.pk).update(state=State.FINAL)
    mark_published(season=duo, snapshot_uuid=new_uuid(), by=user("quanly.cchc"), now=NOW)
    assert told() >= BOTH
