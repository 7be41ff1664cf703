"""Figures of ratings for the reform index: exact, with records that tell of nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.utils import translation

from motcua.onestop.dossiers import parameters
from motcua.onestop.dossiers.parameters import get_parameter
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.ratings.models import Rating
from motcua.platform import clock
from motcua.platform.indicators.api import Period, get_indicator
from motcua.platform.indicators.listing import list_values

pytestmark = pytest.mark.django_db
YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))


@pytest.fixture(autouse=True)
def when_the_year_is_settled():
    with clock.at(datetime(2027, 1, 20, 2, 0, tzinfo=UTC)):
        yield


def value(key, agency="SKHCN", period=YEAR):
    indicator = get_indicator(f"dvc.{key}")
    return indicator.value_of(indicator.values(period), agency)


def records(key, agency="SKHCN"):
    return get_indicator(f"dvc.{key}").records(agency, YEAR)


def test_ratings_are_counted_by_the_day_on_which_the_dossier_was_first_rated(rated):
    rated([5] * 6, on=date(2026, 1, 1))
    rated([4] * 4 + [1], on=date(2026, 12, 31))
    rated([1] * 20, on=date(2025, 12, 31))
    assert (value("ratings"), value("ratings_satisfied"), value("ratings_sum")) == (11, 10, 47)
    assert Fraction(value("ratings_sum"), value("ratings")) == Fraction(47, 11)


def test_a_rating_moves_no_figure_while_others_of_its_month_can_change(rated):
    rated([5] * 10, on=date(2026, 10, 30))
    with clock.at(datetime(2026, 12, 15, 2, 0, tzinfo=UTC)):
        before = value("ratings"), value("ratings_sum"), records("ratings_sum")
        rated([1], on=date(2026, 11, 30))
        assert (value("ratings"), value("ratings_sum"), records("ratings_sum")) == before
    assert value("ratings") == 11


def test_only_the_newest_word_on_a_dossier_counts(rated, ended, say):
    rated([5] * 9, on=date(2026, 11, 1))
    dossier = ended()
    say(dossier, 5)
    say(dossier, 1, seen=1)
    assert (value("ratings"), value("ratings_satisfied"), value("ratings_sum")) == (10, 9, 46)


def test_below_the_minimum_it_is_known_how_many_rated_and_not_what_they_said(rated):
    rated([5] * 9)
    assert value("ratings") == 9
    assert value("ratings_satisfied") is None and value("ratings_sum") is None
    assert records("ratings_satisfied") == records("ratings_sum") == []
    listed = records("ratings")
    assert len(listed) == 9
    assert {(row.label, row.note, row.url, row.on) for row in listed} == {(listed[0].label, "", "", None)}
    assert "2026" not in listed[0].label


def test_an_agencys_own_minimum_goes_before_the_general_one(rated, monkeypatch):
    general = get_parameter(name="rating_minimum", on=YEAR.end)
    rows = (*parameters.list_parameters(), replace(general, agency="SKHCN", value=12))
    monkeypatch.setattr(parameters, "list_parameters", lambda: rows)
    get_parameter.cache_clear()
    rated([5] * 11)
    rated([5] * 11, agency="SXD", unit="QLXD")
    try:
        assert (value("ratings_satisfied"), value("ratings_satisfied", "SXD")) == (None, 11)
        assert (len(records("ratings_sum")), len(records("ratings_sum", "SXD"))) == (0, 11)
        assert "2026" not in records("ratings")[0].label and "2026" in records("ratings", "SXD")[0].label
    finally:
        get_parameter.cache_clear()


def test_nobody_satisfied_is_a_figure_where_enough_rated(rated):
    rated([1] * 10)
    assert (value("ratings_satisfied"), value("ratings_sum")) == (0, 10)


def test_agencies_are_counted_apart(rated):
    rated([5] * 10)
    rated([1] * 10, agency="SXD", unit="QLXD")
    assert (value("ratings_satisfied"), value("ratings_satisfied", "SXD")) == (10, 0)
    assert (value("ratings", "STP"), value("ratings_satisfied", "STP")) == (0, None)


def test_every_figure_is_the_sum_of_its_records(rated, version):
    other = make.version(key="other")
    rated([5, 4, 4, 3, 2] * 3, on=date(2026, 3, 2))
    rated([5] * 4 + [1], on=date(2026, 3, 5), of=other)
    rated([1, 2], on=date(2026, 5, 5))
    assert value("ratings") == len(records("ratings"))
    assert value("ratings_satisfied") == len(records("ratings_satisfied"))
    assert value("ratings_sum") == sum(Fraction(row.note) for row in records("ratings_sum"))


def said(key):
    with translation.override("vi"):
        return {(row.label, row.note) for row in records(key)}


def test_one_rating_of_another_procedure_in_a_month_is_not_told_apart(rated, version):
    rare = make.version(key="rare")
    rated([5] * 11, on=date(2026, 1, 5))
    rated([1], on=date(2026, 1, 6), of=rare)
    assert said("ratings") == said("ratings_satisfied") == {("01/2026", "")}
    assert said("ratings_sum") == {("01/2026", "5"), ("01/2026", "1")}


def test_a_month_that_would_tell_another_is_not_named(rated):
    rated([5] * 11, on=date(2026, 1, 5))
    rated([1], on=date(2026, 2, 5))
    assert said("ratings") == said("ratings_satisfied") == {("Lượt đánh giá", "")}
    assert said("ratings_sum") == {("Lượt đánh giá", "5"), ("Lượt đánh giá", "1")}


def test_records_of_two_figures_or_periods_are_not_joined_by_their_keys(rated):
    rated([5] * 10 + [1], on=date(2026, 1, 5))
    half = Period(start=YEAR.start, end=date(2026, 6, 30))
    lists = [[row.key for row in records(f"ratings{what}")] for what in ("", "_satisfied", "_sum")]
    lists.append([row.key for row in get_indicator("dvc.ratings").records("SKHCN", half)])
    keys = [key for found in lists for key in found]
    assert len(set(keys)) == len(keys) == 11 + 10 + 11 + 11
    assert lists[0] == [row.key for row in records("ratings")]


def test_records_name_no_dossier_no_day_and_nobody(rated):
    rows = rated([5] * 10, comment="của Phòng khám Bình An")
    text = str(records("ratings"))
    for secret in (rows[0].dossier.code, str(rows[0].dossier.uuid), "Bình An", "10/03", "datetime.date"):
        assert secret not in text
    assert not any(str(row.uuid) in text for row in rows)


def test_all_agencies_cost_a_few_statements(rated, django_assert_max_num_queries):
    for agency, unit in (("SKHCN", "ATBX"), ("SXD", "QLXD"), ("SYT", "NVY")):
        rated([5] * 10, agency=agency, unit=unit)
    for key, most in (("ratings", 1), ("ratings_satisfied", 2), ("ratings_sum", 2)):
        with django_assert_max_num_queries(most):
            get_indicator(f"dvc.{key}").values(YEAR)


def test_figures_as_plain_values(rated):
    rated([5] * 9 + [2])
    found = {row["key"]: row["value"] for row in list_values(agency_code="SKHCN", period=YEAR)}
    assert (found["dvc.ratings"], found["dvc.ratings_satisfied"], found["dvc.ratings_sum"]) == (10, 9, 47)
    assert Rating.objects.count() == 10
