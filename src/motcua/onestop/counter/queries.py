"""Reads of the counter."""

from datetime import date

from django.db.models import QuerySet

from motcua.identity.api import AgencyKind, Person, Role, StaffContext, find_person_by_id_hash
from motcua.onestop.procedures.api import list_versions_in_force
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform.privacy.fields import lookup_hash


def list_assistable(*, staff: StaffContext, on: date) -> QuerySet[ProcedureVersion]:
    """Versions in force that this officer may file under for others: with a form, and open at the counter."""
    versions = list_versions_in_force(on=on).filter(form__isnull=False, channels__contains=["counter"])
    at = list(staff.matching(Role.RECEIVER))
    if not any(membership.agency_kind == AgencyKind.SERVICE_CENTRE for membership in at):
        versions = versions.filter(procedure__agency_id__in=[membership.agency_id for membership in at])
    return versions


def known_person(*, id_number: str) -> Person | None:
    """The person with this ID number among those a counter may file for; the look-up itself is a service."""
    return find_person_by_id_hash(id_number_hash=lookup_hash(id_number)) if id_number else None
