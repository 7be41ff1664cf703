"""Which days of a year the rated agency may look at."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """Whole months of one year, first and last day included."""

    start: date
    end: date


def settled(*, year: int, today: date, change_days: int) -> Span | None:
    """The months of ``year`` whose ratings can no longer change; None while there is none.

    Figures that moved with every rating would tell what the last one said, and so perhaps whose it was.
    """
    last = min(date(year, 12, 31), _last_settled(today - timedelta(days=change_days)))
    return Span(date(year, 1, 1), last) if last.year == year else None


def _last_settled(day: date) -> date:
    """The end of the month before that of ``day``: days up to ``day`` - 1 are settled."""
    return day.replace(day=1) - timedelta(days=1)
