"""A plan that was signed and numbered outside this system: what its date rests on.

The date decides a criterion, and whoever types it is rated by it. So it counts when the leader, who is another person
than the typist, confirms it; until then it is known and not counted. A time stamp of that day by the leader or the
agency's seal is shown to the leader as a hint and proves nothing: any document of that day bears one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import normalize

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Agency, Role, StaffContext, User, get_user, short_name, users_with_role
from motcua.platform.files.api import StoredFile, read
from motcua.platform.signing.api import SignatureInfo, Status, VerificationTooLong, verify_pdf
from motcua.reform.papers.api import list_papers_of
from motcua.reform.plan import policies
from motcua.reform.plan.models import DateBasis, ReformPlan
from motcua.reform.plan.notices import tell_date_waits
from motcua.reform.plan.services.plans import issue, locked_plan, require_ready, trace
from motcua.reform.plan.services.signing import SUBJECT
from motcua.reform.plan.services.tasks import NotPossible

# What stands in front of the agency's name in the certificate of its seal.
_SEAL_OF = "con dấu "


class DateOutside(Exception):
    """A document is dated after today, or long before the plan's year."""


class OtherDocument(Exception):
    """The file is a document that was made here and is no paper of this plan."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the leader saw and confirms: date, number and symbol, and the hash of the file."""

    issued_on: date
    document_number: str
    sha256: str


def earliest_day(year: int) -> date:
    """No plan of a year is issued before the middle of the year before; our choice against slips of typing."""
    return date(year - 1, 7, 1)


def shown_of(plan: ReformPlan) -> Shown:
    """What stands there now to be confirmed, of a plan in force."""
    assert plan.issued_on is not None
    return Shown(
        issued_on=plan.issued_on,
        document_number=plan.document_number,
        sha256=plan.file.blob.sha256 if plan.file else "",
    )


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

    The agency's leaders are told of every date, number or file that waits for them, once. Call it outside a
    transaction: the signatures are looked at before anything is locked. Raises ``PermissionDenied``, ``NotPossible``,
    ``EmptyPlan``, :class:`DateOutside`, :class:`OtherDocument`; once the date is proven, noting it again changes
    nothing.
    """
    seen = ReformPlan.objects.select_related("agency__parent").get(pk=plan_id)
    if not earliest_day(seen.year) <= issued_on <= timezone.localdate(now):
        raise DateOutside
    if _is_other_document(file, seen):
        raise OtherDocument
    basis = DateBasis.SIGNATURE if _is_stamped(file, issued_on, seen.agency) else DateBasis.TYPED
    with transaction.atomic():
        plan = locked_plan(plan_id)
        policies.require(policies.may_draft(staff, plan.agency_id))
        if plan.is_live and plan.has_proven_date:
            return plan
        if not plan.is_live:
            require_ready(plan)
        known, actor = shown_of(plan) if plan.is_live else None, get_user(user_id=staff.user_id)
        plan.file, plan.noted_by = file, actor
        plan.save(update_fields=["file", "noted_by"])
        _note(plan, issued_on, basis, document_number, actor, now)
        if known != shown_of(plan):
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


def confirm_date(*, plan_id: int, shown: Shown, staff: StaffContext, now: datetime) -> ReformPlan:
    """The leader says that the document bears the date and number that were shown; confirmed twice is once.

    Raises ``PermissionDenied``, also for whoever typed the date, and ``NotPossible`` when another date, number or
    file stands there meanwhile.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id)
        policies.require(policies.may_confirm_date(staff, plan))
        if plan.has_proven_date:
            return plan
        if not plan.is_live or shown_of(plan) != shown:
            raise NotPossible(plan.state)
        plan.date_basis = DateBasis.CONFIRMED
        plan.save(update_fields=["date_basis"])
        actor = get_user(user_id=staff.user_id)
        detail: dict[str, object] = {
            "issued_on": shown.issued_on.isoformat(),
            "symbol": shown.document_number,
            "sha256": shown.sha256,
        }
        trace("date_confirmed", plan, actor, now, detail)
    return plan


def _is_other_document(file: StoredFile, plan: ReformPlan) -> bool:
    """Whether this system made the very same file, a result or a paper, for something else than this plan."""
    made_here = StoredFile.objects.filter(blob_id=file.blob_id, uploaded_by_id=None).exclude(pk=file.pk)
    papers = list_papers_of(subject_type=SUBJECT, subject_id=plan.uuid)
    return made_here.exists() and not papers.filter(file__blob_id=file.blob_id).exists()


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
