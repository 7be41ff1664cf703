"""Giving out running numbers without gaps."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from motcua.platform.audit.api import Actor, record
from motcua.platform.numbering.models import NumberBook

# One statement takes the row lock and holds it to the end of the caller's transaction: a number is given out
# only if that transaction commits, and the next one waits for it. A closed book matches no row.
NEXT = """
INSERT INTO platform_number_book AS book (book, period, last) VALUES (%s, %s, 1)
ON CONFLICT (book, period) DO UPDATE SET last = book.last + 1 WHERE book.closed_at IS NULL
RETURNING last
"""


# The same for many books at once, each by its own amount.
TAKE = """
INSERT INTO platform_number_book AS book (book, period, last)
SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])
ON CONFLICT (book, period) DO UPDATE SET last = book.last + EXCLUDED.last WHERE book.closed_at IS NULL
RETURNING book, period, last
"""


class PeriodClosed(Exception):
    """No more numbers are given out in this book for this period."""

    def __init__(self, book: str, period: str) -> None:
        super().__init__(f"{book} {period}")
        self.book, self.period = book, period


def next_number(*, book: str, period: str) -> int:
    """The next number of a book in a period (a day ``2026-11-23`` or a year ``2026``), from 1, without gaps.

    Must run inside the transaction of the thing numbered; raises PeriodClosed after :func:`close_period`.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is taken inside the transaction it belongs to")
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [book, period])
        row = cursor.fetchone()
    if row is None:
        raise PeriodClosed(book, period)
    number: int = row[0]
    return number


def take_numbers(*, wanted: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], range]:
    """The next so many numbers of each ``(book, period)``, in one statement; rules as for :func:`next_number`."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "numbers are taken inside the transaction they belong to"
        )
    keys = sorted(wanted)
    with connection.cursor() as cursor:
        books, periods = [book for book, _ in keys], [period for _, period in keys]
        cursor.execute(TAKE, [books, periods, [wanted[key] for key in keys]])
        last = {(book, period): number for book, period, number in cursor.fetchall()}
    for book, period in keys:
        if (book, period) not in last:
            raise PeriodClosed(book, period)
    return {key: range(last[key] - wanted[key] + 1, last[key] + 1) for key in keys}


def close_period(
    *,
    book: str,
    period: str,
    now: datetime,
    actor: Actor | None = None,
    agency_code: str = "",
    reason: str = "",
) -> int:
    """Close a book for a period for good and return its last number; closing twice changes nothing.

    The next period is a book of its own and starts at 1.
    """
    with transaction.atomic():
        row, _ = NumberBook.objects.select_for_update().get_or_create(book=book, period=period)
        if row.closed_at is None:
            row.closed_at = now
            row.save(update_fields=["closed_at"])
            detail = {"book": book, "period": period, "last": row.last}
            if reason:
                detail["reason"] = reason
            record(
                action="numbering.period_closed",
                now=now,
                actor=actor,
                agency_code=agency_code,
                object_type="number_book",
                object_id=row.pk,
                detail=detail,
            )
    return row.last
