"""Reads of the catalogue. Public reads see listed procedures with the version in force on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from motcua.onestop.procedures.models import (
    Component,
    Procedure,
    ProcedureVersion,
    ServiceField,
    VersionState,
)
from motcua.platform.search.api import search_queryset

# A match in names and keywords says more than one in purpose, result or papers (measured, see docs).
SEARCH_FIELDS = {"search_title": 1.0, "search_text": 0.6}


def in_force(*, on: date, prefix: str = "") -> Q:
    """Published versions whose days include ``on``; both ends count."""
    started = Q(**{f"{prefix}state": VersionState.PUBLISHED, f"{prefix}valid_from__lte": on})
    return started & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on}))


def list_versions_in_force(*, on: date, agency_code: str | None = None) -> QuerySet[ProcedureVersion]:
    """One version per listed procedure, by field and name."""
    versions = ProcedureVersion.objects.filter(in_force(on=on), procedure__is_listed=True)
    if agency_code is not None:
        versions = versions.filter(procedure__agency__code=agency_code)
    related = versions.select_related("procedure__field", "procedure__agency", "procedure__unit")
    return related.order_by("procedure__field__order", "name_vi", "id")


def get_version_in_force(key: str, on: date) -> ProcedureVersion:
    """The version of a listed procedure in force on a day. Raises ``ProcedureVersion.DoesNotExist``."""
    components = Prefetch("components", Component.objects.order_by("order", "id"))
    return list_versions_in_force(on=on).prefetch_related(components).get(procedure__key=key)


def list_public(
    *,
    on: date,
    query: str = "",
    field: str = "",
    applicant: str = "",
    level: str = "",
    agency_code: str | None = None,
) -> QuerySet[ProcedureVersion]:
    """The public list, narrowed by field code, applicant kind and service level; ranked when searched."""
    versions = list_versions_in_force(on=on, agency_code=agency_code)
    if field:
        versions = versions.filter(procedure__field__code=field)
    if applicant:
        versions = versions.filter(applicant_kinds__contains=[applicant])
    if level:
        versions = versions.filter(level=level)
    if not query.strip():
        return versions
    # A new version of a procedure stands where the old one stood.
    return search_queryset(versions, fields=SEARCH_FIELDS, query=query, ties=("procedure_id",))


def list_fields(on: date) -> QuerySet[ServiceField]:
    """Fields with their number of procedures in force on a day (``procedure_count``), empty ones left out."""
    counted = Count(
        "procedures",
        filter=in_force(on=on, prefix="procedures__versions__") & Q(procedures__is_listed=True),
        distinct=True,
    )
    fields = ServiceField.objects.annotate(procedure_count=counted).filter(procedure_count__gt=0)
    return fields.order_by("order", "code")


def list_office(*, agency_ids: Iterable[int]) -> QuerySet[Procedure]:
    """Procedures of these agencies with their versions, newest first, for the office."""
    versions = Prefetch("versions", ProcedureVersion.objects.order_by("-number"))
    procedures = Procedure.objects.filter(agency_id__in=list(agency_ids))
    related = procedures.select_related("field", "agency", "unit").prefetch_related(versions)
    return related.order_by("field__order", "key")


def list_office_versions(*, agency_ids: Iterable[int]) -> QuerySet[ProcedureVersion]:
    """Versions of the procedures of these agencies, hidden ones too: whose page opens in the office."""
    return ProcedureVersion.objects.filter(procedure__agency_id__in=list(agency_ids))


def get_office_version(*, key: str, number: int, agency_ids: Iterable[int]) -> ProcedureVersion:
    """Any version of a procedure of these agencies. Raises ``ProcedureVersion.DoesNotExist``."""
    related = list_office_versions(agency_ids=agency_ids).select_related(
        "procedure__field", "procedure__agency", "procedure__unit"
    )
    return related.get(procedure__key=key, number=number)


def search_procedures(procedures: QuerySet[Procedure], *, query: str) -> QuerySet[Procedure]:
    """Procedures any of whose versions matches, with or without diacritics."""
    versions = ProcedureVersion.objects.filter(procedure__in=procedures)
    found = search_queryset(versions, fields=SEARCH_FIELDS, query=query)
    return procedures.filter(pk__in=[version.procedure_id for version in found])
