from datetime import UTC, datetime

import pytest

from motcua.platform import clock
from motcua.reform.season.api import get_season
from motcua.reform.season.models import Season
from motcua.reform.season.tasks import compute, compute_nightly
from motcua.reform.season.tests.conftest import NOW


@pytest.mark.parametrize(("day", "frozen"), [(datetime(2022, 12, 31, 3, tzinfo=UTC), False), (NOW, True)])
def test_the_night_computes_until_the_cut_off_and_then_freezes(season, day, frozen):
    with clock.at(day):
        compute_nightly()
    found = get_season(season.uuid)
    assert (found.computed_at is not None, found.frozen_at is not None) == (True, frozen)


def test_the_button_computes_a_round_and_nothing_for_a_year_without_one(season):
    with clock.at(NOW):
        compute(year=2022)
        compute(year=1999)
    assert get_season(season.uuid).compute_done == get_season(season.uuid).compute_total > 0


def test_a_computation_that_breaks_off_is_not_waited_for(season, monkeypatch):
    def broken(**_wanted):
        raise ZeroDivisionError

    Season.objects.filter(pk=season.pk).update(compute_asked_at=NOW)
    monkeypatch.setattr("motcua.reform.season.tasks.compute_season", broken)
    with pytest.raises(ZeroDivisionError):
        compute(year=2022)
    assert get_season(season.uuid).compute_asked_at is None
