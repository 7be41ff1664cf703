"""Which days of a year the rated agency may look at."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """Whole months of one year, first and last day included."""

    start: date
    end: date


def settled(*, year: int, today: date, change_days: int) -> Span | None:
    """The months of ``year`` whose ratings can no longer change; None while there is none."""
    last = min(date(year, 12, 31), last_settled(today=today, change_days=change_days))
    return Span(date(year, 1, 1), last) if last.year == year else None


def last_settled(*, today: date, change_days: int) -> date:
    """The last day of the newest month whose ratings can no longer change.

    Figures that moved with every rating would tell what the last one said, and so perhaps whose it was.
    """
    return (today - timedelta(days=change_days)).replace(day=1) - timedelta(days=1)
