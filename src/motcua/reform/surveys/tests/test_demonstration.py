"""The rounds of the demonstration, and the figures that come of them."""

from datetime import date

import pytest

from motcua.demo.reform_surveys import load_surveys
from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.rules.sampling import Method, sipas
from motcua.reform.surveys.api import survey_input, survey_inputs
from motcua.reform.surveys.models import Ballot, SurveyInvitation, SurveyRound
from motcua.reform.surveys.tests import helpers as h
from motcua.reform.tests.proofs import closed_to_judges, proofs_of


@pytest.fixture(scope="module")
def rounds(loaded_province):
    """Two years and an open round, once for the module: they take seconds to load."""
    load_surveys(now=h.NOW, report=lambda _text: None)


@pytest.fixture
def demonstration(rounds, province):
    """The province with its rounds."""


def figure(key, period):
    return get_indicator(key).values(period)


def test_the_record_behind_a_figure_is_the_round_and_never_a_ballot(demonstration):
    period = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))
    (record,) = get_indicator("surv.sipas.percent").records("SKHCN", period)
    assert record.key.startswith("survey:") and record.on == date(2022, 12, 20)
    ballots = {str(pk) for pk in Ballot.objects.values_list("pk", flat=True)}
    assert not any(pk in record.key + record.url + record.note for pk in ballots)


def test_results_behind_figures_open_for_those_who_judge(demonstration):
    period = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))
    addresses = sorted(proofs_of("surv", periods=[period]))
    assert addresses and closed_to_judges(addresses[::8]) == []


def test_options_are_counted_over_all_questions_of_the_form(demonstration):
    period = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))
    for form in ("leaders", "peers", "communes"):
        found = survey_input(agency_code="SKHCN", year=2022).options[form]
        for option in "ABCD":
            assert figure(f"surv.{form}.{option}", period)["SKHCN"] == found.counts[option]
        assert 30 <= found.n <= 60 and found.score and found.interval


def test_the_input_of_an_agency_gives_every_method_from_the_same_counts(demonstration):
    found = survey_input(agency_code="SKHCN", year=2022).sipas
    factors = list(found.factors.values())
    assert found.percent == sipas(factors=factors, method=Method.MEAN) == found.by_method[Method.MEAN]
    assert found.by_method[Method.POOLED] == sipas(factors=factors, method=Method.POOLED)
    assert found.interval.low < float(found.percent) < found.interval.high
    assert survey_input(agency_code="SKHCN", year=1999).sipas is None


def test_the_demonstration_has_two_years_of_ten_departments_and_an_open_round(demonstration):
    assert [len(survey_inputs(year=year)) for year in (2021, 2022)] == [10, 10]
    assert SurveyRound.objects.filter(state="published").count() == 8
    for year in (2021, 2022):
        figures = {code: found.sipas.percent for code, found in survey_inputs(year=year).items()}
        assert max(figures, key=figures.__getitem__) == "SKHCN"
    current = SurveyRound.objects.get(state="open")
    assert SurveyInvitation.objects.filter(target__round=current, state="sent").exists()


def test_loading_the_demonstration_again_changes_nothing(demonstration):
    before = Ballot.objects.count()
    load_surveys(now=h.NOW, report=lambda _text: None)
    assert (Ballot.objects.count(), SurveyRound.objects.count()) == (before, 9)


def test_the_figures_of_a_year_cost_the_same_for_any_number_of_agencies(
    demonstration, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        assert len(survey_inputs(year=2022)) == 10
    with django_assert_max_num_queries(3):
        figure("surv.sipas.percent", Period(start=date(2022, 1, 1), end=date(2022, 12, 31)))
