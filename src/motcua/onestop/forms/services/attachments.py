"""Writes of files: attach, use an earlier one again, remove."""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import User
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.forms.queries import list_reusable
from motcua.onestop.forms.services.drafts import lock_draft
from motcua.onestop.procedures.models import Component
from motcua.platform.audit.api import record
from motcua.platform.files.api import EXTENSIONS, FileRefused, StoredFile, record_refusal, store

MEGABYTE = 1024 * 1024


class TooManyFiles(Exception):
    """The component takes ``limit`` files and has them."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


def attach_file(
    *,
    draft_id: int,
    component: Component,
    content: BinaryIO | bytes,
    name: str,
    actor: User,
    now: datetime,
) -> Attachment:
    """Check, scan, keep and attach one file; where the component takes one, the new replaces the old.

    A file sent again, after an answer that never arrived, is there once.

    Raises ``FileRefused`` (nothing kept), :class:`TooManyFiles`, ``DraftClosed``, ``Draft.DoesNotExist``.
    """
    # The scanner is another machine: the file is taken in before the transaction opens.
    try:
        file = store(
            content=content,
            name=name,
            allowed=allowed_media(component),
            max_bytes=component.max_megabytes * MEGABYTE,
            uploaded_by_id=actor.pk,
            now=now,
        )
    except FileRefused as refused:
        draft_uuid = Draft.objects.values_list("uuid", flat=True).get(pk=draft_id)
        record_refusal(refused, object_type="draft", object_id=draft_uuid, actor=actor, now=now)
        raise
    return attach_stored(draft_id=draft_id, component=component, file=file, actor=actor, now=now)


def attach_stored(
    *,
    draft_id: int,
    component: Component,
    file: StoredFile,
    actor: User,
    now: datetime,
    is_reused: bool = False,
    is_digitised: bool = False,
) -> Attachment:
    """Attach a file that the store already holds. Raises like :func:`attach_file`, except ``FileRefused``."""
    with transaction.atomic():
        draft = lock_draft(draft_id=draft_id, user_id=actor.pk)
        if there := _same_file(draft, component, file):
            return there
        _make_room(draft, component)
        attachment = Attachment.objects.create(
            draft=draft,
            component_key=component.key,
            file=file,
            is_reused=is_reused,
            # What a counter officer attaches was a paper on the desk.
            is_digitised=is_digitised or draft.assisted_person_id is not None,
            created_at=now,
        )
        _touch(draft, now)
        _record(draft, "draft.file_attached", attachment, actor, now)
    return attachment


def reuse_file(
    *, draft_id: int, component: Component, attachment_uuid: UUID, actor: User, now: datetime
) -> Attachment:
    """Attach a file of an earlier dossier again, on the person's word that it still holds.

    Raises ``Attachment.DoesNotExist`` when it is not one of theirs for the same kind of paper.
    """
    organisation_id = Draft.objects.values_list("organisation_id", flat=True).get(
        pk=draft_id, user_id=actor.pk
    )
    earlier = list_reusable(
        user_id=actor.pk,
        organisation_id=organisation_id,
        keys=[component.key],
        on=timezone.localdate(now),
    )
    found = next((item for item in earlier if item.uuid == attachment_uuid), None)
    if found is None:
        raise Attachment.DoesNotExist
    return attach_stored(
        draft_id=draft_id, component=component, file=found.file, actor=actor, now=now, is_reused=True
    )


def remove_file(*, draft_id: int, attachment_uuid: UUID, actor: User, now: datetime) -> None:
    """Take a file off the draft; raises ``Attachment.DoesNotExist`` when it is not on it."""
    with transaction.atomic():
        draft = lock_draft(draft_id=draft_id, user_id=actor.pk)
        attachment = Attachment.objects.select_related("file").get(uuid=attachment_uuid, draft=draft)
        _record(draft, "draft.file_removed", attachment, actor, now)
        attachment.delete()
        _touch(draft, now)


def allowed_media(component: Component) -> frozenset[str]:
    """Media types that the component takes, from its extensions."""
    return frozenset(EXTENSIONS[f".{name}"] for name in _extensions(component))


def accept_attribute(component: Component) -> str:
    """The ``accept`` of the file input: ``.pdf,.jpg,.jpeg,.png``."""
    extra = [".jpeg"] if "jpg" in component.allowed_types else []
    return ",".join([*(f".{name}" for name in _extensions(component)), *extra])


def _extensions(component: Component) -> Iterable[str]:
    return component.allowed_types or ("pdf",)


def _same_file(draft: Draft, component: Component, file: StoredFile) -> Attachment | None:
    return Attachment.objects.filter(
        draft=draft, component_key=component.key, file__blob_id=file.blob_id, file__name=file.name
    ).first()


def _make_room(draft: Draft, component: Component) -> None:
    present = Attachment.objects.filter(draft=draft, component_key=component.key)
    if component.max_files == 1:
        present.delete()
    elif present.count() >= component.max_files:
        raise TooManyFiles(component.max_files)


def _touch(draft: Draft, now: datetime) -> None:
    draft.updated_at = now
    draft.save(update_fields=["updated_at"])


def _record(draft: Draft, action: str, attachment: Attachment, actor: User, now: datetime) -> None:
    record(
        action=action,
        now=now,
        actor=actor,
        object_type="draft",
        object_id=draft.uuid,
        detail={"component": attachment.component_key, "file": str(attachment.file.uuid)},
    )


__all__ = [
    "FileRefused",
    "TooManyFiles",
    "accept_attribute",
    "allowed_media",
    "attach_file",
    "attach_stored",
    "remove_file",
    "reuse_file",
]
