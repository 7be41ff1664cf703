"""The shipped holidays against the independent ``holidays`` library; every difference is listed."""

from datetime import date, timedelta

import holidays
import pytest

from motcua.platform.calendar.building import build, shipped_days, shipped_hours

# Day -> why our row differs from the library.
KNOWN_DIFFERENCES = {
    date(2026, 1, 2): "off by swap with 10/01; only the proposal was seen, so the row is unverified",
    date(2026, 1, 10): "worked for 02/01",
}


@pytest.fixture(scope="module")
def calendar():
    return build(code="VN", days=shipped_days(), hours=shipped_hours())


@pytest.mark.parametrize("year", range(2021, 2028))
def test_working_days_agree_with_the_library_but_for_the_listed_days(calendar, year):
    library = holidays.country_holidays("VN", years=year)
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(366))
    differing = {
        day
        for day in days
        if day.year == year and calendar.is_working_day(day) != library.is_working_day(day)
    }
    assert differing == {day for day in KNOWN_DIFFERENCES if day.year == year}


@pytest.mark.parametrize("year", range(2021, 2028))
def test_holidays_and_days_in_lieu_are_as_many_as_the_labour_code_gives(year):
    """Art. 112: 11 paid days, 12 with Culture Day; each one on a weekend is given back once."""
    rows = [row for row in shipped_days() if row.day.year == year]
    off = {row.day for row in rows if row.kind in ("holiday", "compensatory") and row.day.weekday() < 5}
    assert len(off) == (12 if year >= 2026 else 11)


def test_every_row_names_its_source_and_both_names():
    assert all(row.source and row.name_vi and row.name_en for row in shipped_days())


def test_only_days_seen_in_a_published_text_are_marked_verified():
    verified = {row.day for row in shipped_days() if row.verified}
    assert date(2026, 2, 16) in verified and date(2026, 11, 24) in verified
    assert date(2027, 2, 4) not in verified and date(2026, 1, 2) not in verified


def test_every_swapped_day_off_has_its_worked_saturday():
    kinds = [row.kind for row in shipped_days()]
    assert kinds.count("swap_off") == kinds.count("swap_worked") == 4
    assert all(row.day.weekday() == 5 for row in shipped_days() if row.kind == "swap_worked")
