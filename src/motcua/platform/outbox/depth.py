"""How much the worker still has before it: for those who watch the installation."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Count, Min
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.platform.outbox.api import HANDLER_JOB
from motcua.platform.outbox.models import OutboxEvent


@dataclass(frozen=True)
class QueueState:
    """``jobs``: number by state; ``outbox_lag``: age in seconds of the oldest event somebody has not heard."""

    jobs: dict[str, int]
    outbox_lag: float


def queue_state(*, now: datetime) -> QueueState:
    """Read in three statements."""
    counted = ProcrastinateJob.objects.values_list("status").annotate(number=Count("id"))
    first = first_unheard()
    event = OutboxEvent.objects.filter(pk=first).first() if first is not None else None
    lag = max((now - event.occurred_at).total_seconds(), 0.0) if event else 0.0
    return QueueState(jobs=dict(counted), outbox_lag=lag)


def first_unheard() -> int | None:
    """The number of the oldest event that a handler has still to hear; None when all are heard."""
    waiting = ProcrastinateJob.objects.filter(status__in=("todo", "doing"), task_name=HANDLER_JOB)
    # Events get rising numbers, so the smallest one that waits is the oldest.
    number: int | None = waiting.aggregate(first=Min(Cast(KT("args__event_id"), BigIntegerField())))["first"]
    return number
