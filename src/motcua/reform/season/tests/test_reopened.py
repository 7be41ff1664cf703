"""A step opened again: what the agency changed is appraised anew, whatever was said or decided of it before."""

from datetime import timedelta
from fractions import Fraction

import pytest

from motcua.reform.season.api import cards
from motcua.reform.season.choices import Column, State
from motcua.reform.season.services.appraisal import give_opinion, settled_codes
from motcua.reform.season.services.assessment import Claim, assess
from motcua.reform.season.services.entries import SeasonRefused, add_entry
from motcua.reform.season.services.moves import reopen
from motcua.reform.season.services.submission import give_back
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_round import LESS, NONE, judge

ZERO = Claim(points=Fraction(0), reason="chưa có tài liệu")


@pytest.fixture
def at(acting):
    return lambda username, hours: {**acting(username), "now": NOW + timedelta(hours=hours)}


@pytest.fixture
def changed(appraising, card, at):
    """One hour later the round is back in self-assessment, the agency takes 2.1 down, the appraisal goes on."""

    def changed():
        mine = card("SKHCN")
        reopen(season=mine.season, reason="sai số liệu", **at("quanly.cchc", 1))
        give_back(scorecard=mine, reason="sai số liệu", **at("quanly.cchc", 1))
        assess(scorecard=mine, code="2.1", claim=ZERO, **at("cv.vp", 1))
        appraising.scorecards.update(state="submitted", submitted_at=NOW + timedelta(hours=1))
        type(appraising).objects.update(state=State.APPRAISAL)
        return card("SKHCN")

    return changed


def agree(card, at, hours=2):
    for username in ("thamdinh", "thamdinh2"):
        give_opinion(scorecard=card, code="2.1", claim=None, **at(username, hours))


def test_nobody_agrees_with_an_opinion_on_points_that_are_gone(appraising, acting, card, changed, at):
    give_opinion(scorecard=card("SKHCN"), code="2.1", claim=None, **acting("thamdinh"))
    mine = changed()
    with pytest.raises(SeasonRefused, match="first_missing"):
        give_opinion(scorecard=mine, code="2.1", claim=None, **at("thamdinh2", 2))
    agree(mine, at)
    assert cards(mine.season, "final")["SKHCN"].scores["2.1"] == 0


def test_what_was_recognised_before_the_agency_changed_it_is_appraised_again(appraising, acting, changed, at):
    judge(appraising, acting)
    judge(appraising, acting, code="2.2")
    mine = changed()
    assert settled_codes(mine) == {"2.2"}
    agree(mine, at)
    assert settled_codes(mine) == {"2.1", "2.2"}
    assert cards(mine.season, "final")["SKHCN"].scores["2.1"] == 0


def test_the_same_outcome_again_settles_it_again(appraising, acting, changed, at):
    judge(appraising, acting, first=LESS)
    mine = changed()
    give_opinion(scorecard=mine, code="2.1", claim=LESS, **at("thamdinh", 2))
    give_opinion(scorecard=mine, code="2.1", claim=None, **at("thamdinh2", 2))
    assert "2.1" in settled_codes(mine)


def test_an_item_on_points_that_are_gone_is_taken_from_the_council(appraising, acting, changed, at):
    judge(appraising, acting, first=LESS, second=NONE)
    mine = changed()
    assert "2.1" not in settled_codes(mine)
    agree(mine, at)
    assert mine.motions.get().state == "withdrawn"


def test_a_decision_on_points_that_are_gone_does_not_hold_against_a_newer_appraisal(
    appraising, acting, card, changed, at
):
    judge(appraising, acting)
    add_entry(
        card=card("SKHCN"),
        code="2.1",
        column=Column.COUNCIL,
        points=Fraction(1),
        inputs={},
        reason="x",
        by=None,
        now=NOW,
    )
    mine = changed()
    agree(mine, at)
    assert cards(mine.season, "final")["SKHCN"].scores["2.1"] == 0
