"""Uploaded workbooks are read within limits; whatever else they are, they are refused by one error."""

import time
import zlib
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.platform.tests.workbook_samples import HEAD, PLAIN, SHEET, TAIL, changed
from motcua.platform.workbooks import WorkbookRefused, read_workbook


def refused(content: bytes, *, is_too_large: bool) -> None:
    begun = time.monotonic()
    with pytest.raises(WorkbookRefused) as error:
        read_workbook(content, most_rows=100, most_columns=10)
    assert error.value.is_too_large is is_too_large
    assert time.monotonic() - begun < 20


def test_rows_come_as_wide_as_asked_for() -> None:
    (sheet,) = read_workbook(PLAIN, most_rows=2, most_columns=1)
    assert (sheet.title, sheet.rows) == ("Sheet", [("name",), ("An",)])
    sheets = read_workbook(PLAIN, most_rows=2, most_columns=1, most_sheets=9)
    assert [sheet.title for sheet in sheets] == ["Sheet", "second"]


def test_a_row_too_many_is_too_large() -> None:
    with pytest.raises(WorkbookRefused) as error:
        read_workbook(PLAIN, most_rows=1, most_columns=9)
    assert error.value.is_too_large


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_xml_that_is_cut_is_unreadable(part: str) -> None:
    refused(changed(part, lambda xml: xml[: len(xml) // 2]), is_too_large=False)


def test_a_flag_of_encryption_or_spoilt_packing_is_unreadable() -> None:
    encrypted = bytearray(PLAIN)
    at = PLAIN.index(b"PK\x01\x02")
    encrypted[at + 8] |= 1
    encrypted[6] |= 1
    refused(bytes(encrypted), is_too_large=False)
    spoilt = bytearray(PLAIN)
    spoilt[60:90] = b"\xff" * 30
    refused(bytes(spoilt), is_too_large=False)


def test_entities_are_unreadable() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + HEAD + TAIL
    refused(changed(SHEET, lambda _xml: bomb), is_too_large=False)


@pytest.mark.parametrize(
    "inside",
    [
        b"<row>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row>",
        b"<row><c><v>1</v></c></row>" * 1_000_000,
        b"<row>" + b"<is/>" * 2_000_000 + b"</row>",
        b" " * (60 * 1024 * 1024),
    ],
    ids=["one row", "many rows", "elements", "bytes"],
)
def test_a_small_file_that_unfolds_is_too_large(inside: bytes) -> None:
    content = changed(SHEET, lambda _xml: HEAD + inside + TAIL)
    assert len(content) < 400_000
    refused(content, is_too_large=True)


def test_a_cell_far_out_costs_nothing() -> None:
    far = HEAD + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + TAIL
    (sheet,) = read_workbook(changed(SHEET, lambda _xml: far), most_rows=100, most_columns=10)
    assert len(sheet.rows) <= 100


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"]), st.data())
def test_whatever_stands_in_a_part_is_read_or_refused(part: str, data: st.DataObject) -> None:
    def spoil(xml: bytes) -> bytes:
        at = data.draw(st.integers(0, len(xml)))
        return xml[:at] + data.draw(st.binary(max_size=6)) + xml[at + data.draw(st.integers(0, 6)) :]

    with suppress(WorkbookRefused):
        read_workbook(changed(part, spoil), most_rows=100, most_columns=10)


@given(st.binary(max_size=200))
def test_whatever_bytes_are_refused(content: bytes) -> None:
    refused(content, is_too_large=False)
    refused(PLAIN[:100] + zlib.compress(content), is_too_large=False)
