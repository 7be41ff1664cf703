"""How much of the time that the law gives an office needed, in working days, as exact fractions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from motcua.kernel.calendar import WorkingCalendar
from motcua.onestop.dossiers.rules.clock import (
    Limit,
    LimitUnit,
    Pause,
    Policy,
    Stretch,
    due_without_pauses,
    effective_receipt,
    merge,
)

HOUR = timedelta(hours=1)


def days_allowed(
    *, limit: Limit, policy: Policy, calendar: WorkingCalendar, received_at: datetime, hours_per_day: int
) -> Fraction:
    """Working days that a limit gives from a receipt on: those after the day of receipt up to the due date.

    Limits in calendar days or months thus count the working days that lie in them; a limit in hours is its
    share of a working day of ``hours_per_day``.
    """
    if limit.unit is LimitUnit.HOURS:
        return Fraction(limit.amount, hours_per_day)
    start = effective_receipt(policy, calendar, received_at)
    due = due_without_pauses(limit, policy, calendar, start)
    return Fraction(calendar.count_working_days(start.date(), due.date()))


def days_used(
    *,
    unit: LimitUnit,
    policy: Policy,
    calendar: WorkingCalendar,
    received_at: datetime,
    finished_at: datetime,
    pauses: Sequence[Pause],
    hours_per_day: int,
) -> Fraction:
    """Working days from the receipt to the finish in which the clock ran; a pause without an end stands to the finish.

    Of a pause the dates d with start date < d <= end date are taken out, as the clock does where it subtracts;
    with a limit in hours, its office time is. After a restart both countings were time that the office used.
    """
    start = effective_receipt(policy, calendar, received_at)
    finish = max(start, calendar.local(finished_at))
    gaps = [_until(finish, gap) for gap in merge(pauses=pauses, calendar=calendar, receipt=start)]
    if unit is LimitUnit.HOURS:
        used = calendar.office_time(start, finish) - sum(
            (calendar.office_time(*gap) for gap in gaps), timedelta(0)
        )
        return Fraction(used // timedelta.resolution, hours_per_day * (HOUR // timedelta.resolution))
    return Fraction(_working_days(calendar, start.date(), finish.date(), gaps))


def _until(finish: datetime, gap: Stretch) -> tuple[datetime, datetime]:
    return min(gap.start, finish), min(gap.end or finish, finish)


def _working_days(
    calendar: WorkingCalendar, after: date, until: date, gaps: Sequence[tuple[datetime, datetime]]
) -> int:
    stood = sum(calendar.count_working_days(start.date(), end.date()) for start, end in gaps)
    return calendar.count_working_days(after, until) - stood
