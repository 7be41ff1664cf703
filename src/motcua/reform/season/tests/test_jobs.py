from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from motcua.notifications.models import Message
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
    tell_what_holds_up,
)
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.surveys.api import load_forms
from motcua.reform.surveys.models import SurveyForm, SurveyRound

DAY = timedelta(days=1)
MANAGERS = ["quanly.cchc", "tp.cchc"]
LAST_DAY = datetime(2022, 12, 31, 3, tzinfo=UTC)


@pytest.fixture
def queued(monkeypatch):
    jobs = []
    monkeypatch.setattr(
        "motcua.reform.season.tasks.defer", lambda name, **wanted: jobs.append((name, wanted))
    )
    return jobs


@pytest.fixture
def night(queued):
    """Midnight, and the jobs that it queued, one after the other."""
    work = {
        "season.compute": compute,
        "season.freeze": freeze_after_cut_off,
        "season.tell_what_holds_up": tell_what_holds_up,
    }

    def night(moment):
        begun = len(queued)
        with clock.at(moment):
            compute_nightly()
            for name, wanted in queued[begun:]:
                work[name](**wanted)

    return night


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
    with clock.at(NOW):
        freeze_after_cut_off(year=2022)
    assert get_season(season.uuid).frozen_at is None
    SurveyRound.objects.update(state="published")
    with clock.at(NOW):
        freeze_after_cut_off(year=2022)
    assert get_season(season.uuid).frozen_at == NOW


def test_a_night_whose_surveys_are_not_published_computes_and_the_one_after_their_publication_freezes(
    season, queued, night
):
    SurveyRound.objects.filter(pk=_begun_survey().pk).update(state="open")
    night(NOW)
    assert get_season(season.uuid).computed_at == NOW
    night(NOW + DAY)
    assert (get_season(season.uuid).computed_at, get_season(season.uuid).frozen_at) == (NOW + DAY, None)
    SurveyRound.objects.update(state="published")
    night(NOW + 2 * DAY)
    assert get_season(season.uuid).frozen_at == NOW + 2 * DAY
    night(NOW + 3 * DAY)
    assert [name for name, _wanted in queued].count("season.freeze") == 1


def test_managers_hear_once_for_each_cut_off_which_surveys_hold_it_up(season, night):
    begun = _begun_survey()
    for days in range(3):
        night(NOW + days * DAY)
    told = Message.objects.select_related("recipient")
    assert sorted(message.recipient.username for message in told) == MANAGERS
    message = told[0]
    assert message.url == reverse("season:season", args=[2022])
    assert begun.name_vi in message.body and "20/12/2022" in message.body
    season.dates.filter(step="cut_off").update(due_on=date(2023, 1, 5))
    night(NOW + 3 * DAY)
    assert Message.objects.count() == 2 * len(MANAGERS)


def test_nobody_hears_of_surveys_before_the_cut_off_is_over_or_when_none_is_waited_for(season, night):
    night(NOW)
    _begun_survey()
    night(LAST_DAY)
    assert not Message.objects.exists()


def test_a_survey_begun_while_the_round_was_to_be_frozen_is_not_tried_again_but_computed(season, queued):
    _begun_survey()
    with clock.at(NOW):
        freeze_after_cut_off(year=2022)
    assert queued == [("season.compute", {"year": 2022})]


def test_the_page_of_a_round_shows_its_manager_what_the_cut_off_waits_for(season, client, user):
    begun = _begun_survey()
    way = f'href="{reverse("surveys:round", args=[begun.uuid])}"'
    for username, is_shown in (("quanly.cchc", True), ("cv.vp", False)):
        client.force_login(user(username))
        with clock.at(NOW):
            page = client.get(reverse("season:season", args=[2022])).content.decode()
        assert (way in page) == is_shown
    SurveyRound.objects.update(state="published")
    client.force_login(user("quanly.cchc"))
    with clock.at(NOW):
        assert way not in client.get(reverse("season:season", args=[2022])).content.decode()


def test_the_manager_is_told_when_a_survey_counts_by_another_method_than_the_edition(season, client, user):
    begun = _begun_survey()
    client.force_login(user("quanly.cchc"))
    for method, is_told in (("mean", False), ("pooled", True)):
        SurveyRound.objects.filter(pk=begun.pk).update(method=method)
        with clock.at(NOW):
            page = client.get(reverse("season:season", args=[2022])).content.decode()
        assert ("đợt khảo sát này theo cách" in page) == is_told


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
