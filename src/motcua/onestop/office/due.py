"""How near the promised date is, as the parts that ``ui/due.html`` draws."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from motcua.onestop.dossiers.explanations import time_left
from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.dossiers.parameters import get_parameter
from motcua.onestop.dossiers.rules.remaining import Remaining, Standing, remaining
from motcua.onestop.office.words import waited
from motcua.onestop.processes.queries import PAUSED, WorkRow
from motcua.platform.calendar.api import WorkingCalendar, calendar_for

TONES = {
    Standing.STOPPED: "paused",
    Standing.OVERDUE: "late",
    Standing.DUE_TODAY: "waiting",
    Standing.AT_RISK: "waiting",
    Standing.IN_TIME: "neutral",
}
HOUR = timedelta(hours=1)
Due = Mapping[str, Any]


def due_of_row(row: WorkRow, *, now: datetime) -> Due:
    """For one line of a worklist; a submission counts its hours at the counter."""
    calendar = calendar_for(row.calendar)
    if row.state == State.SUBMITTED:
        return _at_the_counter(row.opened_at, calendar, now)
    return _due(None if row.is_paused else row.due_at, calendar, now)


def due_of_dossier(dossier: Dossier, *, now: datetime) -> Due | None:
    """For the head of a dossier's page; None once it has ended."""
    calendar = calendar_for(dossier.agency.calendar)
    if dossier.state == State.SUBMITTED:
        return _at_the_counter(dossier.submitted_at, calendar, now)
    if dossier.finished_at is not None:
        return None
    return _due(None if dossier.state in PAUSED else dossier.due_at, calendar, now)


def _due(due: datetime | None, calendar: WorkingCalendar, now: datetime) -> Due:
    left = remaining(due=due, calendar=calendar, now=now, warn_working_days=_number("warn_working_days", now))
    return {"tone": TONES[left.standing], "text": _words(left), "at": due}


def _words(left: Remaining) -> str:
    return time_left(standing=left.standing, working_days=left.working_days, hours=left.hours)


def _at_the_counter(submitted_at: datetime, calendar: WorkingCalendar, now: datetime) -> Due:
    allowed = _number("reception_working_hours", now) * HOUR
    until = calendar.add_office_time(submitted_at, allowed)
    if now > until:
        hours = -(calendar.office_time(until, now) // HOUR)
        return {"tone": "late", "text": waited(hours=min(hours, -1)), "at": until}
    hours = calendar.office_time(now, until) // HOUR
    return {"tone": "waiting" if hours < 4 else "neutral", "text": waited(hours=hours), "at": until}


def _number(name: str, now: datetime) -> int:
    return int(get_parameter(name=name, on=timezone.localdate(now)).value)
