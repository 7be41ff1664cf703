from datetime import date

import pytest

from motcua.kernel.identifiers import (
    is_citizen_id,
    is_dossier_code,
    is_procedure_code,
    is_tax_code,
    make_dossier_code,
)
from motcua.kernel.money import format_vnd, parse_vnd
from motcua.kernel.periods import add_months, end_of_term
from motcua.kernel.tests.offices import day, office


@pytest.mark.parametrize(
    ("amount", "language", "text"),
    [
        (16_000_000, "vi", "16.000.000\u00a0đ"),
        (16_000_000, "en", "VND\u00a016,000,000"),
        (0, "vi-VN", "0\u00a0đ"),
        (-2_250, "en", "-VND\u00a02,250"),
    ],
)
def test_money_is_written_as_the_language_writes_it(amount, language, text):
    assert format_vnd(amount, language) == text


@pytest.mark.parametrize("amount", [1.5, True, "1000"])
def test_only_whole_dong_are_money(amount):
    with pytest.raises(TypeError):
        format_vnd(amount)


@pytest.mark.parametrize(
    "text", ["16.000.000 đ", "VND 16,000,000", "16 000 000", "16000000", "16.000.000\u00a0₫"]
)
def test_an_amount_is_read_however_people_write_it(text):
    assert parse_vnd(text) == 16_000_000


@pytest.mark.parametrize("text", ["1.5", "12,34", "", "1.000,00", "1000.000", "abc", ".000"])
def test_what_is_not_whole_dong_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_vnd(text)


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


def test_a_term_rolls_forward_to_a_working_day_unless_told_not_to():
    calendar = office()
    assert end_of_term(start=day("2026-10-22"), days=30, calendar=calendar) == day("2026-11-23")
    assert end_of_term(start=day("2026-10-22"), days=30, calendar=calendar, rolling=False) == day(
        "2026-11-21"
    )


def test_a_dossier_code_names_agency_day_and_number():
    code = make_dossier_code(prefix="H57.132", day=date(2026, 8, 4), number=583)
    assert code == "H57.132-260804-0583" and is_dossier_code(code)


def test_a_long_running_number_is_not_cut():
    assert make_dossier_code(prefix="H57", day=date(2026, 8, 4), number=12345).endswith("-12345")


def test_running_numbers_start_at_one():
    with pytest.raises(ValueError, match="start at 1"):
        make_dossier_code(prefix="H57", day=date(2026, 8, 4), number=0)


def test_the_shape_of_a_dossier_code_is_a_setting():
    assert is_dossier_code("SKH/2026/1", r"[A-Z]+/\d{4}/\d+")
    assert is_dossier_code("000.00.19.H47-260105-0001") and not is_dossier_code("H57.132-260804-583")


@pytest.mark.parametrize("text", ["1.014390", "3.000453", "1.014390.H05", "2.002381.000.00.00.H38"])
def test_procedure_codes_of_every_generation_are_known(text):
    assert is_procedure_code(text)


@pytest.mark.parametrize("text", ["1014390", "1.01439", "0.014390", "1.014390.H5", "1.014390\n", "١.014390"])
def test_what_only_looks_like_a_procedure_code_is_not_one(text):
    assert not is_procedure_code(text)


@pytest.mark.parametrize(
    ("text", "known"), [("001090123456", True), ("123456789", True), ("1234567890", False)]
)
def test_citizen_numbers_have_twelve_or_nine_digits(text, known):
    assert is_citizen_id(text) is known


@pytest.mark.parametrize(
    ("text", "known"),
    [("0101234567", True), ("0101234567-001", True), ("0101234567001", True), ("010123", False)],
)
def test_tax_codes_have_ten_or_thirteen_digits(text, known):
    assert is_tax_code(text) is known
