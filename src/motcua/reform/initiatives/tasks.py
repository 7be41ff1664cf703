"""Periodic jobs of initiatives."""

from motcua.platform import clock
from motcua.platform.outbox.jobs import periodic
from motcua.reform.initiatives.services.reminding import remind_to_score


# 07:40 in Viet Nam (UTC+7); what is owed follows from dates, so a missed run is made up for by the next.
@periodic("initiatives.remind_to_score", cron="40 0 * * *")
def remind_of_score_sheets() -> None:
    """Members of councils whose sheets are missing."""
    remind_to_score(now=clock.now())
