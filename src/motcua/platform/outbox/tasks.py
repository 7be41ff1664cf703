"""The job that brings one event to one handler, and the one that looks after jobs of dead workers."""

from django.db import transaction

from motcua.platform import clock
from motcua.platform.outbox.api import HANDLER_JOB, resolve
from motcua.platform.outbox.erasure import erase_old_events
from motcua.platform.outbox.jobs import job, periodic
from motcua.platform.outbox.models import HandlerRun, OutboxEvent
from motcua.platform.outbox.stalled import retry_stalled_jobs


@job(HANDLER_JOB)
def run_handler(*, event_id: int, handler: str) -> None:
    """Run ``handler`` once for the event; the proof of it is committed together with its work."""
    event = OutboxEvent.objects.get(pk=event_id)
    found = resolve(name=event.name, handler=handler, payload=event.payload)
    if found is None:
        return
    message, function = found
    now = clock.now()
    with transaction.atomic():
        _, is_first = HandlerRun.objects.get_or_create(
            event_id=event_id, handler=handler, defaults={"done_at": now}
        )
        if is_first:
            function(message, now=now)


@periodic("outbox.retry_stalled", cron="* * * * *")
def retry_stalled() -> None:
    retry_stalled_jobs(now=clock.now())


@periodic("outbox.erase_old", cron="40 19 * * *")
def erase_old() -> None:
    """At night in the office's time zone."""
    erase_old_events(now=clock.now())
