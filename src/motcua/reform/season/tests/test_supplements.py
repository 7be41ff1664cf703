"""Criteria returned to their agency while appraising."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.notifications.api import Message
from motcua.platform import clock
from motcua.platform.audit.models import AuditEvent
from motcua.reform.season.api import cards
from motcua.reform.season.appraisal_models import Supplement
from motcua.reform.season.services.appraisal import agree_with_rest, give_opinion
from motcua.reform.season.services.assessment import Claim, assess
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.supplements import answer_supplement, ask_supplement
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_pages import PDF, upload
from motcua.reform.season.tests.test_round import judge

UNTIL = NOW.date() + timedelta(days=3)
WHY = "Thiếu quyết định phê duyệt"
OWN = Claim(points=Fraction(1), reason="bổ sung quyết định 12")


@pytest.fixture
def at(acting):
    """Somebody, so many hours after the appraisal began."""
    return lambda username, hours=0: {**acting(username), "now": NOW + timedelta(hours=hours)}


@pytest.fixture
def mine(appraising, card):
    return card("SKHCN")


@pytest.fixture
def returned(mine, at):
    return ask_supplement(scorecard=mine, code="2.1", reason=WHY, until=UNTIL, **at("thamdinh"))


def refused(words, do, **kwargs):
    with pytest.raises(SeasonRefused, match=words):
        do(**kwargs)


def test_the_agency_is_told_why_and_until_when(returned, user):
    body = Message.objects.get(recipient_id=user("cv.vp").pk).body
    assert WHY in body
    assert "07/01/2023" in body
    assert Message.objects.filter(recipient_id=user("giamdoc").pk).exists()


def test_asked_twice_it_is_returned_once(returned, mine, at):
    again = ask_supplement(scorecard=mine, code="2.1", reason=WHY, until=UNTIL, **at("thamdinh"))
    assert again == returned
    assert AuditEvent.objects.filter(action="supplement.asked").count() == 1
    refused(
        "returned", ask_supplement, scorecard=mine, code="2.1", reason="x", until=UNTIL, **at("quanly.cchc")
    )


def test_points_change_only_where_the_criterion_was_returned_and_with_a_reason(returned, mine, at):
    refused("wrong_state", assess, scorecard=mine, code="2.2", claim=OWN, **at("cv.vp", 1))
    refused(
        "reason_missing", assess, scorecard=mine, code="2.1", claim=Claim(inputs={"x": None}), **at("cv.vp")
    )
    assess(scorecard=mine, code="2.1", claim=OWN, **at("cv.vp", 1))
    assert mine.entries.filter(code="2.1", column="self").count() == 2
    assert cards(mine.season, "self")["SKHCN"].scores["2.1"] == 1


@pytest.mark.parametrize("username", ["cchc.sxd", "chuyenvien", "thamdinh", "quanly.cchc"])
def test_nobody_else_uses_the_return(returned, mine, at, username):
    with pytest.raises(PermissionDenied):
        assess(scorecard=mine, code="2.1", claim=OWN, **at(username, 1))
    with pytest.raises(PermissionDenied):
        answer_supplement(supplement=returned, text="x", **at(username, 1))


@pytest.mark.parametrize("username", ["cv.vp", "giamdoc", "thamdinh.stp", "hoidong", "kiemtra", "cchc.sxd"])
def test_only_appraisers_of_the_area_and_managers_return(mine, at, username):
    with pytest.raises(PermissionDenied):
        ask_supplement(scorecard=mine, code="2.1", reason=WHY, until=UNTIL, **at(username))


def test_the_whole_card_is_returned_by_managers_alone(mine, at):
    with pytest.raises(PermissionDenied):
        ask_supplement(scorecard=mine, code="", reason=WHY, until=UNTIL, **at("thamdinh"))
    ask_supplement(scorecard=mine, code="", reason=WHY, until=UNTIL, **at("quanly.cchc"))
    assert assess(scorecard=mine, code="3.1", claim=OWN, **at("cv.vp", 1)).points == 1


def test_nobody_appraises_what_is_with_the_agency(returned, mine, at):
    refused("returned", give_opinion, scorecard=mine, code="2.1", claim=None, **at("thamdinh"))
    assert agree_with_rest(scorecard=mine, area="2", **at("thamdinh")) > 0
    assert not mine.opinions.filter(code="2.1").exists()


def test_after_the_day_it_is_locked_again(returned, mine, at):
    refused("wrong_state", assess, scorecard=mine, code="2.1", claim=OWN, **at("cv.vp", 96))
    refused("not_returned", answer_supplement, supplement=returned, text="x", **at("cv.vp", 96))
    assert give_opinion(scorecard=mine, code="2.1", claim=None, **at("thamdinh", 96))


def test_with_the_answer_it_is_locked_and_whoever_asked_is_told(returned, mine, at, user):
    for _time in range(2):
        row = answer_supplement(supplement=returned, text="đã bổ sung", **at("cv.vp", 1))
    assert row.answer == "đã bổ sung"
    assert Message.objects.filter(recipient_id=user("thamdinh").pk, subject_id=mine.uuid).count() == 1
    refused("wrong_state", assess, scorecard=mine, code="2.1", claim=OWN, **at("cv.vp", 2))


def test_what_was_said_before_a_supplement_changed_it_is_said_anew(mine, at):
    give_opinion(scorecard=mine, code="2.1", claim=None, **at("thamdinh"))
    row = ask_supplement(scorecard=mine, code="2.1", reason=WHY, until=UNTIL, **at("thamdinh2"))
    assess(scorecard=mine, code="2.1", claim=OWN, **at("cv.vp", 1))
    answer_supplement(supplement=row, text="x", **at("cv.vp", 1))
    refused("first_missing", give_opinion, scorecard=mine, code="2.1", claim=None, **at("thamdinh2", 2))
    for hours, username in ((2, "thamdinh"), (3, "thamdinh2")):
        give_opinion(scorecard=mine, code="2.1", claim=None, **at(username, hours))
    assert cards(mine.season, "appraised")["SKHCN"].scores["2.1"] == 1


def test_an_explanation_alone_leaves_what_was_said(mine, at):
    give_opinion(scorecard=mine, code="2.1", claim=None, **at("thamdinh"))
    row = ask_supplement(scorecard=mine, code="2.1", reason=WHY, until=UNTIL, **at("thamdinh2"))
    answer_supplement(supplement=row, text="giải trình", **at("cv.vp", 1))
    assert give_opinion(scorecard=mine, code="2.1", claim=None, **at("thamdinh2", 2))


def test_what_is_settled_is_not_returned(appraising, acting, at):
    card = judge(appraising, acting)
    refused("settled", ask_supplement, scorecard=card, code="2.1", reason=WHY, until=UNTIL, **at("thamdinh"))


def test_the_day_lies_within_the_appraisal(mine, at):
    more = {"scorecard": mine, "code": "2.1", "reason": WHY, **at("thamdinh")}
    refused("day_past", ask_supplement, until=NOW.date() - timedelta(days=1), **more)
    refused("day_late", ask_supplement, until=NOW.date() + timedelta(days=60), **more)


def test_a_criterion_is_returned_and_given_back_on_pages(mine, client, user):
    with clock.at(NOW):
        client.force_login(user("thamdinh"))
        page = reverse("season:criterion", args=[mine.uuid, "2.1"])
        address = reverse("season:return", args=[mine.uuid, "2.1"])
        assert address in client.get(page).content.decode()
        day = {"until-day": "7", "until-month": "1", "until-year": "2023"}
        kept = client.post(address, {"reason": WHY})
        assert kept.status_code == 422
        assert WHY in kept.content.decode()
        assert client.post(address, {"reason": WHY, **day}).status_code == 302
    with clock.at(NOW + timedelta(hours=1)):
        client.force_login(user("cv.vp"))
        assert WHY in client.get(page).content.decode()
        assert upload(client, mine, PDF).status_code == 302
        data = {"mode": "points", "points": "1", "reason": "bổ sung"}
        assert client.post(reverse("season:draft", args=[mine.uuid, "2.1"]), data).status_code == 302
        answer = reverse("season:supplement", args=[Supplement.objects.get().uuid])
        assert client.post(answer, {"text": ""}).status_code == 422
        assert client.post(answer, {"text": "đã bổ sung"}).status_code == 302
        client.force_login(user("cchc.sxd"))
        assert client.post(answer, {"text": "x"}).status_code == 404
        client.force_login(user("thamdinh"))
        assert "đã bổ sung" in client.get(page).content.decode()


def test_the_card_is_returned_and_given_back_on_pages(mine, client, user):
    with clock.at(NOW):
        client.force_login(user("quanly.cchc"))
        address = reverse("season:return_card", args=[mine.uuid])
        day = {"until-day": "7", "until-month": "1", "until-year": "2023"}
        assert client.post(address, {"reason": "", **day}).status_code == 422
        assert client.post(address, {"reason": WHY, **day}).status_code == 302
        assert WHY in client.get(reverse("season:card", args=[mine.uuid])).content.decode()
        client.get(reverse("season:season", args=[2022]))
        client.force_login(user("giamdoc"))
        answer = reverse("season:supplement", args=[Supplement.objects.get().uuid])
        assert answer in client.get(reverse("season:card", args=[mine.uuid])).content.decode()
        assert client.post(answer, {"text": "giải trình"}).status_code == 302


def test_what_the_appraisers_saw_stays_and_what_was_added_since_may_go(mine, client, user, at, season):
    season.refresh_from_db()
    with clock.at(NOW):
        client.force_login(user("cv.vp"))
        ask_supplement(scorecard=mine, code="2.1", reason=WHY, until=UNTIL, **at("thamdinh"))
        assert upload(client, mine, PDF).status_code == 302
        old = mine.evidence.get()
    Supplement.objects.update(asked_at=NOW + timedelta(hours=1))
    remove = reverse("season:remove_evidence", args=[mine.uuid, "2.1", old.item.uuid])
    with clock.at(NOW + timedelta(hours=2)):
        client.post(remove)
        old.refresh_from_db()
        assert old.removed_at is None
    Supplement.objects.update(asked_at=NOW)
    with clock.at(NOW + timedelta(hours=2)):
        client.post(remove)
        old.refresh_from_db()
        assert old.removed_at is not None
