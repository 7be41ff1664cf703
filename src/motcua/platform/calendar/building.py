"""From rows or shipped data to the kernel's calendar value."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from motcua.kernel.calendar import DayKind, DayRule, Session, WeeklyHours, WorkingCalendar
from motcua.platform.calendar.models import CalendarDay, OfficeHours

DATA = Path(__file__).parent / "data"
NATIONAL = "VN"


def parse_sessions(text: str) -> tuple[Session, ...]:
    """``07:30-11:30,13:00-17:00`` as sessions; ValueError when it cannot be read or they overlap."""
    sessions = []
    for part in filter(None, text.replace(" ", "").split(",")):
        opens, dash, closes = part.partition("-")
        if not dash:
            raise ValueError(f"not an opening: {part}")
        sessions.append(Session(time.fromisoformat(opens), time.fromisoformat(closes)))
    ordered = tuple(sorted(sessions))
    if any(later.opens < earlier.closes for earlier, later in pairwise(ordered)):
        raise ValueError("the openings overlap")
    return ordered


def rule_from(row: CalendarDay) -> DayRule:
    return DayRule(
        day=row.day,
        kind=DayKind(row.kind),
        name_vi=row.name_vi,
        name_en=row.name_en,
        source=row.source,
        verified=row.verified,
        sessions=parse_sessions(row.sessions),
    )


def hours_from(rows: Iterable[OfficeHours]) -> list[WeeklyHours]:
    """Weekly hours from opening rows; rows of one ``valid_from`` make one week."""
    weeks: dict[date, list[OfficeHours]] = {}
    for row in rows:
        weeks.setdefault(row.valid_from, []).append(row)
    return [
        WeeklyHours(
            valid_from=start,
            sessions=tuple(_sessions_of(week, weekday, clock_runs=True) for weekday in range(7)),
            counter=tuple(_sessions_of(week, weekday, clock_runs=False) for weekday in range(7)),
        )
        for start, week in weeks.items()
    ]


def build(*, code: str, days: Sequence[CalendarDay], hours: Iterable[OfficeHours]) -> WorkingCalendar:
    """A calendar of national days overlaid by the agency's own, with the agency's hours."""
    ordered = sorted(days, key=lambda row: row.calendar != NATIONAL)
    published = {row.day.year for row in days if row.calendar == NATIONAL and row.kind == DayKind.HOLIDAY}
    return WorkingCalendar(
        code=code,
        hours=hours_from(hours),
        rules=[rule_from(row) for row in ordered],
        zone=ZoneInfo(settings.TIME_ZONE),
        published_years=published,
    )


@cache
def shipped_days() -> tuple[CalendarDay, ...]:
    """The national days of the data file, as unsaved rows."""
    document = _read("vn_days.json")
    return tuple(
        CalendarDay(**{**row, "day": date.fromisoformat(row["day"])}, calendar=document["calendar"])
        for row in document["days"]
    )


@cache
def shipped_hours() -> tuple[OfficeHours, ...]:
    """The office hours of the data file, as unsaved rows."""
    document = _read("vn_hours.json")
    return tuple(
        OfficeHours(
            calendar=document["calendar"],
            valid_from=date.fromisoformat(row["valid_from"]),
            weekday=weekday,
            opens=time.fromisoformat(row["opens"]),
            closes=time.fromisoformat(row["closes"]),
            clock_runs=row["clock_runs"],
            source=row["source"],
            verified=row["verified"],
        )
        for row in document["hours"]
        for weekday in row["weekdays"]
    )


def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return document


def _sessions_of(week: Iterable[OfficeHours], weekday: int, *, clock_runs: bool) -> tuple[Session, ...]:
    matching = (row for row in week if row.weekday == weekday and row.clock_runs is clock_runs)
    return tuple(sorted(Session(row.opens, row.closes) for row in matching))
