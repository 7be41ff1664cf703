"""Who may read and who may change the official calendar."""

from motcua.identity.api import AgencyKind, Role, StaffContext, User, list_agencies
from motcua.platform.calendar.api import NATIONAL


def editable_calendars(*, user: User, staff: StaffContext) -> tuple[str, ...]:
    """Codes of the calendars this person may change.

    National days move due dates in every agency, so they belong to the administrator of the province and to
    the administrator of the installation; an agency's administrator keeps its own calendar where it has one.
    """
    mine = staff.agencies_with(Role.ADMINISTRATOR)
    provincial = any(held.agency_kind == AgencyKind.PROVINCE for held in staff.matching(Role.ADMINISTRATOR))
    national = {NATIONAL} if mine and (provincial or user.is_superuser) else set()
    own = {agency.calendar for agency in list_agencies() if agency.pk in mine} - {NATIONAL}
    return tuple(sorted(national | own))


def readable_calendars(*, staff: StaffContext) -> tuple[str, ...]:
    """The national calendar and those of the reader's agencies."""
    own = {agency.calendar for agency in list_agencies() if agency.pk in staff.agency_ids}
    return tuple(sorted({NATIONAL, *own}, key=lambda code: (code != NATIONAL, code)))
