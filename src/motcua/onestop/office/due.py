"""How near the promised date is, as the parts that ``ui/due.html`` draws."""

from datetime import datetime, timedelta
from typing import NamedTuple

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


class Due(NamedTuple):
    """What ``ui/due.html`` draws, in the language of the page."""

    tone: str
    text: str
    at: datetime | None


class DueReader:
    """For the lines of a worklist at one moment: those that share a promised date are worked out once."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._known: dict[tuple[str, bool, datetime | None], Due] = {}

    def of_row(self, row: WorkRow) -> Due:
        """A submission counts its hours at the counter; with the result there, no time runs any more."""
        if row.has_result:
            return Due("done", str(State(row.state).label), None)
        waits = row.state == State.SUBMITTED
        moment = row.opened_at if waits else None if row.is_paused else row.due_at
        key = (row.calendar, waits, moment)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._work_out(*key)
        return found

    def _work_out(self, code: str, waits: bool, moment: datetime | None) -> Due:
        calendar = calendar_for(code)
        if waits and moment:
            return _at_the_counter(moment, calendar, self._now)
        return _due(moment, calendar, self._now)


def due_of_dossier(dossier: Dossier, *, now: datetime) -> Due | None:
    """For the head of a dossier's page; None once it has ended."""
    calendar = calendar_for(dossier.agency.calendar)
    if dossier.state == State.SUBMITTED:
        return _at_the_counter(dossier.submitted_at, calendar, now)
    if dossier.finished_at is not None:
        return None
    return _due(None if dossier.state in PAUSED else dossier.due_at, calendar, now)


def _due(due: datetime | None, calendar: WorkingCalendar, now: datetime) -> Due:
    warn = _number("warn_working_days", calendar, now)
    left = remaining(due=due, calendar=calendar, now=now, warn_working_days=warn)
    return Due(TONES[left.standing], _words(left), due)


def _words(left: Remaining) -> str:
    return time_left(standing=left.standing, working_days=left.working_days, hours=left.hours)


def _at_the_counter(submitted_at: datetime, calendar: WorkingCalendar, now: datetime) -> Due:
    allowed = _number("reception_working_hours", calendar, now) * HOUR
    until = calendar.add_office_time(submitted_at, allowed)
    if now > until:
        hours = -(calendar.office_time(until, now) // HOUR)
        return Due("late", waited(hours=min(hours, -1)), until)
    hours = calendar.office_time(now, until) // HOUR
    return Due("waiting" if hours < 4 else "neutral", waited(hours=hours), until)


def _number(name: str, calendar: WorkingCalendar, now: datetime) -> int:
    return int(get_parameter(name=name, on=calendar.local(now).date()).value)
