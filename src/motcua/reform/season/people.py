"""People who hold an office of the round."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from motcua.identity.api import AgencyKind, Appointment, Role, User, users_with_role
from motcua.reform import offices
from motcua.reform.season.models import Season


def people_with_role(role: str, *, on: date) -> list[tuple[User, str]]:
    """Everybody who holds ``role`` by an own appointment on a day, with the code of the agency, by name."""
    rows = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        grants__role=role,
        valid_from__lte=on,
        user__is_active=True,
    )
    found = {
        row.user_id: (row.user, row.unit.agency.code) for row in rows.select_related("user", "unit__agency")
    }
    return sorted(found.values(), key=lambda pair: pair[0].full_name)


def deciders(season: Season, agency_id: int, *, on: date) -> list[User]:
    """Who answers the appeals of an agency, sets its bonus and penalty points, lets its card go on and corrects it.

    The managers of the standing body who never belonged to it. Where all of them did, as on the standing body's own
    card, the chair of the council acts; where there is none who may, the members of the council who serve in the
    People's Committee.
    """
    return deciders_by_agency(season, [agency_id], on=on)[agency_id]


def deciders_by_agency(season: Season, agency_ids: Iterable[int], *, on: date) -> dict[int, list[User]]:
    """The same for many agencies, in as many statements as for one."""
    managers = users_with_role(role=Role.REFORM_MANAGER, agency_id=season.standing_body_id, on=on)
    members = _council_members(on)
    belongs = offices.agencies_of(
        user_ids=[one.pk for one in (*managers, *members)], year=season.year, today=on
    )
    chair = season.council.filter(is_chair=True).values_list("user_id", flat=True).first()
    groups = (
        managers,
        [member for member in members if member.pk == chair],
        [member for member in members if members[member] == AgencyKind.PROVINCE],
    )
    return {pk: _first_able(groups, pk, belongs) for pk in set(agency_ids)}


def _first_able(groups: Iterable[list[User]], agency_id: int, belongs: Mapping[int, set[int]]) -> list[User]:
    able = ([one for one in group if agency_id not in belongs.get(one.pk, set())] for group in groups)
    return next((group for group in able if group), [])


def _council_members(on: date) -> dict[User, str]:
    """Everybody who holds the office of a council member, with the kind of the agency they serve in."""
    rows = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        grants__role=Role.REFORM_COUNCIL,
        valid_from__lte=on,
        user__is_active=True,
    )
    return {row.user: row.unit.agency.kind for row in rows.select_related("user", "unit__agency")}
