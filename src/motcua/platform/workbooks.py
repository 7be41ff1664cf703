"""Workbooks (XLSX) that people upload, read as rows of values within limits.

A workbook is a packed archive of XML: a small file may unfold into gigabytes, one row may hold a million cells, and
the library that reads it raises whatever it stumbles over. Every part is therefore unpacked and counted first.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from xml.parsers import expat

from openpyxl import load_workbook

MOST_UNPACKED: Final = 50 * 1024 * 1024
MOST_PARTS: Final = 1_000
MOST_ELEMENTS: Final = 1_500_000
MOST_CELLS: Final = 200_000
MOST_CELLS_IN_ROW: Final = 1_000
_CHUNK: Final = 1024 * 1024
_XML_STARTS: Final = (b"<", b"\xfe\xff", b"\xff\xfe")


class WorkbookRefused(ValueError):
    """The file is no workbook, or larger than it may be; ``is_too_large`` tells which."""

    def __init__(self, *, is_too_large: bool = False) -> None:
        super().__init__("too large" if is_too_large else "unreadable")
        self.is_too_large = is_too_large


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: its title and its rows of values, as wide as was asked for."""

    title: str
    rows: list[tuple[Any, ...]]


def read_workbook(content: bytes, *, most_rows: int, most_columns: int, most_sheets: int = 1) -> list[Sheet]:
    """The first ``most_sheets`` sheets with at most ``most_rows`` rows each; columns beyond are left out.

    Raises :class:`WorkbookRefused`; also for a sheet that goes on below ``most_rows``.
    """
    try:
        _measure(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [
            Sheet(title=sheet.title, rows=_rows(sheet, most_rows, most_columns))
            for sheet in book.worksheets[:most_sheets]
        ]
    except WorkbookRefused:
        raise
    except Exception as error:
        # There is no list of what a broken workbook may raise.
        raise WorkbookRefused from error
    if not sheets:
        raise WorkbookRefused
    return sheets


def _rows(sheet: Any, most_rows: int, most_columns: int) -> list[tuple[Any, ...]]:
    rows = list(sheet.iter_rows(values_only=True, max_row=most_rows + 1, max_col=most_columns))
    if any(value is not None for row in rows[most_rows:] for value in row):
        raise WorkbookRefused(is_too_large=True)
    return rows[:most_rows]


def _measure(content: bytes) -> None:
    """Unpack every part once, keep nothing, and stop where there is too much of anything."""
    tally = _Tally()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise WorkbookRefused(is_too_large=True)
        for part in parts:
            with archive.open(part) as stream:
                tally.read(partial(stream.read, _CHUNK))


class _Tally:
    """How much there was so far, in all parts together."""

    def __init__(self) -> None:
        self.unpacked = self.elements = self.cells = self.cells_in_row = 0

    def read(self, take: Callable[[], bytes]) -> None:
        parser: Any = None
        for number, chunk in enumerate(self._chunks(take)):
            if number == 0 and chunk.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_XML_STARTS):
                parser = self._parser()
            if parser:
                parser.Parse(chunk)
        if parser:
            parser.Parse(b"", True)

    def _chunks(self, take: Callable[[], bytes]) -> Iterator[bytes]:
        while chunk := take():
            self.unpacked += len(chunk)
            if self.unpacked > MOST_UNPACKED:
                raise WorkbookRefused(is_too_large=True)
            yield chunk

    def _parser(self) -> Any:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = _refuse_entities
        return parser

    def _element(self, name: str, _attributes: dict[str, str]) -> None:
        self.elements += 1
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.cells_in_row = 0
        elif kind == "c":
            self.cells += 1
            self.cells_in_row += 1
        if self.elements > MOST_ELEMENTS or self.cells > MOST_CELLS or self.cells_in_row > MOST_CELLS_IN_ROW:
            raise WorkbookRefused(is_too_large=True)


def _refuse_entities(*_declared: object) -> None:
    """No workbook declares a document type; entities in it could grow without end."""
    raise WorkbookRefused
