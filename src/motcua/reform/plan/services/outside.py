"""A plan that was signed and numbered outside this system: what its date rests on.

The date decides a criterion, and whoever types it is rated by it. So it counts when a time stamp in the document itself
says the same, or when the leader, who is another person than the typist, confirms it; until then it is known and not
counted.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, get_user
from motcua.platform.files.api import StoredFile, read
from motcua.platform.signing.api import Status, VerificationTooLong, verify_pdf
from motcua.reform.plan import policies
from motcua.reform.plan.models import DateBasis, ReformPlan
from motcua.reform.plan.services.plans import issue, locked_plan, require_ready, trace
from motcua.reform.plan.services.tasks import NotPossible


class DateAhead(Exception):
    """A document is not dated after today."""


def note_issued_outside(
    *,
    plan_id: int,
    issued_on: date,
    document_number: str,
    file: StoredFile,
    staff: StaffContext,
    now: datetime,
) -> ReformPlan:
    """The plan was signed outside; noted anew while its date is not proven, what was typed is replaced.

    Call it outside a transaction: the signatures are looked at before anything is locked. Raises ``PermissionDenied``,
    ``NotPossible``, ``EmptyPlan``, :class:`DateAhead`; once the date is proven, noting it again changes nothing.
    """
    if issued_on > timezone.localdate(now):
        raise DateAhead
    basis = DateBasis.SIGNATURE if _is_stamped(file, issued_on) else DateBasis.TYPED
    with transaction.atomic():
        plan = locked_plan(plan_id)
        policies.require(policies.may_draft(staff, plan.agency_id))
        if plan.is_live and plan.date_basis != DateBasis.TYPED:
            return plan
        if not plan.is_live:
            require_ready(plan)
        actor = get_user(user_id=staff.user_id)
        plan.file, plan.noted_by = file, actor
        plan.save(update_fields=["file", "noted_by"])
        if not plan.is_live:
            return issue(
                plan=plan,
                issued_on=issued_on,
                basis=basis,
                document_number=document_number,
                actor=actor,
                now=now,
            )
        plan.issued_on, plan.document_number, plan.date_basis = issued_on, document_number, basis
        plan.save(update_fields=["issued_on", "document_number", "date_basis"])
        trace("noted_anew", plan, actor, now, {"issued_on": issued_on.isoformat(), "symbol": document_number})
    return plan


def confirm_date(*, plan_id: int, issued_on: date, staff: StaffContext, now: datetime) -> ReformPlan:
    """The leader says that the document bears the date ``issued_on``, as it was shown; confirmed twice is once.

    Raises ``PermissionDenied``, also for whoever typed the date, and ``NotPossible`` when another date stands there
    meanwhile.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id)
        policies.require(policies.may_confirm_date(staff, plan))
        if plan.has_proven_date:
            return plan
        if not plan.is_live or plan.issued_on != issued_on:
            raise NotPossible(plan.state)
        plan.date_basis = DateBasis.CONFIRMED
        plan.save(update_fields=["date_basis"])
        actor = get_user(user_id=staff.user_id)
        trace("date_confirmed", plan, actor, now, {"issued_on": issued_on.isoformat()})
    return plan


def _is_stamped(file: StoredFile, day: date) -> bool:
    """Whether a valid signature bears a trusted time stamp of that day; a signer's own clock proves nothing."""
    try:
        found = verify_pdf(read(file))
    except VerificationTooLong:
        return False
    stamps = [one.timestamped_at for one in found.signatures if one.timestamped_at]
    return found.status == Status.VALID and day in {timezone.localdate(stamp) for stamp in stamps}
