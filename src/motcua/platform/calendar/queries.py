"""Reading the official calendar, with a copy kept in each process."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import structlog
from django.db.models import QuerySet

from motcua.kernel.calendar import WorkingCalendar
from motcua.platform.calendar.building import NATIONAL, build, shipped_days, shipped_hours
from motcua.platform.calendar.models import CalendarDay, CalendarVersion, OfficeHours

log = structlog.get_logger(__name__)

# How long a process may work with a calendar that another process has just changed.
SECONDS_BETWEEN_CHECKS = 30.0


@dataclass(slots=True)
class _Kept:
    calendar: WorkingCalendar
    version: int
    checked_at: float


_kept: dict[str, _Kept] = {}


def calendar_for(code: str) -> WorkingCalendar:
    """The calendar of an agency, or of the country for ``"VN"``.

    National days apply everywhere; an agency's own rows replace them day by day, and its own hours replace
    the national ones. The value is kept per process and looked at again every half minute (one small query).
    Before the calendar is loaded the shipped data files answer.
    """
    return _look(code).calendar


def versions_of_calendars() -> frozenset[tuple[str, int]]:
    """What was worked out with calendars holds while these stay: each kept one by code, looked at as often as it is."""
    _look(NATIONAL)
    return frozenset((code, kept.version) for code, kept in list(_kept.items()))


def _look(code: str) -> _Kept:
    kept = _kept.get(code)
    if kept is None:
        return _load(code, _version())
    if monotonic() - kept.checked_at > SECONDS_BETWEEN_CHECKS:
        version = _version()
        if version != kept.version:
            # All at once, or the number of one would speak for the old days of another.
            _kept.clear()
            return _load(code, version)
        kept.checked_at = monotonic()
    return kept


def forget_calendars() -> None:
    """Let this process read every calendar anew."""
    _kept.clear()


def list_days(*, calendar: str, year: int) -> QuerySet[CalendarDay]:
    """The official rows of one year, in order: the national ones and those of the calendar itself."""
    rows = CalendarDay.objects.filter(calendar__in={NATIONAL, calendar}, day__year=year)
    return rows.order_by("day", "calendar")


def list_hours(*, calendar: str) -> QuerySet[OfficeHours]:
    """The opening rows of a calendar, newest week first."""
    return OfficeHours.objects.filter(calendar=calendar).order_by("-valid_from", "weekday", "opens")


def _load(code: str, version: int) -> _Kept:
    days: Sequence[CalendarDay] = list(
        CalendarDay.objects.filter(calendar__in={NATIONAL, code}).order_by("day")
    )
    rows = list(OfficeHours.objects.filter(calendar__in={NATIONAL, code}))
    hours: Sequence[OfficeHours] = [row for row in rows if row.calendar == code] or rows
    if not any(row.calendar == NATIONAL for row in days):
        log.warning("calendar_not_loaded", calendar=code)
        days = [*shipped_days(), *days]
    kept = _Kept(build(code=code, days=days, hours=hours or shipped_hours()), version, monotonic())
    _kept[code] = kept
    return kept


def _version() -> int:
    return CalendarVersion.objects.values_list("number", flat=True).first() or 0
