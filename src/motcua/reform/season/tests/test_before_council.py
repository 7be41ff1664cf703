"""What lies before the council: appeals on it, what is put there, and who decides when."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from motcua.notifications.models import Message
from motcua.platform.audit.models import AuditEvent
from motcua.platform.ui.preferences import LANGUAGE_COOKIE
from motcua.reform.papers.api import PaperState
from motcua.reform.season.api import cards
from motcua.reform.season.services import minutes
from motcua.reform.season.services.appeals import answer_appeal, file_appeal
from motcua.reform.season.services.assessment import Claim
from motcua.reform.season.services.council import cast_vote, decide_by_chair, set_council
from motcua.reform.season.services.entries import SeasonRefused, add_entry
from motcua.reform.season.services.minutes import draft_minutes
from motcua.reform.season.services.moves import reopen
from motcua.reform.season.tests.test_round import LESS, NONE, judge

MORE = Claim(points=Fraction(1), reason="chấp nhận")


@pytest.fixture
def disputed(appraising, acting):
    """2.1 agreed on, 2.2 disputed; the round waits for appeals."""
    judge(appraising, acting, first=LESS)
    judge(appraising, acting, code="2.2", first=LESS, second=NONE)
    appraising.state = "appeal"
    appraising.save()
    return appraising


@pytest.fixture
def appealed(disputed, acting, card):
    def appealed(code, asked=None):
        return file_appeal(
            scorecard=card("SKHCN"), code=code, text="có tài liệu", asked_points=asked, **acting("cv.vp")
        )

    return appealed


@pytest.fixture
def answered(manager):
    def answered(appeal, answer="rejected", claim=None, **more):
        return answer_appeal(appeal=appeal, answer=answer, text="vì", claim=claim, **{**manager, **more})

    return answered


@pytest.fixture
def session(user, manager):
    """The council sits: three members, the first of them in the chair."""

    def session(season):
        season.state = "council"
        season.save()
        members = [user(name) for name in ("hoidong", "hoidong2", "gd.stp")]
        set_council(season=season, present=members, absent=[], chair=members[0], **manager)
        return season

    return session


@pytest.fixture
def voted(acting):
    def voted(motion, *choices):
        for name, choice in zip(("hoidong", "hoidong2", "gd.stp"), choices, strict=False):
            cast_vote(motion=motion, choice=choice, **acting(name))

    return voted


def refused(code, do, *args, **kwargs):
    with pytest.raises(SeasonRefused, match=f"^{code}$"):
        do(*args, **kwargs)


def test_an_appeal_on_what_lies_before_the_council_is_not_accepted(appealed, answered):
    appeal = appealed("2.2")
    refused("for_council", answered, appeal, "accepted", MORE)
    appeal.refresh_from_db()
    assert appeal.answer == ""


def test_what_the_agency_asks_joins_the_item_on_which_the_appraisers_differ(appealed, answered, card):
    answered(appealed("2.2", Fraction(1)), to_council=True)
    motion = card("SKHCN").motions.get(code="2.2")
    assert [(one["key"], one["points"]) for one in motion.options] == [
        ("first", "1/2"),
        ("second", "0"),
        ("asked", "1"),
    ]
    assert "có tài liệu" in motion.question
    assert AuditEvent.objects.filter(action="motion.opened").count() == 1
    assert AuditEvent.objects.filter(action="motion.widened").count() == 1


def test_what_the_agency_asks_is_no_second_choice_of_the_same_points(appealed, answered, card):
    answered(appealed("2.2", Fraction(1, 2)), to_council=True)
    motion = card("SKHCN").motions.get(code="2.2")
    assert [one["key"] for one in motion.options] == ["first", "second"]
    assert "có tài liệu" in motion.question


def test_without_points_asked_for_the_self_assessment_is_the_choice(appealed, answered, card):
    answered(appealed("2.1"), to_council=True)
    motion = card("SKHCN").motions.get(code="2.1")
    assert [(one["key"], one["points"]) for one in motion.options] == [
        ("recognised", "1/2"),
        ("asked", "3/2"),
    ]


def test_nothing_goes_before_the_council_that_leaves_no_choice(appealed, answered, card):
    refused("nothing_asked", answered, appealed("2.1", Fraction(1, 2)), to_council=True)
    assert not card("SKHCN").motions.filter(code="2.1").exists()


def test_only_what_was_recognised_or_lies_before_the_council_is_appealed(appealed):
    refused("nothing_recognised", appealed, "2.3")
    assert appealed("2.1") and appealed("2.2")


def test_after_a_decision_the_council_alone_decides_again(
    disputed, appealed, answered, session, voted, manager, card
):
    mine = card("SKHCN")
    session(disputed)
    voted(mine.motions.get(), "first", "first")
    reopen(season=disputed, reason="xem lại", **manager)
    appeal = appealed("2.2", Fraction(1))
    refused("for_council", answered, appeal, "accepted", MORE)
    answered(appeal, to_council=True)
    motion = mine.motions.get(state="open")
    assert [(one["key"], one["points"]) for one in motion.options] == [("recognised", "1/2"), ("asked", "1")]
    disputed.refresh_from_db()
    session(disputed)
    voted(motion, "recognised", "recognised")
    assert cards(disputed, "final")["SKHCN"].scores["2.2"] == Fraction(1, 2)


def test_the_chair_decides_in_the_session_only(disputed, session, voted, manager, acting, card):
    session(disputed)
    motion = card("SKHCN").motions.get()
    voted(motion, "first", "second", "abstain")
    reopen(season=disputed, reason="xem lại", **manager)
    chair = {"motion": motion, "choice": "first", "reason": "theo hồ sơ", **acting("hoidong")}
    refused("wrong_state", decide_by_chair, **chair)
    disputed.refresh_from_db()
    disputed.state = "council"
    disputed.save()
    assert decide_by_chair(**chair).chosen == "first"


def test_points_recognised_after_the_answer_can_be_appealed_once_more(
    appealed, answered, appraising, card, manager
):
    first = appealed("2.1")
    answered(first)
    refused("appealed", appealed, "2.1", Fraction(1, 2))
    later = manager["now"] + timedelta(hours=1)
    put = {"column": "appraised", "points": Fraction(1, 8), "inputs": {}, "reason": "chấm lại"}
    add_entry(card=card("SKHCN"), code="2.1", by=manager["by"], now=later, **put)
    second = appealed("2.1", Fraction(1, 2))
    assert second.pk != first.pk
    refused("appealed", appealed, "2.1", Fraction(3, 4))


def test_an_accepted_appeal_is_not_appealed_again(appealed, answered):
    answered(appealed("2.1"), "accepted", MORE)
    refused("appealed", appealed, "2.1", Fraction(1, 2))


def test_the_minutes_say_the_day_of_the_decision_decimals_and_why_the_chair_decided(
    disputed, session, voted, manager, acting, card
):
    session(disputed)
    motion = card("SKHCN").motions.get()
    voted(motion, "first", "second", "abstain")
    decide_by_chair(motion=motion, choice="first", reason="hồ sơ đã rõ", **acting("hoidong"))
    later = manager | {"now": manager["now"] + timedelta(days=9)}
    text = str(draft_minutes(season=disputed, **later).data)
    assert f"Phiên họp ngày {manager['now']:%d/%m/%Y}" in text
    assert "0,5 (Chủ tịch Hội đồng quyết định: hồ sơ đã rõ)" in text
    assert "1/2 điểm" not in text


@pytest.mark.parametrize(("state", "offered"), [("council", True), ("final", False)])
def test_who_is_present_is_offered_while_it_can_be_said(disputed, client, user, state, offered):
    type(disputed).objects.update(state=state)
    client.force_login(user("quanly.cchc"))
    page = client.get(reverse("season:council", args=[2022])).content.decode()
    assert (reverse("season:council_members", args=[2022]) in page) is offered
    assert reverse("season:minutes", args=[2022]) in page


def test_signed_minutes_are_not_written_again(disputed, manager, client, user, monkeypatch):
    type(disputed).objects.update(state="final")
    paper = draft_minutes(season=disputed, **manager)
    paper.state = PaperState.SIGNED
    monkeypatch.setattr(minutes, "find_minutes", lambda season: paper)
    client.force_login(user("quanly.cchc"))
    page = client.get(reverse("season:council", args=[2022])).content.decode()
    assert reverse("season:minutes", args=[2022]) not in page
    assert reverse("papers:paper", args=[paper.uuid]) in page


def council_page(client, language="en"):
    client.cookies[LANGUAGE_COOKIE] = language
    return client.get(reverse("season:council", args=[2022]))


def test_a_member_who_comes_before_members_are_named_reads_that_and_who_names_them(disputed, client, user):
    client.force_login(user("hoidong"))
    page = council_page(client)
    assert page.status_code == 403
    assert "The members of the council are not named yet" in page.text
    assert disputed.standing_body.name_en in page.text
    assert "whoever is named is told by a notice" in page.text
    assert "system administrator" not in page.text
    assert "Chưa có danh sách thành viên Hội đồng" in council_page(client, "vi").text


def test_a_member_whom_the_council_of_this_round_leaves_out_reads_that(session, disputed, client, user):
    session(disputed)
    disputed.council.filter(user=user("hoidong2")).delete()
    client.force_login(user("hoidong2"))
    page = council_page(client)
    assert page.status_code == 403
    assert "this account is not among its members" in page.text
    assert "members can be named until the scores are final" in page.text


def test_after_the_round_nobody_is_told_to_wait_for_a_council(disputed, client, user):
    type(disputed).objects.update(state="final")
    client.force_login(user("hoidong"))
    page = council_page(client)
    assert (page.status_code, "This round had no council" in page.text) == (403, True)
    assert "not named yet" not in page.text


def test_only_who_was_no_member_before_is_told_of_being_named(session, disputed, manager, user):
    session(disputed)
    told = Message.objects.filter(url=reverse("season:council", args=[2022]))
    assert told.count() == 3
    people = [user(name) for name in ("hoidong", "hoidong2", "gd.stp")]
    set_council(season=disputed, present=people[:2], absent=people[2:], chair=people[0], **manager)
    assert told.count() == 3
