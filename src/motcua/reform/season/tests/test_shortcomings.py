"""What inspections take off: live until the round closes, kept from then on, and no more after a decision."""

from fractions import Fraction
from uuid import UUID

import pytest

from motcua.reform.inspections.api import Effect
from motcua.reform.season.api import cards
from motcua.reform.season.models import KeptEffect, Season
from motcua.reform.season.services.corrections import Decision, correct_score
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.moves import advance, reopen
from motcua.reform.season.tests.test_round import judge

FOUND = UUID(int=7)


@pytest.fixture
def effects(monkeypatch):
    """What inspections say today; changing the mapping changes that."""
    found = {"SKHCN": [Effect("2.1", "reduce", Fraction(1, 4), FOUND, "/x/")]}
    monkeypatch.setattr("motcua.reform.season.shortcomings.effects_by_agency", lambda _year, **_at: found)
    return found


@pytest.fixture
def before_council(appraising, acting, effects):
    judge(appraising, acting)
    appraising.state = "council"
    appraising.save()
    return appraising


@pytest.fixture
def closed(before_council, manager):
    return advance(season=before_council, **manager)


@pytest.fixture
def published(closed):
    Season.objects.filter(pk=closed.pk).update(state="published", snapshot_uuid=FOUND)
    return Season.objects.get(pk=closed.pk)


def recognised(season):
    return cards(season, "final")["SKHCN"].scores["2.1"]


def test_a_shortcoming_takes_points_off_as_long_as_it_stands(before_council, effects):
    whole = recognised(before_council)
    effects.clear()
    assert recognised(before_council) - whole == Fraction(1, 4)


@pytest.mark.parametrize("after", [{}, {"SKHCN": [Effect("2.1", "veto", Fraction(0), UUID(int=8), "/y/")]}])
def test_what_happens_to_shortcomings_after_the_round_closed_changes_no_points(closed, effects, after):
    before = recognised(closed)
    effects.clear()
    effects.update(after)
    assert recognised(closed) == before


def test_when_the_council_sits_again_inspections_count_as_they_stand(closed, effects, manager):
    lowered = recognised(closed)
    effects.clear()
    open_again = reopen(season=closed, reason="xem lại", **manager)
    assert recognised(open_again) == lowered + Fraction(1, 4)
    assert not KeptEffect.objects.exists()
    assert recognised(advance(season=open_again, **manager)) == lowered + Fraction(1, 4)


def test_points_decided_after_publication_stand_as_they_were_decided(published, manager, card):
    lowered = recognised(published)
    correct_score(
        scorecard=card("SKHCN"),
        code="2.1",
        points=lowered + Fraction(1, 4),
        reason="đã khắc phục",
        decision=Decision(number="12/QĐ-UBND"),
        **manager,
    )
    assert recognised(published) == lowered + Fraction(1, 4)


def test_deciding_the_points_that_are_published_changes_nothing(published, manager, card):
    with pytest.raises(SeasonRefused, match="same_points"):
        correct_score(
            scorecard=card("SKHCN"),
            code="2.1",
            points=recognised(published),
            reason="x",
            decision=Decision(number="12/QĐ-UBND"),
            **manager,
        )
