"""Counting ratings, and keeping back what would tell of single people."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.onestop.ratings.rules.figures import Tally, shown_groups, tally
from motcua.onestop.ratings.rules.terms import Span, settled

SIZES = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(min_value=1, max_value=30))


def test_scores_are_counted_exactly():
    found = tally({5: 2, 4: 1, 1: 4})
    assert (found.n, found.satisfied, found.total) == (7, 3, 18)
    assert (found.mean, found.percent) == (Fraction(18, 7), Fraction(300, 7))
    assert (Tally().n, Tally().mean, Tally().percent) == (0, None, None)


def test_the_sum_of_tallies_is_the_tally_of_all():
    assert tally({1: 1, 5: 2}) + tally({5: 3}) == tally({1: 1, 5: 5})


def test_a_group_with_too_few_is_hidden_and_takes_the_smallest_other_with_it():
    assert shown_groups({"a": 40, "b": 10, "c": 12}, minimum=10) == {"a", "b", "c"}
    assert shown_groups({"a": 40, "b": 9, "c": 12}, minimum=10) == {"a"}
    assert shown_groups({"a": 40, "b": 9, "c": 3}, minimum=10) == {"a"}
    assert shown_groups({"b": 9}, minimum=10) == frozenset()


@given(SIZES, st.integers(min_value=1, max_value=20))
def test_what_is_hidden_never_follows_from_the_total(sizes, minimum):
    shown = shown_groups(sizes, minimum=minimum)
    hidden = sum(size for key, size in sizes.items() if key not in shown)
    assert all(sizes[key] >= minimum for key in shown)
    assert hidden == 0 or hidden >= minimum or not shown


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 15), date(2026, 9, 30)),
        (date(2026, 11, 16), date(2026, 10, 31)),
        (date(2027, 1, 15), date(2026, 11, 30)),
        (date(2027, 1, 16), date(2026, 12, 31)),
        (date(2028, 6, 1), date(2026, 12, 31)),
    ],
)
def test_a_month_is_settled_when_its_last_rating_can_no_longer_change(today, last):
    assert settled(year=2026, today=today, change_days=15) == Span(date(2026, 1, 1), last)


def test_a_year_begins_with_nothing_settled():
    assert settled(year=2026, today=date(2026, 2, 15), change_days=15) is None
    assert settled(year=2027, today=date(2026, 11, 1), change_days=15) is None


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1)), st.integers(0, 60))
def test_no_rating_of_a_settled_day_may_still_be_changed(today, change_days):
    span = settled(year=today.year, today=today, change_days=change_days)
    assert span is None or span.end + timedelta(days=change_days) < today
