"""Two at the same moment: one effect, one event. Alone in its file, for these tests commit what they do."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from motcua.platform import clock
from motcua.platform.audit.models import AuditEvent
from motcua.reform.papers.api import Paper
from motcua.reform.season.api import cards, get_season
from motcua.reform.season.appraisal_models import Motion, Opinion, Vote
from motcua.reform.season.models import ScoreEntry
from motcua.reform.season.services.appraisal import give_opinion
from motcua.reform.season.services.council import cast_vote, set_council
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.freezing import freeze
from motcua.reform.season.services.moves import advance
from motcua.reform.season.services.submission import submit
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_round import LESS, NONE, judge

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """What each of the calls answered, or the code with which it was refused; any other error is the test's."""
    start = threading.Barrier(len(calls))

    def run(call):
        start.wait()
        try:
            return call()
        except SeasonRefused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def events(action):
    return AuditEvent.objects.filter(action=action).count()


def test_two_heads_signing_at_once_make_one_signed_report(duo, manager, fill, card, acting, keys):
    advance(season=duo, **manager)
    mine = card("SKHCN")
    fill(mine)
    heads = [acting("giamdoc"), acting("phogiamdoc")]
    first, second = at_once(*(lambda head=head: submit(scorecard=mine, **head) for head in heads))
    assert first.pk == second.pk
    assert Paper.objects.filter(subject_id=mine.uuid).count() == 1
    assert Paper.objects.get(subject_id=mine.uuid).number == 1
    assert (card("SKHCN").state, events("scorecard.submitted")) == ("submitted", 1)


def test_two_appraisers_at_once_are_first_and_second(appraising, card, acting):
    mine = card("SKHCN")
    give_opinion(scorecard=mine, code="2.2", claim=LESS, **acting("thamdinh"))
    both = [("2.1", LESS, acting("thamdinh")), ("2.1", None, acting("thamdinh2"))]
    outcomes = at_once(
        *(
            lambda code=code, claim=claim, who=who: give_opinion(
                scorecard=mine, code=code, claim=claim, **who
            )
            for code, claim, who in both
        )
    )
    # Whoever comes second in the row judges; before the first has spoken the second is told to wait.
    assert isinstance(outcomes[0], Opinion)
    assert outcomes[1] == "first_missing" or isinstance(outcomes[1], Opinion)
    pressed = acting("thamdinh2")
    again = at_once(
        *(lambda: give_opinion(scorecard=mine, code="2.2", claim=NONE, **pressed) for _press in range(2))
    )
    assert "settled" in again or again[0].pk == again[1].pk
    assert Opinion.objects.filter(code="2.2", order=2).count() == 1
    assert Motion.objects.filter(code="2.2").count() == events("motion.opened") == 1


def test_the_same_view_pressed_twice_is_one(appraising, card, acting):
    mine, who = card("SKHCN"), acting("thamdinh")
    first, second = at_once(
        *(lambda: give_opinion(scorecard=mine, code="2.1", claim=LESS, **who) for _press in range(2))
    )
    assert first.pk == second.pk
    assert (Opinion.objects.count(), events("appraisal.opinion")) == (1, 1)
    agreeing = acting("thamdinh2")
    at_once(
        *(lambda: give_opinion(scorecard=mine, code="2.1", claim=None, **agreeing) for _press in range(2))
    )
    assert ScoreEntry.objects.filter(code="2.1", column="appraised").count() == 1
    assert cards(appraising, "appraised")["SKHCN"].scores["2.1"] == LESS.points


def test_two_votes_of_one_member_at_once_are_one(appraising, manager, acting, user):
    mine = judge(appraising, acting, first=LESS, second=NONE)
    motion = mine.motions.get()
    members = [user("hoidong"), user("hoidong2"), user("gd.stp")]
    set_council(season=appraising, present=members, absent=[], chair=members[0], **manager)
    appraising.state = "council"
    appraising.save()
    who = acting("hoidong")
    same = at_once(*(lambda: cast_vote(motion=motion, choice="first", **who) for _press in range(2)))
    assert same[0].pk == same[1].pk
    assert (Vote.objects.count(), events("motion.voted")) == (1, 1)
    other = acting("hoidong2")
    differing = at_once(
        *(
            lambda choice=choice: cast_vote(motion=motion, choice=choice, **other)
            for choice in ("first", "second")
        )
    )
    assert "voted" in differing or "decided" in differing
    assert Vote.objects.filter(user=user("hoidong2")).count() == 1


def test_the_next_step_pressed_twice_is_one_step(duo, fill, card, user):
    # Everything that the step after it wants is there too: nothing but the lock stops a second move.
    freeze(season=duo, by=None, now=NOW)
    duo.scorecards.update(state="submitted", submitted_at=NOW)
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(user("quanly.cchc"))
    address = reverse("season:advance", args=[2022])

    def press(browser):
        with clock.at(NOW):
            return browser.post(address, {"state": "draft"}).status_code

    assert at_once(*(lambda browser=browser: press(browser) for browser in browsers)) == [302, 302]
    assert (get_season(duo.uuid).state, events("season.moved")) == ("open", 1)
