"""Candidates of a frame: from a file (CSV or XLSX, headings in the first line), or from finished dossiers."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from motcua.onestop.api import list_finished_contacts
from motcua.platform.workbooks import WorkbookRefused, read_workbook
from motcua.reform.surveys.services.contacts import normal_email, normal_phone
from motcua.reform.surveys.services.errors import FrameRefused
from motcua.reform.surveys.services.sampling import Candidate, Contact

MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 60
COLUMNS: Final = {
    "ho_ten": "name",
    "dien_thoai": "phone",
    "email": "email",
    "dia_chi": "address",
    "ngon_ngu": "language",
    "thu_tuc": "procedure",
    "kenh": "channel",
    "noi": "place",
}
_LONGEST: Final = {
    "name": 200,
    "phone": 30,
    "email": 254,
    "address": 300,
    "procedure": 200,
    "channel": 60,
    "place": 120,
}
_CONTACT: Final = ("name", "phone", "email", "address")


def read_frame(*, content: bytes) -> list[Candidate]:
    """The candidates of a file; an XLSX workbook or UTF-8 text with commas or semicolons.

    Raises :class:`FrameRefused`: ``unreadable``, ``columns`` (no contact column), ``empty``, and with their line
    ``too_many``, ``no_contact``, ``too_long``, ``phone``, ``email`` (no number, no address).
    """
    lines = _workbook(content) if zipfile.is_zipfile(io.BytesIO(content)) else _text(content)
    headings = [str(cell or "").strip().lower() for cell in next(lines, ())]
    names = [COLUMNS.get(heading, "") for heading in headings]
    if not set(names) & set(_CONTACT[1:]):
        raise FrameRefused("columns")
    found = list(_candidates(names, lines))
    if not found:
        raise FrameRefused("empty")
    return found


def read_dossiers(*, agency_code: str, start: date, end: date) -> list[Candidate]:
    """Applicants whose dossiers the agency finished from ``start`` to ``end``, as far as they can be reached.

    Strata are the procedure and the channel. Raises :class:`FrameRefused` (``empty``, ``too_many``).
    """
    rows = list(list_finished_contacts(agency_code=agency_code, start=start, end=end, most=MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise FrameRefused("too_many")
    found = [
        Candidate(
            contact=Contact(
                name=row.name, phone=row.phone, email=row.email, address=row.address, language=row.language
            ),
            procedure=row.procedure[: _LONGEST["procedure"]],
            channel=row.channel,
        )
        for row in rows
        if row.phone or row.email or row.address
    ]
    if not found:
        raise FrameRefused("empty")
    return found


def _candidates(names: list[str], lines: Iterable[Iterable[object]]) -> Iterator[Candidate]:
    for number, line in enumerate(lines, start=2):
        if number > MOST_ROWS + 1:
            raise FrameRefused("too_many", line=number)
        cells = (str(cell).replace("\x00", "").strip() if cell is not None else "" for cell in line)
        row = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        if any(row.values()):
            yield _candidate(row, number)


def _candidate(row: Mapping[str, str], number: int) -> Candidate:
    if not any(row.get(name) for name in _CONTACT[1:]):
        raise FrameRefused("no_contact", line=number)
    if any(len(row.get(name, "")) > most for name, most in _LONGEST.items()):
        raise FrameRefused("too_long", line=number)
    contact = Contact(
        **{name: row.get(name, "") for name in _CONTACT} | _spelled(row, number),
        language="en" if row.get("language", "").lower() == "en" else "vi",
    )
    return Candidate(
        contact=contact,
        procedure=row.get("procedure", ""),
        channel=row.get("channel", ""),
        place=row.get("place", ""),
    )


def _spelled(row: Mapping[str, str], number: int) -> dict[str, str]:
    """Telephone and e-mail in their one spelling: what nobody can be reached by does not enter the frame."""
    found = {}
    for name, normal in (("phone", normal_phone), ("email", normal_email)):
        written = row.get(name, "")
        spelled = normal(written) if written else ""
        if spelled is None:
            raise FrameRefused(name, line=number)
        found[name] = spelled
    return found


def _text(content: bytes) -> Iterator[Iterable[object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FrameRefused("unreadable") from error
    head = text.partition("\n")[0]
    try:
        yield from csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    except csv.Error as error:
        raise FrameRefused("unreadable") from error


def _workbook(content: bytes) -> Iterator[Iterable[object]]:
    try:
        sheet = read_workbook(content, most_rows=MOST_ROWS + 1, most_columns=_MOST_COLUMNS)[0]
    except WorkbookRefused as error:
        if error.is_too_large:
            raise FrameRefused("too_many", line=MOST_ROWS + 2) from error
        raise FrameRefused("unreadable") from error
    yield from sheet.rows
