"""Who drafts, signs, seals and reads the room's documents."""

from typing import Any

from django.db.models import Q, QuerySet

from motcua.identity.api import Membership, Policy, Role, StaffContext
from motcua.reform.offices import oversees
from motcua.reform.papers.models import Paper, PaperState
from motcua.reform.papers.ports import papers_kept_from, papers_of_known_records, private_subjects

DRAFTERS = (
    Role.REFORM_OFFICER,
    Role.REFORM_MANAGER,
    Role.INSPECTOR,
    Role.LEADER,
    Role.CLERK,
)
RECEIVERS = (Role.LEADER, Role.CLERK)
_ISSUED = (PaperState.SIGNED, PaperState.SEALED, PaperState.CANCELLED)


class PaperPolicy(Policy):
    """A leader signs and cancels, a clerk seals, both for their own agency."""

    actions = {
        "revise": DRAFTERS,
        "sign": (Role.LEADER,),
        "seal": (Role.CLERK,),
        "cancel": (Role.LEADER,),
    }

    def may(self, staff: StaffContext, action: str, obj: Any) -> bool:
        if action == "drop" and obj.state == PaperState.DRAFT:
            return obj.made_by_id == staff.user_id or super().may(staff, "revise", obj)
        return super().may(staff, action, obj)

    def visible(self, queryset: QuerySet[Paper], staff: StaffContext) -> QuerySet[Paper]:  # type: ignore[override]
        """Own agency's: drafts for who drafts and signs, signed ones for all; others' once sealed to them.

        The standing body of reform and the province's auditors read whatever was sealed anywhere; others what was
        sealed about a record of which its part lets them know (:mod:`motcua.reform.papers.ports`). What a part keeps
        from the own house, also the standing body does not read.
        """
        own = Q(agency__in=staff.agency_ids, state__in=_ISSUED) & ~Q(signed_at__isnull=True)
        drafts = Q(agency__in=staff.agencies_with(*DRAFTERS)) | Q(made_by=staff.user_id)
        sealed = Q(sealed_at__isnull=False)
        everybody = Q(addressees__in=staff.agency_ids) & ~Q(subject_type__in=private_subjects())
        received = everybody | Q(addressees__in=staff.agencies_with(*RECEIVERS))
        overseen = ~papers_kept_from(staff)
        others = overseen if oversees(staff) else received | papers_of_known_records(staff)
        seen = own | drafts | sealed & others
        return queryset.filter(pk__in=Paper.objects.filter(seen).values("pk"))


def signing_membership(staff: StaffContext, paper: Paper) -> Membership | None:
    """The office in which this person signs for the agency: the own one before a delegated one."""
    return next(staff.matching(Role.LEADER, agency_id=paper.agency_id), None)


policy = PaperPolicy()
