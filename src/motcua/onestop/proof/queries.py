"""The dossier behind a proof, read without whatever tells whose it is."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from motcua.identity.api import StaffContext
from motcua.onestop.dossiers.models import Dossier, DossierEvent
from motcua.onestop.forms.models import Attachment
from motcua.onestop.proof.policies import readable
from motcua.onestop.results.models import DocumentKind, DocumentState, IssuedDocument

# Neither name, contact, answers nor search text is ever asked for: what was not read cannot be shown.
SHOWN = (
    *("uuid", "code", "temporary_code", "channel", "return_channel", "state", "sub_state"),
    *("received_at", "original_due_at", "due_at", "finished_at", "returned_at"),
    *(f"version__{name}" for name in ("name_vi", "name_en", "committed_limit", "limit_unit", "after_pause")),
    *(f"agency__{name}" for name in ("code", "name_vi", "name_en", "calendar")),
    *(f"unit__{name}" for name in ("name_vi", "name_en")),
    *(f"received_by_agency__{name}" for name in ("name_vi", "name_en")),
)


class Papers(NamedTuple):
    """How many papers a dossier has, and how many of them were digitised at the counter or reused."""

    total: int
    digitised: int
    reused: int


def get_proven_dossier(*, staff: StaffContext, uuid: UUID) -> Dossier:
    """Raises ``Dossier.DoesNotExist`` for everybody who does not judge its agency."""
    related = ("version", "agency", "unit", "received_by_agency")
    return readable(Dossier.objects.all(), staff).select_related(*related).only(*SHOWN).get(uuid=uuid)


def count_papers(dossier: Dossier) -> Papers:
    """One statement."""
    counts = Attachment.objects.filter(dossier=dossier).aggregate(
        total=Count("pk"),
        digitised=Count("pk", filter=Q(is_digitised=True)),
        reused=Count("pk", filter=Q(is_reused=True)),
    )
    return Papers(**counts)


def list_issued_results(dossier: Dossier) -> list[IssuedDocument]:
    """Number and day of the results, never their content."""
    issued = IssuedDocument.objects.filter(
        dossier=dossier, kind=DocumentKind.RESULT, state=DocumentState.ISSUED
    )
    return list(issued.only("number", "issued_on").order_by("ordinal"))


def handed_over_by_post(dossier: Dossier) -> bool:
    return DossierEvent.objects.filter(dossier=dossier, kind="returned", data__via="post").exists()
