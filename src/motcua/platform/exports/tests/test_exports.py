import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from motcua.platform.exports.api import export_response
from motcua.platform.exports.guard import guard_text

COLUMNS = ["Mã hồ sơ", "Phí", "Ngày"]


def csv_rows(rows: list[list[object]]) -> list[list[str]]:
    response = export_response(rows=rows, columns=COLUMNS, filename="x", format="csv")
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def xlsx_rows(rows: list[list[object]]) -> list[tuple[object, ...]]:
    response = export_response(rows=rows, columns=COLUMNS, filename="x", format="xlsx")
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "＝1", '=HYPERLINK("http://x")'],
)
def test_text_that_begins_like_a_formula_is_defused(text: str) -> None:
    assert guard_text(text).startswith("'")


@pytest.mark.parametrize("text", ["Nguyễn Văn A", "H01.15", "a=b", "", "12/5"])
def test_plain_text_is_left_alone(text: str) -> None:
    assert guard_text(text) == text


def test_csv_keeps_vietnamese_letters_and_line_breaks() -> None:
    assert csv_rows([["Đặng\nThị Ửng", 1, None]])[1] == ["Đặng\nThị Ửng", "1", ""]


def test_negative_numbers_stay_numbers() -> None:
    assert csv_rows([["x", -5, None]])[1][1] == "-5"
    assert xlsx_rows([["x", -5, None]])[1][1] == -5


def test_moments_are_written_in_office_time() -> None:
    at = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert csv_rows([["x", 0, at]])[1][2] == "2026-11-23 03:00"
    assert xlsx_rows([["x", 0, at]])[1][2] == datetime.fromisoformat("2026-11-23T03:00")


def test_dates_stay_dates_in_a_workbook() -> None:
    assert xlsx_rows([["x", 0, date(2026, 11, 22)]])[1][2] == datetime.fromisoformat("2026-11-22")


def test_a_workbook_never_holds_a_formula() -> None:
    response = export_response(rows=[["=1+1", 0, None]], columns=COLUMNS, filename="x", format="xlsx")
    cell = load_workbook(BytesIO(response.content)).active["A2"]
    assert (cell.data_type, cell.value) == ("s", "'=1+1")


def test_headings_are_defused_too() -> None:
    response = export_response(rows=[], columns=["=cmd"], filename="x", format="csv")
    assert b"'=cmd" in b"".join(response.streaming_content)


def test_the_file_name_may_hold_vietnamese_letters() -> None:
    response = export_response(rows=[], columns=COLUMNS, filename="sổ theo dõi", format="csv")
    assert "filename*=utf-8''s%E1%BB%95" in response.headers["Content-Disposition"]
