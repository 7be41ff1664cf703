"""Editions as files: workbooks for people, JSON for programs."""

import io
import json
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from motcua.platform.workbooks import WorkbookRefused, read_workbook
from motcua.reform.editions.models import IndexEdition
from motcua.reform.rules.edition import EditionRefused
from motcua.reform.rules.sheet import from_sheets, to_sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS, MOST_BYTES = 2_000, 5 * 1024 * 1024
_WIDE = 48


def file_name(row: IndexEdition) -> str:
    """Name of a file without its ending."""
    return f"{row.code.lower()}-{row.year}-{row.version}"


def workbook_response(row: IndexEdition) -> HttpResponse:
    """The edition as a workbook that :func:`read_file` reads back unchanged."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for name, rows in to_sheets(row.document).items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
        _dress(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name(row)}.xlsx"'
    return response


def _dress(sheet: Any) -> None:
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in sheet.columns:
        longest = max((len(line) for cell in column for line in str(cell.value or "").split("\n")), default=0)
        sheet.column_dimensions[column[0].column_letter].width = min(_WIDE, longest + 2)
        for cell in column:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.number_format = "@"
            cell.data_type = "s"


def read_file(upload: UploadedFile) -> dict[str, Any]:
    """The document in an uploaded file, JSON or workbook. Raises ``EditionRefused``."""
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise EditionRefused("file_too_large", "")
    return _workbook(content) if content.startswith(b"PK") else _json(content)


def _json(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise EditionRefused("unknown_format", "") from error
    if not isinstance(document, dict):
        raise EditionRefused("unknown_format", "")
    return document


def _workbook(content: bytes) -> dict[str, Any]:
    try:
        read = read_workbook(content, most_rows=MOST_ROWS, most_columns=40, most_sheets=40)
    except WorkbookRefused as error:
        raise EditionRefused("file_too_large" if error.is_too_large else "unknown_format", "") from error
    sheets = {sheet.title: [[_cell(value) for value in row] for row in sheet.rows] for sheet in read}
    return from_sheets(sheets)


def _cell(value: object) -> str:
    """Text as it stands; a spreadsheet that made numbers of texts is forgiven where nothing is lost."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value).replace("\r\n", "\n")


def moved_to_year(document: Mapping[str, Any], year: int) -> dict[str, Any]:
    """The same edition for another year; dates in examples move along, the decision starts empty."""
    text = json.dumps(document, ensure_ascii=False)
    former = document["year"]
    moved: dict[str, Any] = json.loads(text.replace(f'"{former}-', f'"{year}-'))
    titles = {name: str(document[name]).replace(str(former), str(year)) for name in ("title_vi", "title_en")}
    return {**moved, **titles, "year": year, "decision": ""}
