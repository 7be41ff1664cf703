"""Printing a book of the register: asked for by a person, made by a job, erased after a while."""

from datetime import datetime

from django.db import transaction

from motcua.identity.api import User
from motcua.onestop.register.models import RegisterPrint
from motcua.onestop.register.queries import LONGEST, RegisterFilter, count_register
from motcua.platform.audit.api import record
from motcua.platform.outbox.api import defer
from motcua.platform.privacy.retention import kept_since

PRINT_JOB = "register.print"


class BookTooLong(Exception):
    """The chosen days hold more than ``LONGEST`` dossiers."""


def request_print(*, narrow: RegisterFilter, actor: User, now: datetime) -> RegisterPrint:
    """Ask for the printed book; a job makes it. The caller has checked the right to read the register.

    Raises :class:`BookTooLong`.
    """
    rows = count_register(narrow=narrow)
    if rows > LONGEST:
        raise BookTooLong(rows)
    with transaction.atomic():
        asked = RegisterPrint.objects.create(
            requested_by=actor,
            agency_id=narrow.agency_id,
            starts_on=narrow.starts_on,
            ends_on=narrow.ends_on,
            procedure=narrow.procedure,
            field=narrow.field,
            rows=rows,
            requested_at=now,
        )
        _record(asked.agency.code, "register.printed", narrow, actor, now)
        defer(PRINT_JOB, print_id=asked.pk)
    return asked


def note_export(*, narrow: RegisterFilter, agency_code: str, actor: User, now: datetime) -> None:
    """The register leaves the office as a file: who took which days."""
    _record(agency_code, "register.exported", narrow, actor, now)


def erase_prints(*, now: datetime) -> int:
    """Erase printed books past their time, with the names of their files; returns how many. Run daily."""
    earliest = kept_since(name="register_print", now=now)
    old = list(RegisterPrint.objects.filter(requested_at__lt=earliest).select_related("file"))
    with transaction.atomic():
        for book in old:
            file = book.file
            book.delete()
            if file is not None:
                file.delete()
        return len(old)


def _record(agency_code: str, action: str, narrow: RegisterFilter, actor: User, now: datetime) -> None:
    record(
        action=action,
        now=now,
        actor=actor,
        agency_code=agency_code,
        object_type="register",
        object_id=agency_code,
        detail={
            "from": narrow.starts_on.isoformat(),
            "until": narrow.ends_on.isoformat(),
            "procedure": narrow.procedure,
            "field": narrow.field,
        },
    )
