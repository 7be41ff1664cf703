"""Reads of dossiers by the people they belong to, and by the public with code and ID number."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.identity.api import User
from motcua.onestop.dossiers.models import ClockPause, Dossier, DossierEvent
from motcua.onestop.dossiers.ownership import owned_by
from motcua.onestop.forms.models import Attachment
from motcua.platform.privacy.fields import lookup_hash

SHOWN = ("version__procedure", "agency", "unit", "holder", "assisted_by")
# Long texts and lists that the tracking page does not show; reading them costs more than the rest of the row.
NOT_TRACKED = (
    "form_data",
    "search_text",
    *(
        f"version__{name}"
        for name in (
            "purpose_vi",
            "purpose_en",
            "conditions_vi",
            "conditions_en",
            "how_to_vi",
            "how_to_en",
            "partial_reason_vi",
            "partial_reason_en",
            "fee",
            "legal_bases",
            "steps",
            "source",
            "confirmations",
            "search_title",
            "search_text",
        )
    ),
)


def list_dossiers_of(user: User, *, on: date) -> QuerySet[Dossier]:
    """Dossiers of a citizen and of the organisations they represent, newest first."""
    return (
        Dossier.objects.filter(owned_by(user, on=on))
        .select_related("version", "agency", "organisation")
        .defer("form_data", "search_text")
        .order_by("-submitted_at", "-id")
    )


def get_dossier_of(user: User, *, uuid: UUID, on: date) -> Dossier:
    """One dossier of a citizen. Raises ``Dossier.DoesNotExist`` for strangers."""
    return Dossier.objects.filter(owned_by(user, on=on)).select_related(*SHOWN, "form").get(uuid=uuid)


def find_by_code(*, code: str, id_number: str) -> Dossier | None:
    """The dossier with this official or temporary code, if the ID number is the applicant's."""
    wanted = code.strip().upper()
    found = Dossier.objects.filter(Q(code=wanted) | Q(temporary_code=wanted))
    return found.filter(applicant_id_hash=lookup_hash(id_number)).exclude(applicant_id_hash="").first()


@dataclass(frozen=True)
class Tracked:
    """What the tracking page shows: three statements for everything."""

    dossier: Dossier
    events: list[DossierEvent]
    pauses: list[ClockPause]


def get_tracked(*, uuid: UUID) -> Tracked:
    """Raises ``Dossier.DoesNotExist``."""
    dossier = Dossier.objects.select_related(*SHOWN).defer(*NOT_TRACKED).get(uuid=uuid)
    return Tracked(dossier, list_public_events(dossier), list(dossier.pauses.order_by("started_at")))


def list_public_events(dossier: Dossier) -> list[DossierEvent]:
    """Facts that the applicant may read, oldest first."""
    return list(
        DossierEvent.objects.filter(dossier=dossier, is_public=True)
        .select_related("actor")
        .order_by("sequence")
    )


def get_attachment_of(user: User, *, uuid: UUID, on: date) -> Attachment:
    """A paper of one of the citizen's dossiers; raises ``Attachment.DoesNotExist`` for strangers."""
    own = Dossier.objects.filter(owned_by(user, on=on))
    return Attachment.objects.filter(dossier__in=own).select_related("file__blob").get(uuid=uuid)
