"""Reads of items on their way, through the policy of their dossiers."""

from uuid import UUID

from django.db.models import QuerySet

from motcua.identity.api import Role, StaffContext
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.policies import policy
from motcua.postal.api import Delivery, list_deliveries_among

READERS = (Role.RECEIVER, Role.CLERK, Role.HEAD_OF_UNIT, Role.LEADER, Role.AUDITOR)


def list_post_of(*, staff: StaffContext) -> QuerySet[Delivery]:
    """Items of the dossiers that this person may know of, newest first."""
    known = policy.visible(Dossier.objects.filter(return_channel="post"), staff)
    return list_deliveries_among(subjects=known.order_by().values("uuid"))


def get_post_for(*, staff: StaffContext, uuid: UUID) -> tuple[Delivery, Dossier]:
    """One item and its dossier. Raises ``Delivery.DoesNotExist`` for everybody who may not know of it."""
    delivery = list_post_of(staff=staff).prefetch_related("events").get(uuid=uuid)
    dossier = Dossier.objects.select_related("agency", "version").get(uuid=delivery.subject_id)
    return delivery, dossier
