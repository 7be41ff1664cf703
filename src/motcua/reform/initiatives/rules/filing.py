"""Shares of authors, and until when an initiative may be filed."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from motcua.kernel.calendar import WorkingCalendar
from motcua.kernel.periods import add_months

WHOLE = Fraction(100)


def shares_are_whole(shares: Sequence[Fraction]) -> bool:
    """Every author has a part, and the parts make 100 per cent exactly."""
    return bool(shares) and all(share > 0 for share in shares) and sum(shares, Fraction(0)) == WHOLE


def last_day_to_file(*, first_applied_on: date, months: int, calendar: WorkingCalendar) -> date:
    """Last day of the request for recognition: one year from the first application (Decree 13/2012/NĐ-CP,
    Article 5), rolled to the next working day like every legal term of the house (conventions).
    """
    return calendar.working_day_from(add_months(first_applied_on, months))
