"""Periodic jobs of reform plans."""

from motcua.platform import clock
from motcua.platform.outbox.jobs import periodic
from motcua.reform.plan.services.reminders import remind_due


# 07:20 in Viet Nam (UTC+7) on every day; a run that was missed is made up for by the next.
@periodic("reform.remind_of_tasks", cron="20 0 * * *")
def remind_of_tasks() -> None:
    """Each step of the escalation once for every task and due date."""
    remind_due(now=clock.now())
