"""Periodic work on accounts."""

from django.conf import settings

from motcua.identity.idle import disable_idle_staff, warn_idle_staff
from motcua.platform import clock
from motcua.platform.outbox.jobs import periodic


@periodic("identity.idle_staff", cron="10 18 * * *")
def look_after_idle_staff() -> None:
    """At night in the office's time zone; not in the demonstration, whose people rarely come."""
    if settings.DISABLE_IDLE_STAFF:
        warn_idle_staff(now=clock.now())
        disable_idle_staff(now=clock.now())
