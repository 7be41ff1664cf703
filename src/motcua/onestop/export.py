"""What the one-stop shop hands over when a person asks for their data (Law 91/2025: right to a copy).

Drafts and dossiers with what was answered, sent, paid, decided and delivered; files by name and address, where
they can be downloaded. Dossiers that colleagues filed for a represented organisation are the colleagues'.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from motcua.identity.api import get_user
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.ownership import owned_by
from motcua.onestop.dossiers.queries import list_public_events
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.ratings.queries import rating_of
from motcua.onestop.ratings.rules.figures import FACTORS
from motcua.onestop.results.models import DocumentKind, DocumentState, IssuedDocument
from motcua.platform import clock
from motcua.platform.privacy.plain import plain_values
from motcua.postal.api import Delivery, list_deliveries

DOSSIER = (
    "temporary_code",
    "code",
    "applicant_name",
    "contact_phone",
    "contact_email",
    "contact_address",
    "language",
    "channel",
    "return_channel",
    "form_data",
    "fee_total",
    "fee_lines",
    "submitted_at",
    "received_at",
    "due_at",
    "finished_at",
)
RATING = ("score", *FACTORS, "comment", "given_on")
DELIVERY = (
    "recipient_name",
    "address",
    "phone",
    "carrier",
    "slip_number",
    "requested_at",
    "delivered_at",
    "received_by",
)


def export_dossiers(user_id: int) -> dict[str, Any]:
    """Drafts and dossiers of one user as plain JSON values, oldest first."""
    # A draft that an officer fills for somebody is that person's, whoever's account it lies in.
    drafts = Draft.objects.filter(
        Q(user_id=user_id, assisted_person__isnull=True) | Q(assisted_person__user_id=user_id),
        submitted_as__isnull=True,
    )
    # What was filed for an organisation is the organisation's, and goes to whoever acts for it today.
    dossiers = Dossier.objects.filter(owned_by(get_user(user_id=user_id), on=clock.today())).distinct()
    return {
        "drafts": [
            _draft(row)
            for row in drafts.select_related("version").prefetch_related("attachments__file").order_by("id")
        ],
        "dossiers": [_dossier(row) for row in dossiers.select_related("version", "agency").order_by("id")],
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "procedure": draft.version.name_vi,
        "answers": draft.data,
        **plain_values(draft, ("created_at", "updated_at", "deleted_at")),
        "files": _files(draft.attachments.all(), lambda row: ("forms:attachment", [draft.uuid, row.uuid])),
    }


def _dossier(dossier: Dossier) -> dict[str, Any]:
    attachments = dossier.attachments.select_related("file").order_by("id")
    documents = (
        IssuedDocument.objects.filter(dossier=dossier, state=DocumentState.ISSUED, file__isnull=False)
        .exclude(kind=DocumentKind.CONTROL_SLIP)
        .select_related("file")
        .order_by("id")
    )
    return {
        "procedure": dossier.version.name_vi,
        "agency": dossier.agency.name_vi,
        "state": dossier.get_state_display(),
        **plain_values(dossier, DOSSIER),
        "course": [plain_values(event, ("kind", "at", "reason")) for event in list_public_events(dossier)],
        "files": _files(attachments, lambda row: ("portal:attachment", [row.uuid])),
        "documents": _files(documents, lambda row: ("portal:document", [row.uuid])),
        "rating": _rating(dossier),
        "deliveries": [_delivery(row) for row in list_deliveries(subject_id=dossier.uuid)],
    }


def _rating(dossier: Dossier) -> dict[str, Any] | None:
    rating = rating_of(dossier=dossier)
    return plain_values(rating, RATING) if rating else None


def _files(rows: Iterable[Attachment | IssuedDocument], address: Any) -> list[dict[str, Any]]:
    kept = [row for row in rows if row.file is not None]
    return [
        {"name": row.file.name, "address": reverse(address(row)[0], args=address(row)[1])}  # type: ignore[union-attr]
        for row in kept
    ]


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {"state": delivery.get_state_display(), **plain_values(delivery, DELIVERY)}
