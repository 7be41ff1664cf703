import re

import pytest

from motcua.kernel.identifiers import CITIZEN_ID, TAX_CODE
from motcua.kernel.periods import add_months
from motcua.kernel.tests.offices import day


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_end_on_the_same_day_number_or_the_last_day(start, months, end):
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("text", "known"), [("001090123456", True), ("123456789", False), ("١٢٣٤٥٦٧٨٩٠١٢", False)]
)
def test_citizen_numbers_have_twelve_digits(text, known):
    assert bool(re.search(CITIZEN_ID, text)) is known


@pytest.mark.parametrize(
    ("text", "known"),
    [("0101234567", True), ("0101234567-001", True), ("0101234567001", True), ("010123", False)],
)
def test_tax_codes_have_ten_or_thirteen_digits(text, known):
    assert bool(re.search(TAX_CODE, text)) is known
