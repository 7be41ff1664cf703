"""Workbooks that are what they say, and some that are not."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.create_sheet("second").append(["two"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


PLAIN = workbook([["name", "phone"], ["An", 912]])


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The plain workbook with one part of it changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == part else content)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def unfolding() -> bytes:
    """A small file with a row of a million cells."""
    return changed(SHEET, lambda _xml: HEAD + b"<row>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row>" + TAIL)


def cut() -> bytes:
    """A workbook whose sheet ends in the middle."""
    return changed(SHEET, lambda xml: xml[: len(xml) // 2])
