"""Reads of the register: dossiers that an office received, in the order of receipt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from motcua.identity.api import Agency, AgencyKind
from motcua.onestop.dossiers.models import Dossier, DossierEvent
from motcua.onestop.procedures.models import ProcedureVersion, VersionState
from motcua.onestop.processes.models import StepKind, WorkItem
from motcua.onestop.register.models import RegisterPrint

PAGE_SIZE = 50
# A printed book of this many rows has about nine hundred pages; beyond, a shorter period is asked for.
LONGEST = 10_000
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """One book: an office and the days of receipt, both included; narrowed to a procedure or a field."""

    agency_id: int
    starts_on: date
    ends_on: date
    procedure: str = ""
    field: str = ""


@dataclass(frozen=True)
class Choices:
    """Key and name of what the book may be narrowed to."""

    procedures: list[tuple[str, str]]
    fields: list[tuple[str, str]]


def list_choices(*, agencies: Iterable[Agency], language: str) -> Choices:
    """Procedures of these offices and their fields; a service centre receives those of everybody."""
    versions = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED)
    offices = list(agencies)
    if all(agency.kind != AgencyKind.SERVICE_CENTRE for agency in offices):
        versions = versions.filter(procedure__agency__in=offices)
    named = "name_en" if language == "en" else "name_vi"
    columns = ("procedure__key", named, "procedure__field__code", f"procedure__field__{named}")
    rows = list(versions.order_by("procedure__field__order", "name_vi", "number").values_list(*columns))
    return Choices(
        procedures=list({key: name for key, name, _, _ in rows}.items()),
        fields=list({code: name for _, _, code, name in rows}.items()),
    )


def list_register(*, narrow: RegisterFilter) -> QuerySet[Dossier]:
    """Dossiers that the office received, or that were received for it, oldest first.

    The caller has checked that the person may read this office's register.
    """
    first, after = _midnight(narrow.starts_on), _midnight(narrow.ends_on + timedelta(days=1))
    found = Dossier.objects.filter(
        Q(agency_id=narrow.agency_id) | Q(received_by_agency_id=narrow.agency_id),
        received_at__gte=first,
        received_at__lt=after,
    )
    if narrow.procedure:
        found = found.filter(version__procedure__key=narrow.procedure)
    if narrow.field:
        found = found.filter(version__procedure__field__code=narrow.field)
    return found.order_by("received_at", "id")


def count_register(*, narrow: RegisterFilter) -> int:
    return list_register(narrow=narrow).order_by().count()


def read_rows(*, narrow: RegisterFilter, page: int) -> tuple[list[Dossier], bool]:
    """Up to fifty rows of a page from 1, and whether more follow."""
    start = (page - 1) * PAGE_SIZE
    rows = list(_shown(list_register(narrow=narrow))[start : start + PAGE_SIZE + 1])
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def each_row(*, narrow: RegisterFilter, limit: int = LONGEST) -> Iterator[Dossier]:
    """Every row, read in batches so that a long book needs little memory."""
    yield from _shown(list_register(narrow=narrow))[:limit].iterator(chunk_size=_BATCH)


def list_prints(*, user_id: int) -> list[RegisterPrint]:
    """The person's latest printed books, newest first."""
    prints = RegisterPrint.objects.filter(requested_by_id=user_id).select_related("agency")
    return list(prints.order_by("-requested_at")[:5])


def get_print_for(*, user_id: int, agency_ids: Iterable[int], uuid: UUID) -> RegisterPrint:
    """A book this person asked for and may still read. Raises ``RegisterPrint.DoesNotExist``."""
    return RegisterPrint.objects.select_related("agency", "file__blob").get(
        uuid=uuid, requested_by_id=user_id, agency_id__in=list(agency_ids)
    )


def _shown(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """With ``sent_at`` (passed on to the unit) and ``collected_by`` (who signed for the result)."""
    # The reception is a row of the process too; what follows it is the unit's.
    passed_on = WorkItem.objects.filter(dossier=OuterRef("pk")).exclude(step_kind=StepKind.RECEIVE)
    items = passed_on.order_by().values("dossier")
    returned = DossierEvent.objects.filter(dossier=OuterRef("pk"), kind="returned").order_by("-sequence")
    extra: dict[str, Any] = {
        "sent_at": Subquery(items.annotate(first=Min("opened_at")).values("first")),
        "collected_by": Subquery(returned.values("data__received_by")[:1]),
    }
    return (
        rows.annotate(**extra)
        .select_related("version", "extension")
        .only(
            *("code", "temporary_code", "applicant_name", "contact_address", "contact_phone", "channel"),
            *("uuid", "state", "sub_state", "received_at", "due_at", "returned_at", "finished_at"),
            *(
                "original_due_at",
                "version__name_vi",
                "version__name_en",
                "version__sets",
                "extension__new_due_at",
            ),
        )
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
