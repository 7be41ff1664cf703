"""What internal processes do when documents are signed and dossiers end elsewhere."""

from datetime import datetime
from uuid import UUID

from motcua.onestop.dossiers.events import DossierChanged
from motcua.onestop.dossiers.models import State
from motcua.onestop.dossiers.transitions import lock_dossier
from motcua.onestop.processes.services import cancel_open_items, close_return_step
from motcua.onestop.processes.services.steps import finish_signed_step
from motcua.onestop.results.events import DocumentIssued, DocumentSigned
from motcua.platform.outbox.api import subscribe

ENDED_EARLY = (State.REFUSED, State.WITHDRAWN, State.STOPPED)


def on_document_signed(event: DocumentSigned, *, now: datetime) -> None:
    if event.work_item_uuid:
        finish_signed_step(item_uuid=UUID(event.work_item_uuid), now=now)


def on_document_issued(event: DocumentIssued, *, now: datetime) -> None:
    if event.work_item_uuid:
        finish_signed_step(item_uuid=UUID(event.work_item_uuid), now=now)


def on_dossier_changed(event: DossierChanged, *, now: datetime) -> None:
    """However a dossier ended, no desk keeps it."""
    if event.state not in (*ENDED_EARLY, State.RETURNED):
        return
    dossier = lock_dossier(event.dossier_id)
    if dossier.state in ENDED_EARLY:
        cancel_open_items(dossier=dossier, now=now)
    elif dossier.state == State.RETURNED:
        close_return_step(dossier=dossier, actor_id=None, now=now)


def listen() -> None:
    """Subscribe; called once when Django is ready."""
    subscribe(DocumentSigned, on_document_signed)
    subscribe(DocumentIssued, on_document_issued)
    subscribe(DossierChanged, on_dossier_changed)
