"""Reads of drafts, attachments and form versions; always for the account that owns them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from motcua.identity.api import organisations_of_account
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.forms.models import Attachment, Draft, FormVersion
from motcua.onestop.forms.parameters import DRAFT_UNDO_DAYS


def get_draft_for(*, user_id: int, uuid: UUID) -> Draft:
    """An open or submitted draft of this account; raises ``Draft.DoesNotExist`` for anybody else's."""
    related = ("form", "version__procedure", "organisation", "submitted_as", "assisted_person")
    return Draft.objects.select_related(*related).get(uuid=uuid, user_id=user_id, deleted_at__isnull=True)


def get_deleted_draft_for(*, user_id: int, uuid: UUID) -> Draft:
    """A draft of this account that was deleted; raises ``Draft.DoesNotExist``."""
    return Draft.objects.get(uuid=uuid, user_id=user_id, deleted_at__isnull=False)


def list_drafts(*, user_id: int, is_assisted: bool = False) -> QuerySet[Draft]:
    """Drafts not yet submitted, newest first: the person's own, or those a counter officer fills for others."""
    return (
        Draft.objects.filter(user_id=user_id, submitted_as__isnull=True, deleted_at__isnull=True)
        .filter(assisted_person__isnull=not is_assisted)
        .select_related("version__procedure", "form", "organisation", "assisted_person")
        .order_by("-updated_at", "-id")
    )


def list_deleted_drafts(*, user_id: int, now: datetime) -> QuerySet[Draft]:
    """Drafts that can still be taken back."""
    return (
        Draft.objects.filter(user_id=user_id, deleted_at__gt=now - timedelta(days=DRAFT_UNDO_DAYS))
        .filter(assisted_person__isnull=True)
        .select_related("version")
        .order_by("-deleted_at", "-id")
    )


def list_attachments(*, draft: Draft | None = None, dossier: Dossier | None = None) -> list[Attachment]:
    """Files of a draft or of a dossier with their blobs, oldest first. One statement."""
    owner = Q(draft=draft) if draft is not None else Q(dossier=dossier)
    return list(Attachment.objects.filter(owner).select_related("file__blob").order_by("id"))


def get_attachment_for(*, user_id: int, draft_uuid: UUID, uuid: UUID) -> Attachment:
    """A file of the account's own draft; raises ``Attachment.DoesNotExist`` for anybody else's."""
    return Attachment.objects.select_related("file__blob", "draft", "dossier").get(
        uuid=uuid, draft__uuid=draft_uuid, draft__user_id=user_id, draft__deleted_at__isnull=True
    )


def list_reusable(
    *, user_id: int, organisation_id: int | None, keys: Iterable[str], on: date
) -> list[Attachment]:
    """Files of earlier dossiers for the same kinds of paper, newest first, each content once."""
    rows = (
        Attachment.objects.filter(
            _filed_by(user_id, organisation_id, on, "dossier__"),
            component_key__in=list(keys),
            supplement__isnull=True,
        )
        .select_related("file__blob", "dossier")
        .order_by("-id")[:50]
    )
    seen: set[tuple[str, int]] = set()
    found = []
    for row in rows:
        if (row.component_key, row.file.blob_id) not in seen:
            seen.add((row.component_key, row.file.blob_id))
            found.append(row)
    return found


def _filed_by(user_id: int, organisation_id: int | None, on: date, prefix: str = "") -> Q:
    """Dossiers of an account for itself, or for one organisation as long as it still acts for it."""
    filed = Q(**{f"{prefix}submitted_by_id": user_id})
    if organisation_id is None:
        return filed & Q(**{f"{prefix}organisation__isnull": True})
    acts_for = organisations_of_account(user_id=user_id, on=on)
    return filed & Q(
        **{f"{prefix}organisation_id": organisation_id, f"{prefix}organisation_id__in": acts_for}
    )


def last_dossier_of(
    *, user_id: int, organisation_id: int | None, procedure_id: int, on: date
) -> Dossier | None:
    """The newest dossier under the same procedure, whose answers can be used again."""
    return (
        Dossier.objects.filter(_filed_by(user_id, organisation_id, on), version__procedure_id=procedure_id)
        .order_by("-submitted_at", "-id")
        .first()
    )


def list_newest_versions() -> list[FormVersion]:
    """The newest version of each form, by key, without schema and ui."""
    newest = FormVersion.objects.values("key").annotate(top=Max("number")).values_list("key", "top")
    wanted = Q(pk__in=[])
    for key, top in newest:
        wanted |= Q(key=key, number=top)
    return list(FormVersion.objects.filter(wanted).defer("schema", "ui").order_by("key"))


def list_versions(*, key: str) -> list[FormVersion]:
    """All versions of one form, newest first."""
    return list(FormVersion.objects.filter(key=key).order_by("-number"))
