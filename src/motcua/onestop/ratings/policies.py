"""Who may rate a dossier (its holder, once it has ended), and who reads what was said (its agency, as figures)."""

from motcua.identity.api import Agency, AgencyKind, Role, StaffContext
from motcua.onestop.dossiers.models import Dossier, State

ENDED = (State.REFUSED, State.WITHDRAWN, State.STOPPED, State.RETURNED)
"""A result that lies ready is not handed over yet: how that goes belongs to the rating."""

OWN_FIGURES = (
    Role.SPECIALIST,
    Role.HEAD_OF_UNIT,
    Role.LEADER,
    Role.REFORM_OFFICER,
    Role.AUDITOR,
)
READERS = (*OWN_FIGURES, Role.REFORM_MANAGER)


def is_open(dossier: Dossier) -> bool:
    """May this dossier be rated at all?"""
    return dossier.state in ENDED


def by_link_alone(dossier: Dossier) -> bool:
    """May the tracking link rate it? Only where nobody has an account: code and ID number are known at the counter
    too, and whoever has an account is asked to sign in.
    """
    has_account = dossier.submitted_by_id is not None
    return not has_account and (dossier.person is None or dossier.person.user_id is None)


def readable_agencies(*, staff: StaffContext) -> list[Agency]:
    """Agencies whose figures this person may read, by code: their own; all for the standing body of the reform and
    at the People's Committee.
    """
    agencies = Agency.objects.exclude(kind=AgencyKind.PROVINCE).order_by("code")
    if oversees(staff):
        return list(agencies)
    return list(agencies.filter(pk__in=staff.agencies_with(*OWN_FIGURES)))


def oversees(staff: StaffContext) -> bool:
    """Does this person read the figures of every agency?"""
    province = any(m.agency_kind == AgencyKind.PROVINCE for m in staff.matching(*OWN_FIGURES))
    return province or any(True for _membership in staff.matching(Role.REFORM_MANAGER))
