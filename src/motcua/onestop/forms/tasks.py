"""Periodic work of drafts."""

from motcua.onestop.forms.services.drafts import purge_drafts
from motcua.platform import clock
from motcua.platform.outbox.jobs import periodic


@periodic("forms.purge_drafts", cron="20 19 * * *")
def purge_old_drafts() -> None:
    """Erase drafts that can no longer be taken back, at night in the office's time zone."""
    purge_drafts(now=clock.now())
