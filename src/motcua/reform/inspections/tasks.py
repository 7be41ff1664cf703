"""Periodic jobs of inspections."""

from motcua.platform import clock
from motcua.platform.outbox.jobs import periodic
from motcua.reform.inspections.services.escalation import remind_overdue
from motcua.reform.inspections.services.waiting_papers import tell_of_stuck_papers
from motcua.reform.inspections.services.written_reminders import remind_in_writing


# Morning in Viet Nam (UTC+7); what is due follows from dates, so a missed run is made up for by the next.
@periodic("inspections.remind_overdue", cron="20 1 * * *")
def remind_of_overdue_remedies() -> None:
    """Numbered reminders of remedies whose deadline has passed."""
    remind_overdue(now=clock.now())


@periodic("inspections.remind_in_writing", cron="30 1 * * *")
def draft_written_reminders() -> None:
    """Letters to agencies and units whose remedies are overdue, as drafts that the leader signs."""
    remind_in_writing(now=clock.now())


@periodic("inspections.tell_of_stuck_papers", cron="10 1 * * *")
def tell_of_papers_that_waited_too_long() -> None:
    """Conclusions and notices that can be signed or sealed no more: who takes them back, who drafts them anew."""
    tell_of_stuck_papers(now=clock.now())
