"""About a third of the crowd rated their dossiers, departments differ, and nothing else moved."""

from fractions import Fraction

import pytest

from motcua.demo.crowd import load_crowd
from motcua.demo.ratings import load_ratings
from motcua.demo.tests.conftest import NOW
from motcua.onestop.api import Dossier, State
from motcua.onestop.indicators import compute_figures
from motcua.onestop.ratings.models import Rating
from motcua.platform.indicators.api import Period, get_indicator

ENDED = (State.REFUSED, State.WITHDRAWN, State.STOPPED, State.RETURNED)
PERIOD = Period(start=NOW.date().replace(year=2024, day=1), end=NOW.date())


def figures():
    return compute_figures(agency_code="SKHCN", start=PERIOD.start, end=PERIOD.end)


@pytest.fixture(scope="module")
def rated(office, django_db_blocker):
    with django_db_blocker.unblock():
        load_crowd(now=NOW, report=print, amount=900)
        before = figures()
        return load_ratings(now=NOW, report=print), before


def test_a_third_of_the_ended_dossiers_is_rated_once(rated, db, django_assert_max_num_queries):
    amount, before = rated
    ended = Dossier.objects.filter(state__in=ENDED).count()
    assert Fraction(30, 100) < Fraction(amount, ended) < Fraction(40, 100)
    assert Rating.objects.count() == amount
    assert not Rating.objects.exclude(dossier__state__in=ENDED).exists()
    assert not Rating.objects.filter(rated_on__gt=NOW.date()).exists()
    assert figures() == before
    with django_assert_max_num_queries(1):
        assert load_ratings(now=NOW, report=print) == 0


def test_departments_differ_and_most_people_are_satisfied(rated, db):
    satisfied, counted = (
        get_indicator(f"dvc.{key}").values(PERIOD) for key in ("ratings_satisfied", "ratings")
    )
    shares = {code: satisfied[code] / counted[code] for code in satisfied}
    assert {"SKHCN", "SXD", "SYT"} <= set(shares)
    assert shares["SKHCN"] > shares["SXD"] > Fraction(1, 2)
    assert Rating.objects.exclude(comment="").exists() and Rating.objects.exclude(access=None).exists()
