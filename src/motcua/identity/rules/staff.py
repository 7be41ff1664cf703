"""Who a member of staff is on a given day: pure values, no database, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass

# Control, judgement and administration stay with the person: an absence hands over the work, not the keys.
NEVER_DELEGATED = frozenset({"auditor", "administrator", "appraiser", "reform_council"})


@dataclass(frozen=True, kw_only=True)
class Membership:
    """One role in one unit, held by appointment or (``via_delegation_id``) for an absent colleague."""

    appointment_id: int
    agency_id: int
    agency_code: str
    unit_id: int
    unit_code: str
    role: str
    via_delegation_id: int | None = None
    delegator_user_id: int | None = None
    agency_kind: str = ""


@dataclass(frozen=True, kw_only=True)
class StaffContext:
    """What one account may act as on one day. An empty ``memberships`` means: no office held that day."""

    user_id: int
    full_name: str
    memberships: tuple[Membership, ...] = ()

    def has_role(self, *roles: str, agency_id: int | None = None, unit_id: int | None = None) -> bool:
        """Does any of ``roles`` (all roles when none is named) belong to this person there?"""
        return any(True for _ in self.matching(*roles, agency_id=agency_id, unit_id=unit_id))

    def matching(
        self, *roles: str, agency_id: int | None = None, unit_id: int | None = None
    ) -> Iterator[Membership]:
        """Memberships with one of ``roles``, own ones first, narrowed to an agency and a unit when given."""
        for membership in self.memberships:
            right_role = not roles or membership.role in roles
            right_agency = agency_id is None or membership.agency_id == agency_id
            right_unit = unit_id is None or membership.unit_id == unit_id
            if right_role and right_agency and right_unit:
                yield membership

    def agencies_with(self, *roles: str) -> frozenset[int]:
        """Ids of the agencies where this person holds one of ``roles``."""
        return frozenset(membership.agency_id for membership in self.matching(*roles))

    @property
    def agency_ids(self) -> frozenset[int]:
        return self.agencies_with()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(membership.role for membership in self.memberships)
