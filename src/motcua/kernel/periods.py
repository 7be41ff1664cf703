"""Terms of law counted in calendar dates."""

from calendar import monthrange
from datetime import date


def add_months(day: date, amount: int) -> date:
    """The same day number ``amount`` months later, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
