"""The one way to change a dossier: lock it, check the table, add the fact, save, tell."""

from datetime import datetime
from typing import Any, cast

from django.db.models import Subquery

from motcua.identity.api import User
from motcua.onestop.dossiers.events import DossierChanged
from motcua.onestop.dossiers.models import Dossier, DossierEvent
from motcua.onestop.dossiers.rules.states import TransitionRefused, next_state
from motcua.platform.audit.api import record as record_audit
from motcua.platform.outbox.api import publish
from motcua.platform.rows import update_row

__all__ = ["TransitionRefused", "lock_dossier", "record_event", "record_submission"]


def lock_dossier(dossier_id: int | Subquery) -> Dossier:
    """The dossier, locked for this transaction and read after the lock; found by number or by a subquery.

    Raises ``Dossier.DoesNotExist``.
    """
    return (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("version", "version__procedure", "agency", "unit")
        .get(pk=cast(int, dossier_id))  # a subquery saves a statement
    )


def record_event(
    *,
    dossier: Dossier,
    kind: str,
    now: datetime,
    actor: User | None = None,
    role: str = "",
    on_behalf_of_id: int | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
    changed: tuple[str, ...] = (),
) -> DossierEvent:
    """Add one fact to a locked dossier and move its state by the transition table.

    ``changed`` names further columns that the caller has set on ``dossier``; all are saved in one UPDATE.
    Raises :class:`TransitionRefused` when the table has no row for this event in this state.
    """
    row = next_state(kind=kind, state=dossier.state)
    before = dossier.state
    dossier.state = int(row.leads_to) if row.leads_to is not None else dossier.state
    dossier.sub_state = row.sub_state if row.sub_state is not None else dossier.sub_state
    dossier.last_event += 1
    update_row(dossier, "state", "sub_state", "last_event", *changed)
    event = DossierEvent(
        dossier=dossier,
        sequence=dossier.last_event,
        kind=kind,
        at=now,
        actor=actor,
        actor_role=role,
        on_behalf_of_id=on_behalf_of_id,
        from_state=before,
        to_state=dossier.state,
        reason=reason,
        data=data or {},
        is_public=row.is_public,
    )
    _write_and_tell(dossier, event, now)
    return event


def record_submission(*, dossier: Dossier, actor: User, now: datetime, role: str = "") -> DossierEvent:
    """The first fact of a dossier, written together with its row."""
    event = DossierEvent(
        dossier=dossier,
        sequence=dossier.last_event,
        kind="submitted",
        at=now,
        actor=actor,
        actor_role=role,
        from_state=None,
        to_state=dossier.state,
        data={"channel": dossier.channel},
    )
    _write_and_tell(dossier, event, now)
    return event


def _write_and_tell(dossier: Dossier, event: DossierEvent, now: datetime) -> None:
    record_audit(
        action=f"dossier.{event.kind}",
        now=now,
        actor=event.actor,
        agency_code=dossier.agency.code,
        object_type="dossier",
        object_id=dossier.uuid,
        detail={"sequence": event.sequence, "state": event.to_state, "role": event.actor_role},
        fact=event,
    )
    publish(
        DossierChanged(
            dossier_id=dossier.pk,
            sequence=event.sequence,
            kind=event.kind,
            state=event.to_state,
            is_public=event.is_public,
        ),
        now=now,
    )
