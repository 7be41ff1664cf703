"""Reads of the office: one dossier for a member of staff, the search over all, and what its page shows."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import monotonic
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from motcua.identity.api import AgencyKind, Role, StaffContext, User, users_with_role
from motcua.onestop.dossiers.models import Dossier, DossierEvent, State
from motcua.onestop.forms.models import Attachment
from motcua.onestop.policies import policy
from motcua.onestop.procedures.models import ProcedureVersion, VersionState
from motcua.onestop.processes.models import ProcessInstance, WorkItem
from motcua.onestop.processes.queries import COUNT_CAP, PAGE_SIZE
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.planning import Planned
from motcua.platform.search.api import normalise

SHOWN = ("version__procedure__field", "agency", "unit", "holder", "form", "received_by_agency", "assisted_by")
SECONDS_KEPT = 30.0
OPEN_STATES = (State.RECEIVED, State.IN_PROCESS, State.SUPPLEMENT, State.PAYMENT)


@dataclass(frozen=True, kw_only=True)
class DossierFilter:
    """What the search is narrowed to; every part optional."""

    text: str = ""
    state: int | None = None
    procedure: str = ""
    received_from: date | None = None
    received_to: date | None = None
    late: bool = False


def get_dossier_for(*, staff: StaffContext, uuid: UUID) -> Dossier:
    """A dossier that this person may know of. Raises ``Dossier.DoesNotExist`` for everybody else."""
    return policy.visible(Dossier.objects.select_related(*SHOWN), staff).get(uuid=uuid)


def get_item_for(*, staff: StaffContext, dossier: Dossier, uuid: UUID) -> WorkItem:
    """A step of a dossier. Raises ``WorkItem.DoesNotExist``."""
    return WorkItem.objects.get(dossier=dossier, uuid=uuid)


def get_attachment_for(*, dossier: Dossier, uuid: UUID) -> Attachment:
    return Attachment.objects.select_related("file__blob").get(dossier=dossier, uuid=uuid)


def get_document_for(*, dossier: Dossier, uuid: UUID) -> IssuedDocument:
    """A document of a dossier that has a file. Raises ``IssuedDocument.DoesNotExist``."""
    return IssuedDocument.objects.select_related("file__blob").get(
        dossier=dossier, uuid=uuid, file__isnull=False
    )


def search_dossiers(*, staff: StaffContext, narrow: DossierFilter) -> QuerySet[Dossier]:
    """Dossiers this person may know of, newest first."""
    found = policy.visible(Dossier.objects.all(), staff)
    if narrow.state:
        found = found.filter(state=narrow.state)
    if narrow.procedure:
        found = found.filter(version__procedure__key=narrow.procedure)
    if narrow.received_from:
        found = found.filter(received_at__date__gte=narrow.received_from)
    if narrow.received_to:
        found = found.filter(received_at__date__lte=narrow.received_to)
    if narrow.late:
        found = found.filter(Q(state__in=OPEN_STATES, due_at__lt=Now()) | Q(finished_at__gt=F("due_at")))
    for word in normalise(narrow.text).split():
        found = found.filter(search_text__contains=word)
    return (
        found.select_related("version", "agency", "holder")
        .defer("form_data", "fee_lines", "search_text")
        .order_by("-submitted_at", "-id")
    )


def read_dossiers(found: QuerySet[Dossier], *, page: int) -> tuple[list[Dossier], bool]:
    """Up to twenty dossiers of a page from 1, and whether more follow."""
    start = (page - 1) * PAGE_SIZE
    rows = list(found[start : start + PAGE_SIZE + 1])
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def count_dossiers(found: QuerySet[Dossier]) -> int:
    """How many there are, up to :data:`COUNT_CAP`."""
    return found.order_by()[:COUNT_CAP].count()


@dataclass(frozen=True)
class ProcedureChoices:
    """What filters offer: keys of procedures and codes of fields, each with its name in one language."""

    procedures: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]


def procedure_choices(*, staff: StaffContext, english: bool) -> ProcedureChoices:
    """The published procedures in this person's reach and their fields, in one statement or none.

    What everybody may read in the catalogue, kept in each process by offices and language for at most half a
    minute: so long may a procedure that is just published be missing among the filters.
    """
    agencies = None if _is_of_service_centre(staff) else staff.agency_ids
    return _kept_choices(agencies, english, int(monotonic() // SECONDS_KEPT))


@lru_cache(maxsize=256)
def _kept_choices(agencies: frozenset[int] | None, english: bool, _half_minute: int) -> ProcedureChoices:
    rows = [dict(zip(CHOICE_COLUMNS, row, strict=True)) for row in _choices(agencies).all()]
    name = "name_en" if english else "name_vi"
    fields = {row["procedure__field__code"]: row[f"procedure__field__{name}"] for row in rows}
    procedures = {row["procedure__key"]: row[name] for row in rows}
    return ProcedureChoices(tuple(procedures.items()), tuple(fields.items()))


CHOICE_COLUMNS = (
    "procedure__key",
    "name_vi",
    "name_en",
    "procedure__field__code",
    "procedure__field__name_vi",
    "procedure__field__name_en",
)


@lru_cache(maxsize=256)
def _choices(agencies: frozenset[int] | None) -> "Planned[tuple[Any, ...]]":
    """Of these agencies, or of all."""
    versions = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED, valid_to__isnull=True)
    if agencies is not None:
        versions = versions.filter(procedure__agency_id__in=agencies)
    ordered = versions.order_by("procedure__field__order", "name_vi", "-number")
    return Planned(lambda: ordered.values_list(*CHOICE_COLUMNS))


def list_specialists(*, item: WorkItem, on: date) -> list[User]:
    """To whom the head of the step's unit may give the case."""
    return users_with_role(role=Role.SPECIALIST, agency_id=item.agency_id, unit_id=item.unit_id, on=on)


def list_colleagues(*, item: WorkItem, on: date) -> list[User]:
    """Everybody who holds the role of a step in its place."""
    return users_with_role(role=item.role, agency_id=item.agency_id, unit_id=item.unit_id, on=on)


def list_events(*, dossier: Dossier) -> list[DossierEvent]:
    """Every fact of the dossier, oldest first; staff see the inner ones too."""
    return list(
        DossierEvent.objects.filter(dossier=dossier)
        .select_related("actor", "on_behalf_of")
        .order_by("sequence")
    )


def get_run(*, dossier: Dossier) -> ProcessInstance | None:
    """The running process, without its saved state and without the drawing that each process knows."""
    runs = ProcessInstance.objects.select_related("version").defer("state", "version__bpmn")
    return runs.filter(dossier=dossier).first()


def _is_of_service_centre(staff: StaffContext) -> bool:
    return any(m.agency_kind == AgencyKind.SERVICE_CENTRE for m in staff.matching(Role.RECEIVER))
