"""Terms of law counted in calendar dates."""

from calendar import monthrange
from datetime import date, timedelta

from motcua.kernel.calendar import WorkingCalendar


def add_months(day: date, amount: int) -> date:
    """The same day number ``amount`` months later, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_term(
    *, start: date, calendar: WorkingCalendar, days: int = 0, months: int = 0, rolling: bool = True
) -> date:
    """The last day of a term of months and days; the day it starts is day 0.

    Rolls forward to a working day unless the rule of the term says otherwise.
    """
    end = add_months(start, months) + timedelta(days=days)
    return calendar.working_day_from(end) if rolling else end
