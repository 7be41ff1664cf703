"""Closing a book of result numbers."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from motcua.identity.api import Role, StaffContext, get_user
from motcua.platform.numbering.api import NumberBook, close_period

CLOSERS = (Role.CLERK, Role.ADMINISTRATOR)


class YearRuns(Exception):
    """The year of the book is not over: closing it would stop the office from issuing."""


def may_close(*, staff: StaffContext, agency_code: str) -> bool:
    """Clerks and administrators of the agency whose book it is."""
    return any(membership.agency_code == agency_code for membership in staff.matching(*CLOSERS))


def close_book(*, book: NumberBook, agency_code: str, reason: str, staff: StaffContext, now: datetime) -> int:
    """Close a past year's book for good and answer its last number; closing twice changes nothing.

    Raises ``PermissionDenied`` and :class:`YearRuns`.
    """
    if not may_close(staff=staff, agency_code=agency_code):
        raise PermissionDenied("close_book")
    if book.period >= str(timezone.localdate(now).year):
        raise YearRuns(book.period)
    return close_period(
        book=book.book,
        period=book.period,
        now=now,
        actor=get_user(user_id=staff.user_id),
        agency_code=agency_code,
        reason=reason,
    )
