"""Writing to and reading from the event log."""

from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from motcua.platform.audit.models import AuditEvent, AuditRoot
from motcua.platform.rows import insert_rows


class Actor(Protocol):
    """Whoever acts: any account has these two."""

    pk: Any
    full_name: Any


def record(
    *,
    action: str,
    now: datetime,
    actor: Actor | None = None,
    agency_code: str = "",
    object_type: str = "",
    object_id: object = "",
    detail: dict[str, Any] | None = None,
    source: str = "",
    fact: Model | None = None,
) -> AuditEvent:
    """Append one event; call it inside the transaction of the change it speaks of.

    ``fact`` is a new row that the event speaks of, written by the same statement.

    ``action`` is a dotted verb (``dossier.received``); ``detail`` holds plain JSON and no personal data beyond ids.
    """
    event = AuditEvent(
        at=now,
        action=action,
        actor_id=actor.pk if actor else None,
        actor_name=actor.full_name if actor else "",
        agency_code=agency_code,
        object_type=object_type,
        object_id=str(object_id),
        detail=detail or {},
        source=source,
    )
    insert_rows(*(row for row in (fact, event) if row is not None))
    return event


def list_events(*, object_type: str, object_id: object) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(object_type=object_type, object_id=str(object_id)).order_by("id")


def list_roots(*, before: date) -> QuerySet[AuditRoot]:
    """Last links of the days that ended before ``before``, newest first; what the public may copy."""
    return AuditRoot.objects.filter(day__lt=before).order_by("-day")
