"""How fast the clock is: our deadlines a second beside a walk over the days, in one run and on one core."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from time import process_time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from motcua.kernel.calendar import WorkingCalendar
from motcua.onestop.dossiers.rules.deadlines import AfterPause, Limit, LimitUnit, Policy, compute
from motcua.platform.calendar.api import calendar_for

LIMIT = Limit(15, LimitUnit.WORKING_DAYS)
POLICY = Policy(AfterPause.RESTART, next_opening=False, cut_off=time(15))
BATCH = 1_000


class Rates(NamedTuple):
    """Deadlines a second: through ``compute``, by bare look-up in the table, and by walking the days."""

    deadlines: float
    table: float
    day_loop: float

    @property
    def times_the_day_loop(self) -> float:
        return self.deadlines / self.day_loop


@dataclass(frozen=True)
class _Plain:
    """What a bare loop needs: free dates and the closing hour, nothing else."""

    free: frozenset[date]
    closing: time
    zone: ZoneInfo

    def due(self, received: datetime, amount: int) -> datetime:
        day, left = received.date(), amount
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5 and day not in self.free
        return datetime.combine(day, self.closing, self.zone)


def bench_deadlines(seconds: float = 1.0) -> Rates:
    """Measure for about ``seconds`` of processor time in total, limits of 15 working days over five years."""
    calendar, zone = calendar_for("VN"), ZoneInfo(settings.TIME_ZONE)
    first = datetime(2022, 1, 3, 8, tzinfo=zone)
    moments = [first + timedelta(hours=43 * index) for index in range(BATCH)]
    plain = _Plain(_free_days(calendar), time(17), zone)

    def through_compute() -> None:
        for moment in moments:
            compute(limit=LIMIT, policy=POLICY, calendar=calendar, received_at=moment)

    def through_table() -> None:
        for moment in moments:
            calendar.closing_after(moment, 15)

    def through_days() -> None:
        for moment in moments:
            plain.due(moment, 15)

    return Rates(*(_rate(work, seconds / 3) for work in (through_compute, through_table, through_days)))


def _free_days(calendar: WorkingCalendar) -> frozenset[date]:
    rules = calendar.rules_between(date(2022, 1, 1), date(2027, 12, 31))
    return frozenset(rule.day for rule in rules if not calendar.is_working_day(rule.day))


def _rate(work: Callable[[], None], seconds: float) -> float:
    """The best batch counts: the others were disturbed by the machine, not by us."""
    best, until = float("inf"), process_time() + seconds
    while process_time() < until or best == float("inf"):
        started = process_time()
        work()
        best = min(best, max(process_time() - started, 1e-9))
    return BATCH / best
