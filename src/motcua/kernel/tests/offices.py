"""Offices for the tests: the usual hours, with and without days that differ."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from motcua.kernel.calendar import DayKind, DayRule, Session, WeeklyHours, WorkingCalendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING, AFTERNOON = Session(time(7, 30), time(11, 30)), Session(time(13), time(17))
WEEK = WeeklyHours(date(2022, 1, 1), ((MORNING, AFTERNOON),) * 5 + ((), ()))


def at(text):
    """``2023-01-19 14:30`` in the office."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def day(text):
    return date.fromisoformat(text)


def rule(text, kind=DayKind.HOLIDAY, **values):
    return DayRule(day=day(text), kind=kind, **values)


def office(*rules, hours=(WEEK,), **values):
    return WorkingCalendar(hours=list(hours), rules=rules, zone=ZONE, **values)
