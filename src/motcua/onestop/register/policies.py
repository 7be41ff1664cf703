"""Who reads the register of which office."""

from motcua.identity.api import Agency, AgencyKind, Role, StaffContext

READERS = (Role.RECEIVER, Role.HEAD_OF_UNIT, Role.LEADER, Role.AUDITOR)


def readable_agencies(*, staff: StaffContext) -> list[Agency]:
    """Offices whose register this person may open, by code; a provincial auditor oversees them all."""
    oversees = any(m.agency_kind == AgencyKind.PROVINCE for m in staff.matching(Role.AUDITOR))
    agencies = Agency.objects.exclude(kind=AgencyKind.PROVINCE).order_by("code")
    return list(agencies if oversees else agencies.filter(pk__in=staff.agencies_with(*READERS)))
