"""The one shape of permission in the house: a policy object with one question and one queryset filter.

A room subclasses :class:`Policy`, lists the roles of each action and says where an object names its agency.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet

from motcua.identity.models import AgencyKind, Appointment, Delegation, Role
from motcua.identity.rules.staff import StaffContext
from motcua.platform.audit.api import AuditEvent

Row = TypeVar("Row", bound=Model)


class Policy:
    """Staff act in their own agency with the roles that ``actions`` names; everything else is refused."""

    actions: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    agency_path: ClassVar[str] = "agency_id"

    def may(self, staff: StaffContext, action: str, obj: Any) -> bool:
        """May this person do ``action`` to ``obj`` today? An action nobody listed is refused."""
        roles = self.actions.get(action, ())
        return bool(roles) and staff.has_role(*roles, agency_id=self.agency_id_of(obj))

    def require(self, staff: StaffContext, action: str, obj: Any) -> None:
        """Raise ``PermissionDenied`` unless :meth:`may`."""
        if not self.may(staff, action, obj):
            raise PermissionDenied

    def visible(self, queryset: QuerySet[Row], staff: StaffContext) -> QuerySet[Row]:
        """The rows that this person may know of; a stranger's look-up in them ends as 404."""
        return queryset.filter(**{f"{self.agency_path}__in": staff.agency_ids})

    def agency_id_of(self, obj: Any) -> int:
        """Follow ``agency_path`` from the object to the id of its agency."""
        for name in self.agency_path.split("__"):
            obj = getattr(obj, name)
        return int(obj)


class StaffAdministrationPolicy(Policy):
    """Administrators look after the staff of their own agency; those of the province after everybody's."""

    actions = {
        "view": (Role.ADMINISTRATOR, Role.AUDITOR),
        "manage": (Role.ADMINISTRATOR,),
    }

    def may(self, staff: StaffContext, action: str, obj: Any) -> bool:
        return super().may(staff, action, obj) or _of_province(staff, self.actions.get(action, ()))

    def visible(self, queryset: QuerySet[Row], staff: StaffContext) -> QuerySet[Row]:
        if _of_province(staff, self.actions["view"]):
            return queryset
        return queryset.filter(**{f"{self.agency_path}__in": staff.agencies_with(*self.actions["view"])})


class UnitPolicy(StaffAdministrationPolicy):
    """Units into which an administrator may appoint."""

    actions = {"view": (Role.ADMINISTRATOR,), "manage": (Role.ADMINISTRATOR,)}


class AppointmentPolicy(StaffAdministrationPolicy):
    agency_path = "unit__agency_id"


class DelegationPolicy(StaffAdministrationPolicy):
    agency_path = "delegator__unit__agency_id"


def _of_province(staff: StaffContext, roles: tuple[str, ...]) -> bool:
    return bool(roles) and any(held.agency_kind == AgencyKind.PROVINCE for held in staff.matching(*roles))


def visible_appointments(staff: StaffContext) -> QuerySet[Appointment]:
    return AppointmentPolicy().visible(Appointment.objects.all(), staff)


def visible_delegations(staff: StaffContext) -> QuerySet[Delegation]:
    return DelegationPolicy().visible(Delegation.objects.all(), staff)


def visible_events(staff: StaffContext) -> QuerySet[AuditEvent]:
    """The event log of the agencies a person oversees; those of the province see all, also what has no agency."""
    overseers = (Role.ADMINISTRATOR, Role.AUDITOR)
    if _of_province(staff, overseers):
        return AuditEvent.objects.all()
    codes = {held.agency_code for held in staff.matching(*overseers)}
    return AuditEvent.objects.filter(agency_code__in=codes)
