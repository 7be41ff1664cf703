import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

from motcua.platform.exports.api import export_response

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def book(rows: list[list[object]]) -> zipfile.ZipFile:
    response = export_response(rows=rows, columns=["Cơ quan", "Chỉ số"], filename="x", format="ods")
    assert response["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    return zipfile.ZipFile(BytesIO(response.content))


def cells(rows: list[list[object]]) -> list[list[ElementTree.Element]]:
    root = ElementTree.fromstring(book(rows).read("content.xml"))
    return [list(row) for row in root.iter(f"{TABLE}table-row")]


def texts(rows: list[list[object]]) -> list[list[str]]:
    return [["\n".join(part.text or "" for part in cell) for cell in row] for row in cells(rows)]


def test_a_reader_knows_the_file_by_its_first_entry() -> None:
    first = book([]).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book([]).testzip() is None


def test_headings_and_vietnamese_letters_arrive_whole() -> None:
    assert texts([["Sở Y tế\n<b>&", 1]]) == [["Cơ quan", "Chỉ số"], ["Sở Y tế\n<b>&", "1"]]


def test_numbers_dates_and_truths_keep_their_types() -> None:
    row = cells([[Decimal("86.04"), date(2022, 1, 31)], [True, datetime(2022, 1, 31, 3, 0, tzinfo=UTC)]])[1:]
    kinds = [[cell.get(f"{OFFICE}value-type") for cell in each] for each in row]
    assert kinds == [["float", "date"], ["boolean", "date"]]
    assert row[0][0].get(f"{OFFICE}value") == "86.04"
    assert row[1][1].get(f"{OFFICE}date-value") == "2022-01-31T10:00:00"


def test_text_that_would_act_as_a_formula_is_defused() -> None:
    assert texts([["=1+1", None]])[1] == ["'=1+1", ""]


def test_letters_that_xml_cannot_hold_are_left_out() -> None:
    assert texts([["a\x00\x0bb", ""]])[1] == ["ab", ""]
