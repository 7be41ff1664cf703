"""Numbers that people type are short and exact; fractions that the engine wrote come back whatever their length."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reform.rules.edition import EditionRefused, read_figure, write_figure
from motcua.reform.rules.numbers import NotANumber, exact, restored, whole, write


@given(st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=9))
def test_decimals_are_read_as_they_are_written(value):
    assert exact(f"{value:f}") == Fraction(value)


@given(st.integers(-(10**9) + 1, 10**9 - 1), st.integers(1, 10**9 - 1))
def test_fractions_are_read_as_they_are_written(above, below):
    assert exact(f"{above}/{below}") == Fraction(above, below)


@given(st.fractions())
def test_what_the_engine_wrote_comes_back(value):
    long = value * Fraction(7**400, 11**400)
    assert restored(write(long)) == long
    assert read_figure(write_figure(long)) == long


@given(st.text(max_size=40))
def test_any_text_is_a_short_number_or_refused(text):
    try:
        value = exact(text)
    except NotANumber:
        return
    assert abs(value) < 10**15 and value.denominator <= 10**9


@pytest.mark.parametrize(
    "text",
    [
        *("1e5", "1E-5", "1e5000000", "1_000", "+1", ".5", "5.", "1/0", "1/2/3", "٣", "inf", "nan", "", "1."),
        *("1" * 16, "0." + "1" * 10, "1" * 5000, "1/" + "1" * 10, 10**15, 0.5, True, None),
    ],
)
def test_what_no_one_needs_is_refused(text):
    with pytest.raises(NotANumber):
        exact(text)


@pytest.mark.parametrize("text", ["1e5000000", "1" * 5000, "-", "1/" + "0" * 9, "1/" + "1" * 5000, None])
def test_reading_what_is_kept_takes_no_exponents_either(text):
    begun = time.monotonic()
    with pytest.raises(NotANumber):
        restored(text)
    assert time.monotonic() - begun < 1


def test_a_figure_that_is_none_is_refused_as_part_of_the_document():
    with pytest.raises(EditionRefused, match="not_a_number"):
        read_figure("1e5000")


@pytest.mark.parametrize("text", ["-1", "1.0", "1" * 10, "٣", ""])
def test_whole_numbers_are_digits(text):
    with pytest.raises(NotANumber):
        whole(text)
