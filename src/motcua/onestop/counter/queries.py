"""Reads of the counter."""

from datetime import date

from django.db.models import QuerySet

from motcua.identity.api import AgencyKind, Role, StaffContext
from motcua.onestop.procedures.api import list_versions_in_force
from motcua.onestop.procedures.models import ProcedureVersion


def list_assistable(*, staff: StaffContext, on: date) -> QuerySet[ProcedureVersion]:
    """Versions in force that this officer may file under for others: with a form, and open at the counter."""
    versions = list_versions_in_force(on=on).filter(form__isnull=False, channels__contains=["counter"])
    at = list(staff.matching(Role.RECEIVER))
    if not any(membership.agency_kind == AgencyKind.SERVICE_CENTRE for membership in at):
        versions = versions.filter(procedure__agency_id__in=[membership.agency_id for membership in at])
    return versions
