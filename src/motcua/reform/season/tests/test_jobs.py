from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from motcua.platform import clock
from motcua.platform.indicators import api as indicators
from motcua.platform.indicators.api import get_indicator
from motcua.platform.outbox.jobs import RetryLater
from motcua.reform.season.api import get_season
from motcua.reform.season.models import Season, SeasonReminder
from motcua.reform.season.refusals import refusal_text
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.freezing import ask_to_freeze
from motcua.reform.season.tasks import (
    compute,
    compute_nightly,
    freeze_after_cut_off,
    remind_in_round,
    remind_of_last_days,
)
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.surveys.api import load_forms
from motcua.reform.surveys.models import SurveyForm, SurveyRound

LAST_DAY = datetime(2022, 12, 31, 3, tzinfo=UTC)


@pytest.fixture
def queued(monkeypatch):
    jobs = []
    monkeypatch.setattr(
        "motcua.reform.season.tasks.defer", lambda name, **wanted: jobs.append((name, wanted))
    )
    return jobs


@pytest.mark.parametrize(("day", "job"), [(LAST_DAY, "season.compute"), (NOW, "season.freeze")])
def test_the_night_computes_until_the_cut_off_and_then_freezes_each_round_by_itself(season, queued, day, job):
    with clock.at(day):
        compute_nightly()
    assert queued == [(job, {"year": 2022})]


def test_a_round_is_frozen_after_the_cut_off(season):
    with clock.at(NOW):
        freeze_after_cut_off(year=2022)
    assert get_season(season.uuid).frozen_at == NOW


def test_figures_that_move_while_their_records_are_listed_are_frozen_later(season, rooms, monkeypatch):
    given = iter(range(100))
    moving = replace(
        get_indicator("plan.tasks_done"), values=lambda _period: {"SKHCN": Fraction(next(given))}
    )
    monkeypatch.setitem(indicators._known, "plan.tasks_done", moving)
    with clock.at(NOW), pytest.raises(RetryLater):
        freeze_after_cut_off(year=2022)
    assert get_season(season.uuid).frozen_at is None


def test_every_running_round_is_reminded_by_itself(season, queued):
    remind_of_last_days()
    Season.objects.update(state="open")
    remind_of_last_days()
    assert queued == [("season.remind_round", {"year": 2022})]


def test_a_round_reminds_of_its_last_days(season):
    Season.objects.update(state="open")
    with clock.at(datetime(2023, 1, 16, 3, tzinfo=UTC)):
        remind_in_round(year=2022)
    assert SeasonReminder.objects.filter(season=season).exists()


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


@pytest.mark.parametrize("state", ["open", "closed"])
def test_nothing_is_frozen_before_the_surveys_of_the_year_are_published(season, acting, state):
    begun = _begun_survey(state=state)
    with pytest.raises(SeasonRefused) as refused:
        ask_to_freeze(season=season, **acting("quanly.cchc"))
    assert refused.value.code == "surveys_unpublished"
    assert begun.name_vi in refusal_text(refused.value)
    with clock.at(NOW), pytest.raises(RetryLater):
        freeze_after_cut_off(year=2022)
    assert get_season(season.uuid).frozen_at is None
    SurveyRound.objects.update(state="published")
    with clock.at(NOW):
        freeze_after_cut_off(year=2022)
    assert get_season(season.uuid).frozen_at == NOW


@pytest.mark.parametrize("other", [{"year": 2021}, {"form_key": "staff"}, {"state": "planned"}])
def test_surveys_that_the_season_does_not_wait_for_hold_nothing_up(season, other):
    _begun_survey(**other)
    with clock.at(NOW):
        freeze_after_cut_off(year=2022)
    assert get_season(season.uuid).frozen_at == NOW


def _begun_survey(**other):
    load_forms(now=NOW)
    values = {"year": 2022, "form_key": "sipas", "state": "closed", "name_vi": "Khảo sát hài lòng 2022"}
    return SurveyRound.objects.create(
        form=SurveyForm.objects.get(key="sipas", version=1),
        minimum=30,
        opens_on=date(2022, 11, 1),
        closes_on=date(2022, 12, 20),
        created_at=NOW,
        **(values | other),
    )
