"""The door to the official calendar: ask ``calendar_for``, change it through the services."""

from motcua.kernel.calendar import DayKind, DayRule, Session, WeeklyHours, WorkingCalendar
from motcua.platform.calendar.building import NATIONAL, parse_sessions
from motcua.platform.calendar.models import CalendarDay, OfficeHours
from motcua.platform.calendar.queries import (
    calendar_for,
    forget_calendars,
    list_days,
    list_hours,
    versions_of_calendars,
)
from motcua.platform.calendar.services import CalendarRefused, load_calendar, remove_day, set_day

__all__ = [
    "NATIONAL",
    "CalendarDay",
    "CalendarRefused",
    "DayKind",
    "DayRule",
    "OfficeHours",
    "Session",
    "WeeklyHours",
    "WorkingCalendar",
    "calendar_for",
    "forget_calendars",
    "list_days",
    "list_hours",
    "load_calendar",
    "parse_sessions",
    "remove_day",
    "set_day",
    "versions_of_calendars",
]
