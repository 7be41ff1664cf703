"""The formal check of what was filed."""

from datetime import datetime

from django.db import transaction

from motcua.identity.api import StaffContext, get_user
from motcua.reform.initiatives.models import Initiative, State
from motcua.reform.initiatives.notices import tell_authors
from motcua.reform.initiatives.policies import may_check, require
from motcua.reform.initiatives.services._base import lock_initiative, note


def accept_initiative(*, initiative: Initiative, staff: StaffContext, now: datetime) -> Initiative:
    """The dossier is in order; accepted before, nothing changes. Raises ``PermissionDenied``."""
    return _check(initiative, State.ACCEPTED, "", staff, now)


def return_initiative(
    *, initiative: Initiative, reason: str, staff: StaffContext, now: datetime
) -> Initiative:
    """Send it back to its authors with the reason. Raises ``PermissionDenied``."""
    return _check(initiative, State.RETURNED, reason, staff, now)


@transaction.atomic
def _check(
    initiative: Initiative, state: State, reason: str, staff: StaffContext, now: datetime
) -> Initiative:
    locked = lock_initiative(initiative.pk)
    if locked.state == state:
        return locked
    require(may_check(staff, locked))
    checker = get_user(user_id=staff.user_id)
    locked.state, locked.reason = state, reason[:1000]
    locked.checked_by, locked.checked_at = checker, now
    locked.save(update_fields=["state", "reason", "checked_by", "checked_at"])
    note(locked, str(state.value), checker, now, reason=locked.reason)
    tell_authors(locked, str(state.value), now=now, reason=locked.reason)
    return locked
