"""From the rows of the register to form 07 as PDF/A."""

from collections.abc import Iterator
from datetime import datetime

import structlog

from motcua.onestop.register.models import PrintState, RegisterPrint
from motcua.onestop.register.presentation import printed
from motcua.onestop.register.queries import RegisterFilter, each_row
from motcua.onestop.results.documents import Register, RegisterRow
from motcua.onestop.results.rendering import render_form
from motcua.platform.files.api import PDF, store_own
from motcua.platform.rendering.api import RenderingFailed

log = structlog.get_logger()
_TELL_EVERY = 500


def print_book(*, print_id: int, now: datetime) -> None:
    """Make the PDF of a book that waits; a second run of the same job changes nothing.

    Nothing holds a transaction while the book is set.
    """
    book = RegisterPrint.objects.select_related("agency__parent").get(pk=print_id)
    if book.state != PrintState.WAITING:
        return
    try:
        pdf = render_form("07", _document(book), created_at=book.requested_at)
    except RenderingFailed as error:
        log.error("register_print_failed", book=str(book.uuid), error=str(error))
        RegisterPrint.objects.filter(pk=book.pk).update(state=PrintState.FAILED, finished_at=now)
        return
    file = store_own(content=pdf, name=file_name(book), media_type=PDF, now=now)
    RegisterPrint.objects.filter(pk=book.pk, state=PrintState.WAITING).update(
        state=PrintState.READY, file=file, finished_at=now
    )


def file_name(book: RegisterPrint) -> str:
    return f"so-theo-doi-{book.agency.code}-{book.starts_on:%Y%m%d}-{book.ends_on:%Y%m%d}.pdf"


def _document(book: RegisterPrint) -> Register:
    agency = book.agency
    return Register(
        parent=agency.parent.name_vi if agency.parent else "",
        agency=agency.name_vi,
        place=agency.place_vi,
        volume=f"{book.starts_on:%m/%Y}",
        starts_on=book.starts_on,
        ends_on=book.ends_on,
        rows=tuple(_rows(book)),
    )


def _rows(book: RegisterPrint) -> Iterator[RegisterRow]:
    narrow = RegisterFilter(
        agency_id=book.agency_id,
        starts_on=book.starts_on,
        ends_on=book.ends_on,
        procedure=book.procedure,
        field=book.field,
    )
    for number, dossier in enumerate(each_row(narrow=narrow), start=1):
        if number % _TELL_EVERY == 0:
            RegisterPrint.objects.filter(pk=book.pk).update(rows_done=number)
        yield printed(dossier)
