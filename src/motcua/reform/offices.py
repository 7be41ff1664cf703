"""Who looks beyond an agency of its own, and whose own house is judged: asked by the policies of every part."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from motcua.identity.api import (
    JUDGES,
    AgencyKind,
    Appointment,
    Role,
    StaffContext,
    User,
    audits_province,
    get_province,
    judges,
    users_with_role,
)

__all__ = [
    "JUDGES",
    "agencies_of",
    "audits_province",
    "belonged_to",
    "is_own_house",
    "judges",
    "managers_of",
    "manages_matters_of",
    "oversees",
    "reads_province",
    "stands_in",
]

_STAND_INS = (Role.REFORM_MANAGER, Role.LEADER)


def oversees(staff: StaffContext) -> bool:
    """Managers of the standing body, and auditors of the province, see how every agency stands."""
    return staff.has_role(Role.REFORM_MANAGER) or audits_province(staff)


def reads_province(staff: StaffContext) -> bool:
    """Whoever judges agencies, and the leaders of the People's Committee: they read what was sent by every agency."""
    return judges(staff) or stands_in(staff)


def is_own_house(staff: StaffContext, *, agency_id: int, unit_id: int | None = None) -> bool:
    """Nobody judges the own house: does this person serve there on the day of ``staff``, also for an absent colleague?

    The house is the agency; among the units of one agency (``unit_id``) it is the unit.
    """
    return any(True for _held in staff.matching(agency_id=agency_id, unit_id=unit_id))


def stands_in(staff: StaffContext) -> bool:
    """Serves in the People's Committee as a manager of reform or a leader: acts in the standing body's own matters."""
    return any(held.agency_kind == AgencyKind.PROVINCE for held in staff.matching(*_STAND_INS))


def manages_matters_of(staff: StaffContext, *, agency_id: int, standing_body_id: int) -> bool:
    """May this person do about one agency what the managers of the standing body do?

    Nobody does for the own house: in the standing body's own matters a manager or leader of the People's Committee
    acts in their place. Above the People's Committee stands nobody; its own people act there.
    """
    if agency_id != standing_body_id:
        manages = staff.has_role(Role.REFORM_MANAGER, agency_id=standing_body_id)
        return manages and not is_own_house(staff, agency_id=agency_id)
    held_there = staff.matching(agency_id=agency_id)
    return stands_in(staff) and all(held.agency_kind == AgencyKind.PROVINCE for held in held_there)


def managers_of(*, agency_id: int, standing_body_id: int, on: date) -> list[User]:
    """Who hears of what waits for those who decide by :func:`manages_matters_of`."""
    if agency_id != standing_body_id:
        return users_with_role(role=Role.REFORM_MANAGER, agency_id=standing_body_id, on=on)
    above = get_province().pk
    found = [user for role in _STAND_INS for user in users_with_role(role=role, agency_id=above, on=on)]
    return list(dict.fromkeys(found))


def agencies_of(*, user_ids: Iterable[int], year: int, today: date) -> dict[int, set[int]]:
    """Agencies to which each person belongs by appointment, today or on any day of the rated year.

    Whoever judges a year judges also what an agency did while they served there. Work done for an absent colleague
    of another agency is no belonging.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    open_ended = Q(valid_to__isnull=True)
    in_year = Q(valid_from__lte=last) & (open_ended | Q(valid_to__gte=first))
    now = Q(valid_from__lte=today) & (open_ended | Q(valid_to__gte=today))
    rows = Appointment.objects.filter(in_year | now, user_id__in=list(user_ids))
    found: dict[int, set[int]] = {}
    for user_id, agency_id in rows.values_list("user_id", "unit__agency_id"):
        found.setdefault(user_id, set()).add(agency_id)
    return found


def belonged_to(*, user_id: int, agency_id: int, year: int, today: date) -> bool:
    """Nobody judges the own house, for the work of a year: see :func:`agencies_of`."""
    return agency_id in agencies_of(user_ids=[user_id], year=year, today=today).get(user_id, set())
