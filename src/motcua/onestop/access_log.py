"""What was refused leaves a trace: the person is told why, the event log keeps who tried what."""

from datetime import datetime
from uuid import UUID

from motcua.identity.api import User
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.audit.api import record


def note_refused_dossier(*, uuid: UUID, actor: User, now: datetime, action: str = "") -> None:
    """Somebody asked for a dossier that is not theirs to know, or (with ``action``) not theirs to change.

    An id that no dossier has is a typing error and leaves nothing.
    """
    agency = Dossier.objects.filter(uuid=uuid).values_list("agency__code", flat=True).first()
    if agency is not None:
        record(
            action="dossier.access_refused",
            now=now,
            actor=actor,
            agency_code=agency,
            object_type="dossier",
            object_id=uuid,
            detail={"asked": action} if action else {},
        )


def note_refused_draft(*, uuid: UUID, actor: User, now: datetime) -> None:
    """Somebody asked for another person's draft."""
    if Draft.objects.filter(uuid=uuid).exclude(user=actor).exists():
        record(action="draft.access_refused", now=now, actor=actor, object_type="draft", object_id=uuid)


def note_refused_file(*, uuid: UUID, actor: User, now: datetime) -> None:
    """Somebody asked for a paper or a document that is not theirs to read; typing errors leave nothing."""
    of_dossier = "dossier__agency__code"
    for object_type, model in (("file", Attachment), ("document", IssuedDocument)):
        agencies = model._default_manager.filter(uuid=uuid).values_list(of_dossier, flat=True)
        for agency in agencies:
            record(
                action=f"{object_type}.access_refused",
                now=now,
                actor=actor,
                agency_code=agency or "",
                object_type=object_type,
                object_id=uuid,
            )


def note_refused_attempt(*, dossier: Dossier, code: str, actor: User, now: datetime) -> None:
    """An act that does not fit the dossier's state was tried; ``code`` names the reason that was shown."""
    record(
        action="dossier.attempt_refused",
        now=now,
        actor=actor,
        agency_code=dossier.agency.code,
        object_type="dossier",
        object_id=dossier.uuid,
        detail={"code": code, "state": dossier.state},
    )
