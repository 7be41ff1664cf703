"""Periodic jobs of dossiers."""

from motcua.onestop.dossiers.reminders import remind_due
from motcua.platform import clock
from motcua.platform.outbox.jobs import periodic


# Hours of the day in Viet Nam (UTC+7); a run that was missed is made up for by the next.
@periodic("dossiers.remind_of_supplements", cron="5 1-10 * * *")
def remind_of_supplements() -> None:
    """Once for each request, some working days before its term ends."""
    remind_due(now=clock.now())
