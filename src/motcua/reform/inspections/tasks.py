"""Periodic jobs of inspections."""

from motcua.platform import clock
from motcua.platform.outbox.jobs import periodic
from motcua.reform.inspections.services.escalation import remind_overdue


# Morning in Viet Nam (UTC+7); what is due follows from dates, so a missed run is made up for by the next.
@periodic("inspections.remind_overdue", cron="20 1 * * *")
def remind_of_overdue_remedies() -> None:
    """Numbered reminders of remedies whose deadline has passed."""
    remind_overdue(now=clock.now())
