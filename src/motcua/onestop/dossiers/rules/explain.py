"""Why a dossier is due when it is due: the counting of the clock as structured reasons, without words.

``onestop.dossiers.explanations`` turns the reasons into sentences of a language.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from motcua.kernel.calendar import DayKind, DayRule, WorkingCalendar
from motcua.kernel.periods import add_months
from motcua.onestop.dossiers.rules.clock import (
    HOURS,
    MONTHS,
    SAME_DAY,
    WORKING_DAYS,
    Clock,
    Limit,
    LimitUnit,
    Pause,
    Run,
    Stretch,
    misses_the_day,
    trace,
)

# Every day counts in these, days off too; only the last day may not be free (Civil Code 91/2015/QH13, Art. 148).
CALENDAR_UNITS = (LimitUnit.DAYS, MONTHS)
EXTRA_DAYS = (DayKind.SWAP_WORKED, DayKind.HALF_DAY)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning.

    ``code`` names the sentence, ``params`` its dates, amounts and names; ``rule`` names the dated parameter
    whose article of law stands behind it (empty when the step only states a fact).
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""


def explain(clock: Clock, received_at: datetime, pauses: Sequence[Pause]) -> tuple[Reason, ...]:
    """Reasons in reading order; the last one is ``due`` or ``stopped``."""
    limit, policy, calendar = clock
    runs = trace(clock, received_at, pauses)
    reasons = [
        Reason("received", {"at": calendar.local(received_at)}),
        Reason("limit", {"amount": limit.amount, "unit": str(limit.unit)}),
    ]
    if policy.next_opening and runs[0].start != calendar.local(received_at):
        reasons.append(Reason("next_opening", {"at": runs[0].start}, "next_opening"))
    for run in runs:
        reasons += _explain_run(run, clock)
        if run.ended_by and run is not runs[-1]:
            reasons.append(_pause_reason("restarted", run.ended_by, "after_pause_restart"))
    return (*reasons, *_doubts(runs, calendar), _outcome(runs[-1]))


def _explain_run(run: Run, clock: Clock) -> Iterator[Reason]:
    if run.ended_by is not None:
        yield Reason("counted_until", {"start": run.start, "until": run.ended_by.start})
        return
    yield from _starting(run, clock)
    yield from _left_out(run, clock)
    if clock.limit.unit in CALENDAR_UNITS:
        yield from _last_day(run, clock)
    else:
        yield from _days_off(run, clock.calendar)


def _starting(run: Run, clock: Clock) -> Iterator[Reason]:
    limit, policy, calendar = clock
    if limit.unit is HOURS:
        yield Reason("hours_from", {"at": calendar.next_opening(run.start)}, "hours_in_office_time")
    elif limit.unit is not SAME_DAY:
        yield Reason("day_zero", {"day": run.start.date()}, "receipt_is_day_zero")
    elif misses_the_day(policy, calendar, run.start):
        params = {"at": run.start, "cut_off": policy.cut_off, "day": run.due.date()}
        yield Reason("missed_same_day", params, "same_day_cut_off")
    if limit.unit is MONTHS and add_months(run.start.date(), limit.amount).day < run.start.day:
        yield Reason("month_end", {"day": add_months(run.start.date(), limit.amount)}, "month_end")


def _left_out(run: Run, clock: Clock) -> Iterator[Reason]:
    limit, _, calendar = clock
    for stretch in run.left_out:
        assert stretch.end is not None
        first, last = stretch.start.date(), stretch.end.date()
        params: dict[str, Any]
        if limit.unit is HOURS:
            params = {"time": calendar.office_time(stretch.start, stretch.end)}
        elif limit.unit is WORKING_DAYS:
            params = {"working_days": calendar.count_working_days(first, last)}
        else:
            params = {"days": (last - first).days}
        reason = _pause_reason("left_out", stretch, "after_pause_subtract")
        yield Reason(reason.code, {**reason.params, **params}, reason.rule)


def _days_off(run: Run, calendar: WorkingCalendar) -> Iterator[Reason]:
    """Official days from day 0 to the due date, equal neighbours joined, and the count of plain weekends."""
    first, last = run.start.date(), run.due.date()
    rules = [rule for rule in calendar.rules_between(first, last) if _matters(rule, first, calendar)]
    yield from _official_days("official_day", rules)
    weekend = _plain_days_off(first, last, calendar)
    if weekend:
        yield Reason("weekend", {"days": weekend}, "weekly_rest")


def _plain_days_off(after: date, until: date, calendar: WorkingCalendar) -> int:
    """Days off with ``after < day <= until`` that no official row explains."""
    off = (until - after).days - calendar.count_working_days(after, until)
    official = calendar.rules_between(after + DAY, until)
    return off - sum(not calendar.is_working_day(rule.day) for rule in official)


def _official_days(code: str, rules: Sequence[DayRule]) -> Iterator[Reason]:
    for group in _neighbours(rules):
        params = {"first": group[0].day, "last": group[-1].day, "kind": str(group[0].kind)}
        names = {"name_vi": group[0].name_vi, "name_en": group[0].name_en}
        source = {"source": group[0].source, "verified": all(rule.verified for rule in group)}
        yield Reason(code, {**params, **names, **source})


def _matters(rule: DayRule, first: date, calendar: WorkingCalendar) -> bool:
    """Day 0 only matters when the office was free on it; a holiday on a weekend costs nothing."""
    if rule.kind in EXTRA_DAYS:
        return rule.day > first
    return calendar.usually_works(rule.day)


def _neighbours(rules: Sequence[DayRule]) -> list[list[DayRule]]:
    groups: list[list[DayRule]] = []
    for rule in rules:
        before = groups[-1][-1] if groups else None
        if before and before.day + DAY == rule.day and _same_matter(before, rule):
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _same_matter(one: DayRule, other: DayRule) -> bool:
    return (one.kind, one.name_vi, one.source) == (other.kind, other.name_vi, other.source)


def _last_day(run: Run, clock: Clock) -> Iterator[Reason]:
    """A limit in calendar days or months: that every day counts, and where its end moved off a free day."""
    counted, due, calendar = _counted_until(run, clock.limit), run.due.date(), clock.calendar
    yield Reason("every_day_counts", {}, "roll_forward")
    passed = [
        rule
        for rule in calendar.rules_between(counted, due)
        if (rule.day == due) is (rule.kind in EXTRA_DAYS) and _matters(rule, run.start.date(), calendar)
    ]
    yield from _official_days("end_day", passed)
    if counted != due:
        yield Reason("rolled", {"counted": counted, "day": due}, "roll_forward")


def _counted_until(run: Run, limit: Limit) -> date:
    """The last counted date, before it is moved to a working day."""
    counted = run.start.date() + DAY * limit.amount
    if limit.unit is MONTHS:
        counted = add_months(run.start.date(), limit.amount)
    for stretch in run.left_out:
        assert stretch.end is not None
        if stretch.start.date() < counted:
            counted += stretch.end.date() - stretch.start.date()
    return counted


def _pause_reason(code: str, stretch: Stretch, rule: str) -> Reason:
    causes = [{"cause": pause.cause, "ground": pause.ground} for pause in stretch.pauses]
    return Reason(code, {"start": stretch.start, "end": stretch.end, "pauses": causes}, rule)


def _doubts(runs: Sequence[Run], calendar: WorkingCalendar) -> Iterator[Reason]:
    """Years whose official calendar is not loaded; rows that nobody has confirmed carry their own mark."""
    for year in range(runs[0].start.year, runs[-1].due.year + 1):
        if year not in calendar.published_years:
            yield Reason("year_unpublished", {"year": year})


def _outcome(run: Run) -> Reason:
    if run.ended_by is not None:
        return _pause_reason("stopped", run.ended_by, "clock_stops")
    return Reason("due", {"at": run.due})
