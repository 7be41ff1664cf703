"""Changing the official calendar."""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime

from django.db import connection, transaction

from motcua.kernel.calendar import DayKind
from motcua.platform.audit.api import Actor, record
from motcua.platform.calendar.building import NATIONAL, parse_sessions, shipped_days, shipped_hours
from motcua.platform.calendar.events import CalendarChanged
from motcua.platform.calendar.models import CalendarDay, OfficeHours
from motcua.platform.calendar.queries import forget_calendars
from motcua.platform.outbox.api import publish


class CalendarRefused(Exception):
    """The day cannot be written. ``code`` is bad_sessions, sessions_missing or source_missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def load_calendar(*, now: datetime) -> int:
    """Bring the shipped national days and hours into the database; returns how many rows were new.

    Rows that are there stay as the administrator left them, so loading twice changes nothing.
    """
    with transaction.atomic():
        days = _add_missing_days(shipped_days())
        hours = _add_missing_hours(shipped_hours())
        if days or hours:
            record(action="calendar.loaded", now=now, detail={"days": days, "hours": hours})
            _announce_change(NATIONAL, now)
    return days + hours


def set_day(
    *,
    day: date,
    kind: DayKind,
    name_vi: str,
    name_en: str,
    source: str,
    actor: Actor,
    now: datetime,
    calendar: str = NATIONAL,
    verified: bool = False,
    sessions: str = "",
) -> CalendarDay:
    """Write the official row of a day, new or corrected; due dates follow it from then on.

    Raises CalendarRefused: a row needs its source, a half day its hours.
    """
    _check(kind=kind, source=source, sessions=sessions)
    values = {"kind": kind, "name_vi": name_vi, "name_en": name_en, "source": source}
    with transaction.atomic():
        row, created = CalendarDay.objects.update_or_create(
            calendar=calendar, day=day, defaults={**values, "verified": verified, "sessions": sessions}
        )
        _record_day("calendar.day_added" if created else "calendar.day_changed", row, actor=actor, now=now)
        _announce_change(calendar, now)
    return row


def remove_day(*, day_id: int, actor: Actor, now: datetime) -> None:
    """Take an official row away, so that the weekly pattern holds again; DoesNotExist when it is gone."""
    with transaction.atomic():
        row = CalendarDay.objects.select_for_update().get(pk=day_id)
        _record_day("calendar.day_removed", row, actor=actor, now=now)
        row.delete()
        _announce_change(row.calendar, now)


def _check(*, kind: DayKind, source: str, sessions: str) -> None:
    if not source.strip():
        raise CalendarRefused("source_missing")
    try:
        parsed = parse_sessions(sessions)
    except ValueError as error:
        raise CalendarRefused("bad_sessions") from error
    if kind == DayKind.HALF_DAY and not parsed:
        raise CalendarRefused("sessions_missing")


def _record_day(action: str, row: CalendarDay, *, actor: Actor, now: datetime) -> None:
    detail = {
        "day": row.day.isoformat(),
        "kind": str(row.kind),
        "source": row.source,
        "sessions": row.sessions,
    }
    record(
        action=action,
        now=now,
        actor=actor,
        agency_code="" if row.calendar == NATIONAL else row.calendar,
        object_type="calendar_day",
        object_id=row.pk,
        detail={**detail, "verified": row.verified, "calendar": row.calendar},
    )


def _announce_change(calendar: str, now: datetime) -> None:
    """Raise the version and tell the others; this process forgets its copy once the change is certain."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO platform_calendar_version (id, number) VALUES (1, 1)"
            " ON CONFLICT (id) DO UPDATE SET number = platform_calendar_version.number + 1"
        )
    publish(CalendarChanged(calendar=calendar), now=now)
    transaction.on_commit(forget_calendars)


def _add_missing_days(shipped: Iterable[CalendarDay]) -> int:
    present = set(CalendarDay.objects.filter(calendar=NATIONAL).values_list("day", flat=True))
    # The shipped rows are kept for the life of the process, so copies go to the database.
    missing = [copy(row) for row in shipped if row.day not in present]
    return len(CalendarDay.objects.bulk_create(missing))


def _add_missing_hours(shipped: Iterable[OfficeHours]) -> int:
    if OfficeHours.objects.filter(calendar=NATIONAL).exists():
        return 0
    return len(OfficeHours.objects.bulk_create([copy(row) for row in shipped]))
