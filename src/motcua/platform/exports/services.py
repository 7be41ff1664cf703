"""Writing lists as CSV, XLSX and ODS files."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Final, Literal

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from motcua.platform.exports.guard import guard_text, to_cell, to_text
from motcua.platform.exports.ods import ODS_TYPE, ods_bytes

Format = Literal["csv", "xlsx", "ods"]
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM: Final = "\ufeff"
_WIDEST: Final = 60


def export_response(
    *, rows: Iterable[Sequence[object]], columns: Sequence[str], filename: str, format: Format
) -> HttpResponseBase:
    """A download of ``rows`` under the headings ``columns``.

    ``filename`` is without extension. CSV is UTF-8 with a byte-order mark (Excel needs it for Vietnamese),
    streamed; XLSX and ODS are one sheet with bold headings. Text that would act as a formula is defused.
    """
    if format == "ods":
        response = HttpResponse(ods_bytes(rows=rows, columns=columns), content_type=ODS_TYPE)
        return _named(response, f"{filename}.ods")
    return _csv(rows, columns, filename) if format == "csv" else _xlsx(rows, columns, filename)


class _Echo:
    """A file for :mod:`csv` that hands each line straight on."""

    def write(self, line: str) -> str:
        return line


def _csv(rows: Iterable[Sequence[object]], columns: Sequence[str], filename: str) -> HttpResponseBase:
    response = StreamingHttpResponse(_csv_lines(rows, columns), content_type="text/csv; charset=utf-8")
    return _named(response, f"{filename}.csv")


def _csv_lines(rows: Iterable[Sequence[object]], columns: Sequence[str]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _BOM + writer.writerow([guard_text(str(column)) for column in columns])
    for row in rows:
        yield writer.writerow([to_text(value) for value in row])


def _xlsx(rows: Iterable[Sequence[object]], columns: Sequence[str], filename: str) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = min(max(12, len(str(column)) + 4), _WIDEST)
    sheet.append([_heading(sheet, str(column)) for column in columns])
    for row in rows:
        sheet.append([to_cell(value) for value in row])
    content = BytesIO()
    book.save(content)
    return _named(HttpResponse(content.getvalue(), content_type=XLSX_TYPE), f"{filename}.xlsx")


def _heading(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=guard_text(text))
    cell.font = Font(bold=True)
    return cell


def _named(response: HttpResponseBase, filename: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response
