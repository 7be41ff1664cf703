"""Old events are erased: their payloads name people, and nobody listens any more."""

from datetime import datetime

from motcua.platform.outbox.depth import first_unheard
from motcua.platform.outbox.models import OutboxEvent
from motcua.platform.privacy.retention import kept_since

BATCH = 5_000


def erase_old_events(*, now: datetime) -> int:
    """Erase heard events older than the retention period, in small transactions; returns how many."""
    old = OutboxEvent.objects.filter(occurred_at__lt=kept_since(name="outbox_event", now=now))
    waiting = first_unheard()
    if waiting is not None:
        old = old.filter(pk__lt=waiting)
    erased = 0
    while numbers := list(old.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        OutboxEvent.objects.filter(pk__in=numbers).delete()
        erased += len(numbers)
    return erased
