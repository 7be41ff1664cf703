"""A plan that was signed and numbered outside this system: what its date rests on.

The date decides a criterion, and whoever types it is rated by it. So it counts when the time stamp of the leader's
signature or of the agency's seal on the document says the same, or when the leader, who is another person than the
typist, confirms it; until then it is known and not counted.
"""

from datetime import date, datetime
from unicodedata import normalize

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Agency, Role, StaffContext, User, get_user, short_name, users_with_role
from motcua.platform.files.api import StoredFile, read
from motcua.platform.signing.api import SignatureInfo, Status, VerificationTooLong, verify_pdf
from motcua.reform.plan import policies
from motcua.reform.plan.models import DateBasis, ReformPlan
from motcua.reform.plan.notices import tell_date_waits
from motcua.reform.plan.services.plans import issue, locked_plan, require_ready, trace
from motcua.reform.plan.services.tasks import NotPossible

# What stands in front of the agency's name in the certificate of its seal.
_SEAL_OF = "con dấu "


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

    The agency's leaders are told of every date that waits for them, once. Call it outside a transaction: the
    signatures are looked at before anything is locked. Raises ``PermissionDenied``,
    ``NotPossible``, ``EmptyPlan``, :class:`DateAhead`; once the date is proven, noting it again changes nothing.
    """
    if issued_on > timezone.localdate(now):
        raise DateAhead
    agency = ReformPlan.objects.select_related("agency__parent").get(pk=plan_id).agency
    basis = DateBasis.SIGNATURE if _is_stamped(file, issued_on, agency) else DateBasis.TYPED
    with transaction.atomic():
        plan = locked_plan(plan_id)
        policies.require(policies.may_draft(staff, plan.agency_id))
        if plan.is_live and plan.date_basis != DateBasis.TYPED:
            return plan
        if not plan.is_live:
            require_ready(plan)
        known, actor = plan.issued_on, get_user(user_id=staff.user_id)
        plan.file, plan.noted_by = file, actor
        plan.save(update_fields=["file", "noted_by"])
        _note(plan, issued_on, basis, document_number, actor, now)
        if basis == DateBasis.TYPED and known != issued_on:
            _tell_leaders(plan, now)
    return plan


def _note(
    plan: ReformPlan, issued_on: date, basis: DateBasis, document_number: str, actor: User, now: datetime
) -> None:
    if not plan.is_live:
        issue(
            plan=plan,
            issued_on=issued_on,
            basis=basis,
            document_number=document_number,
            actor=actor,
            now=now,
        )
        return
    plan.issued_on, plan.document_number, plan.date_basis = issued_on, document_number, basis
    plan.save(update_fields=["issued_on", "document_number", "date_basis"])
    trace("noted_anew", plan, actor, now, {"issued_on": issued_on.isoformat(), "symbol": document_number})


def _tell_leaders(plan: ReformPlan, now: datetime) -> None:
    """Whoever may confirm the date: leaders other than the typist."""
    leaders = users_with_role(role=Role.LEADER, agency_id=plan.agency_id, on=timezone.localdate(now))
    for leader in leaders:
        if leader.pk != plan.noted_by_id:
            tell_date_waits(plan=plan, leader=leader, now=now)


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


def _is_stamped(file: StoredFile, day: date, agency: Agency) -> bool:
    """Whether the agency's seal or its leader's signature bears a trusted time stamp of that day.

    A signer's own clock proves nothing, nor does the signature of anybody else on the file.
    """
    try:
        found = verify_pdf(read(file))
    except VerificationTooLong:
        return False
    stamped = [
        one
        for one in found.signatures
        if one.timestamped_at and timezone.localdate(one.timestamped_at) == day and one.trusted
    ]
    return found.status == Status.VALID and any(_is_of_agency(one, agency, day) for one in stamped)


def _is_of_agency(signature: SignatureInfo, agency: Agency, day: date) -> bool:
    """Its seal, or the signature of who led it that day in its name, the name above it, or none.

    Officers of the agency stand under its name, too: the organisation of a certificate alone says nothing. Nor does a
    name without its province, which agencies elsewhere bear as well.
    """
    signer, organisation = _plain(signature.signer), _plain(signature.organisation)
    own, short = {_plain(agency.name_vi), _plain(agency.name_en)}, _plain(short_name(agency))
    above = {_plain(agency.parent.name_vi), _plain(agency.parent.name_en)} if agency.parent else set()
    sealed_by = signer.removeprefix(_SEAL_OF)
    if sealed_by in own or (sealed_by == short and organisation in own | above):
        return True
    leaders = users_with_role(role=Role.LEADER, agency_id=agency.pk, on=day)
    is_leader = signer in {_plain(leader.full_name) for leader in leaders}
    return is_leader and organisation in own | above | {short, ""}


def _plain(text: str) -> str:
    return " ".join(normalize("NFC", text).split()).casefold()
