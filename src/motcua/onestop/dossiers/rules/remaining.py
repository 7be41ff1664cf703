"""How much time a dossier has left, in the words of a worklist."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.kernel.calendar import WorkingCalendar


class Standing(StrEnum):
    """Where a running dossier stands against its due moment."""

    STOPPED = "stopped"
    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    AT_RISK = "at_risk"
    IN_TIME = "in_time"


@dataclass(frozen=True, slots=True)
class Remaining:
    """``working_days`` and ``office_time`` count what is left, or what has passed when overdue."""

    standing: Standing
    working_days: int
    office_time: timedelta

    @property
    def hours(self) -> int:
        """Whole office hours."""
        return self.office_time // timedelta(hours=1)


def remaining(
    *, due: datetime | None, calendar: WorkingCalendar, now: datetime, warn_working_days: int
) -> Remaining:
    """What is left until ``due``; None means that the clock stands still.

    At risk: at most ``warn_working_days`` working days lie between today and the due date.
    """
    if due is None:
        return Remaining(Standing.STOPPED, 0, timedelta(0))
    today, last = calendar.local(now).date(), calendar.local(due).date()
    if now > due:
        days = calendar.count_working_days(last, today)
        return Remaining(Standing.OVERDUE, days, calendar.office_time(due, now))
    days = calendar.count_working_days(today, last)
    return Remaining(_standing(days, today == last, warn_working_days), days, calendar.office_time(now, due))


def apology_latest_on(*, calendar: WorkingCalendar, due: datetime, lead_working_days: int) -> date:
    """The last day on which a coming delay may be announced, counted back in working days from the due date.

    Provincial rules ask for one day (88/2025/QĐ-UBND of Lai Châu, 138/2025/QĐ-UBND of Đồng Tháp).
    """
    return calendar.add_working_days(calendar.local(due).date(), -lead_working_days)


def _standing(days: int, due_today: bool, warn_working_days: int) -> Standing:
    if due_today:
        return Standing.DUE_TODAY
    return Standing.AT_RISK if days <= warn_working_days else Standing.IN_TIME
