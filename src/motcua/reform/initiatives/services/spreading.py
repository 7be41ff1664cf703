"""Where initiatives are applied besides, and how many an agency is to reach."""

from datetime import date, datetime

from django.db import transaction

from motcua.identity.api import Agency, StaffContext, get_user
from motcua.platform.audit.api import record
from motcua.reform.initiatives.models import Initiative, InitiativeReplication, InitiativeTarget
from motcua.reform.initiatives.policies import may_set_targets, may_spread, require
from motcua.reform.initiatives.services._base import lock_initiative, note


@transaction.atomic
def record_replication(
    *,
    initiative: Initiative,
    place: str,
    applied_on: date,
    remark: str,
    staff: StaffContext,
    now: datetime,
) -> InitiativeReplication:
    """One more place that applies a recognised initiative; the same place and day twice is one.

    Raises ``PermissionDenied``.
    """
    locked = lock_initiative(initiative.pk)
    require(may_spread(staff, locked))
    actor = get_user(user_id=staff.user_id)
    row, is_new = InitiativeReplication.objects.get_or_create(
        initiative=locked,
        place=place,
        applied_on=applied_on,
        defaults={"note": remark, "recorded_by": actor, "recorded_at": now},
    )
    if is_new:
        note(locked, "replicated", actor, now, place=place)
    return row


@transaction.atomic
def set_target(
    *, agency: Agency, year: int, amount: int, source: str, staff: StaffContext, now: datetime
) -> InitiativeTarget:
    """How many initiatives the agency is to have recognised in the year. Raises ``PermissionDenied``."""
    require(may_set_targets(staff))
    actor = get_user(user_id=staff.user_id)
    target, is_new = InitiativeTarget.objects.select_for_update().get_or_create(
        agency=agency,
        year=year,
        defaults={"amount": amount, "source": source, "set_by": actor, "set_at": now},
    )
    if not is_new and (target.amount, target.source) == (amount, source):
        return target
    target.amount, target.source, target.set_by, target.set_at = amount, source, actor, now
    target.save()
    record(
        action="initiative_target.set",
        now=now,
        actor=actor,
        agency_code=agency.code,
        object_type="initiative_target",
        object_id=target.pk,
        detail={"year": year, "amount": amount},
    )
    return target
