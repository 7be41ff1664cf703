"""OpenDocument spreadsheets (ODF 1.3, ISO/IEC 26300), which free office programs read as their own.

One sheet of values needs four small XML parts in a ZIP file, which is less than a library for them.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

from motcua.platform.exports.guard import guard_text, to_cell

ODS_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
    }.items()
)
_FO: Final = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
_STYLES: Final = (
    "<office:automatic-styles>"
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<number:date-style style:name="day-format"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    "</number:date-style>"
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="day-format"/>'
    "</office:automatic-styles>"
)
_MANIFEST: Final = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
# What XML 1.0 cannot hold at all.
_UNWRITABLE: Final = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {
    0xFFFE: None,
    0xFFFF: None,
}


def ods_bytes(*, rows: Iterable[Sequence[object]], columns: Sequence[str]) -> bytes:
    """A spreadsheet of one table with bold headings; numbers and dates stay what they are, text is guarded."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        # First and uncompressed, so that a reader knows the file by its first bytes (ODF 1.3, part 2, 3.3).
        book.writestr(zipfile.ZipInfo("mimetype"), ODS_TYPE, compress_type=zipfile.ZIP_STORED)
        book.writestr("content.xml", "".join(_content(rows, columns)))
        book.writestr("META-INF/manifest.xml", _MANIFEST)
    return target.getvalue()


def _content(rows: Iterable[Sequence[object]], columns: Sequence[str]) -> Iterator[str]:
    yield f'{_HEAD}<office:document-content {_NAMESPACES} {_FO} office:version="1.3">{_STYLES}'
    yield '<office:body><office:spreadsheet><table:table table:name="1">'
    yield f'<table:table-column table:number-columns-repeated="{max(1, len(columns))}"/>'
    headings = "".join(_text(guard_text(str(column)), ' table:style-name="head"') for column in columns)
    yield f"<table:table-header-rows><table:table-row>{headings}</table:table-row></table:table-header-rows>"
    for row in rows:
        yield f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _cell(raw: object) -> str:
    value = to_cell(raw)
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float | Decimal):
        kind = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, datetime | date):
        written = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
        kind = f'table:style-name="day" office:value-type="date" office:date-value="{written}"'
    else:
        return _text(str(value))
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"


def _text(value: str, style: str = "") -> str:
    lines = escape(value.translate(_UNWRITABLE)).split("\n")
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'
