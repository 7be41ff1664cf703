from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied

from motcua.identity.api import Unit
from motcua.reform.season.api import compute_season
from motcua.reform.season.services.assessment import Claim, adopt_computed, assess, assign, list_gaps
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.moves import advance
from motcua.reform.season.tests.conftest import NOW


@pytest.fixture
def open_card(season, manager, card):
    compute_season(season=season, now=NOW)
    advance(season=season, **manager)
    return card("SKHCN")


def figures(num, den):
    return {"num": Fraction(num), "den": Fraction(den)}


def refused(words, **kwargs):
    with pytest.raises(SeasonRefused) as caught:
        assess(**kwargs)
    assert caught.value.code == words


def test_points_follow_from_figures_by_the_rule(open_card, acting):
    claim = Claim(inputs=figures(9, 10))
    assert assess(scorecard=open_card, code="1.2", claim=claim, **acting("cv.vp")).points == Fraction(9, 5)


def test_the_same_twice_is_one_entry(open_card, acting):
    for _time in range(2):
        assess(scorecard=open_card, code="1.2", claim=Claim(inputs=figures(9, 10)), **acting("cv.vp"))
    assert open_card.entries.filter(code="1.2", column="self").count() == 1


def test_leaving_the_computed_points_beyond_the_tolerance_wants_a_reason(open_card, acting):
    more = {"scorecard": open_card, "code": "1.2", **acting("cv.vp")}
    refused("deviation_reason", claim=Claim(inputs=figures(8, 11)), **more)
    assess(claim=Claim(inputs=figures(8, 11), reason="đếm lại"), **more)


def test_a_small_deviation_wants_none(open_card, acting):
    entry = assess(scorecard=open_card, code="1.2", claim=Claim(inputs=figures(10, 10)), **acting("cv.vp"))
    assert entry.points == 2


def test_points_by_hand_want_a_reason_and_stay_within_the_most(open_card, acting):
    more = {"scorecard": open_card, "code": "2.1", **acting("cv.vp")}
    refused("points_reason", claim=Claim(points=Fraction(1)), **more)
    refused("points_outside", claim=Claim(points=Fraction(2), reason="x"), **more)
    refused("not_applicable_reason", claim=Claim(not_applicable=True), **more)
    assert assess(claim=Claim(not_applicable=True, reason="không được giao"), **more).points is None


def test_figures_that_cannot_be_are_refused(open_card, acting):
    more = {"scorecard": open_card, "code": "1.2", **acting("cv.vp")}
    refused("bad_input", claim=Claim(inputs=figures(-1, 10)), **more)
    refused("missing_input", claim=Claim(inputs={"num": None, "den": Fraction(1)}), **more)


def test_surveys_are_nobodys_to_assess(open_card, acting):
    claim = Claim(points=Fraction(10), reason="x")
    refused("no_such_criterion", scorecard=open_card, code="8.1", claim=claim, **acting("cv.vp"))


def test_a_unit_drafts_only_what_was_given_to_it(open_card, acting):
    more = {"scorecard": open_card, "claim": Claim(points=Fraction(1), reason="x"), **acting("chuyenvien")}
    with pytest.raises(PermissionDenied):
        assess(code="2.1", **more)
    unit = Unit.objects.get(agency=open_card.agency, code="ATBX")
    assign(scorecard=open_card, units={"2.1": unit}, **acting("cv.vp"))
    assert assess(code="2.1", **more).points == 1


@pytest.mark.parametrize("username", ["cchc.sxd", "quanly.cchc", "thamdinh", "kiemtra"])
def test_others_never_draft(open_card, acting, username):
    with pytest.raises(PermissionDenied):
        assess(
            scorecard=open_card, code="2.1", claim=Claim(points=Fraction(1), reason="x"), **acting(username)
        )


def test_computed_points_are_taken_over_once(open_card, acting):
    assert adopt_computed(scorecard=open_card, **acting("cv.vp")) == 2
    assert adopt_computed(scorecard=open_card, **acting("cv.vp")) == 0


def test_gaps_name_what_is_missing(open_card, acting):
    adopt_computed(scorecard=open_card, **acting("cv.vp"))
    kinds = {(gap.code, gap.kind) for gap in list_gaps(open_card)}
    assert ("2.1", "unscored") in kinds
    assert all(code != "1.2" for code, _kind in kinds)


def test_full_points_without_evidence_or_explanation_are_a_gap(open_card, acting):
    claim = Claim(inputs=figures(10, 10))
    assess(scorecard=open_card, code="2.1", claim=claim, **acting("cv.vp"))
    assert ("2.1", "evidence") in {(gap.code, gap.kind) for gap in list_gaps(open_card)}
