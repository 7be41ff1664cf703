"""Evidence: kept once, shown for many criteria, looked at again later."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import BinaryIO, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, User
from motcua.platform.audit.api import record
from motcua.platform.files.api import DOCX, JPEG, PDF, PNG, XLSX, FileDamaged, StoredFile, read, store
from motcua.platform.signing.api import Status, Verification, VerificationTooLong, verify_pdf
from motcua.reform.season import policies
from motcua.reform.season.choices import State, Verdict
from motcua.reform.season.evidence_models import EvidenceItem, EvidenceLink
from motcua.reform.season.models import Scorecard
from motcua.reform.season.returned import open_supplement
from motcua.reform.season.services.assessment import criterion_of
from motcua.reform.season.services.entries import SeasonRefused, lock_card, require_draft

KINDS: Final = frozenset({PDF, DOCX, XLSX, JPEG, PNG})
# Scanned decisions with annexes come near ten megabytes.
MOST_BYTES: Final = 20 * 1024 * 1024
_VERDICTS: Final = {
    Status.VALID: Verdict.VALID,
    Status.UNKNOWN: Verdict.UNKNOWN,
    Status.ALTERED: Verdict.INVALID,
    Status.UNSIGNED: Verdict.UNSIGNED,
}


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What people say of a document."""

    title: str
    number: str = ""
    issued_on: date | None = None
    signer: str = ""
    expires_on: date | None = None


def add_evidence(
    *, scorecard: Scorecard, content: BinaryIO, name: str, about: Particulars, by: User, now: datetime
) -> EvidenceItem:
    """Keep a document for the agency; the same bytes once more answer the one that is there.

    Call it outside a transaction: file and signatures are looked at before anything is locked. The caller has asked
    whether ``by`` may draft on the card. Raises ``FileRefused``.
    """
    file = store(
        content=content, name=name, allowed=KINDS, max_bytes=MOST_BYTES, uploaded_by_id=by.pk, now=now
    )
    verdict, signers = judge(file)
    with transaction.atomic():
        item, is_new = EvidenceItem.objects.get_or_create(
            agency_id=scorecard.agency_id,
            sha256=file.blob.sha256,
            defaults={
                "file": file,
                "title": about.title,
                "number": about.number,
                "issued_on": about.issued_on,
                "signer": about.signer,
                "expires_on": about.expires_on,
                "verdict": verdict,
                "verdict_signers": signers,
                "added_by": by,
                "added_at": now,
            },
        )
        if is_new:
            record(
                action="evidence.added",
                now=now,
                actor=by,
                agency_code=scorecard.agency.code,
                object_type="evidence",
                object_id=item.uuid,
                detail={"sha256": item.sha256},
            )
    return item


@transaction.atomic
def change_particulars(
    *, item: EvidenceItem, about: Particulars, staff: StaffContext, by: User, now: datetime
) -> EvidenceItem:
    """Correct what is said of a document, as long as nobody judges by it; the log keeps what was said.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``evidence_used``).
    """
    row = EvidenceItem.objects.select_for_update(of=("self",)).select_related("agency").get(pk=item.pk)
    if not policies.may_correct_evidence(staff, row.agency_id):
        raise PermissionDenied("evidence")
    if not is_correctable(row, today=timezone.localdate(now)):
        raise SeasonRefused("evidence_used")
    changed = {name: value for name, value in asdict(about).items() if getattr(row, name) != value}
    if not changed:
        return row
    before = {f"{name}_before": str(getattr(row, name) or "") for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    record(
        action="evidence.corrected",
        now=now,
        actor=by,
        agency_code=row.agency.code,
        object_type="evidence",
        object_id=row.uuid,
        detail=before,
    )
    return row


def is_correctable(item: EvidenceItem, *, today: date) -> bool:
    """Is it shown only where the agency may still change its documents, and was added there since it may again?"""
    rows = item.links.filter(removed_at=None).select_related("scorecard__season")
    return all(_is_open(row, today) for row in rows)


def _is_open(row: EvidenceLink, today: date) -> bool:
    card = row.scorecard
    if card.season.state == State.APPEAL:
        return row.linked_at >= card.season.state_since
    if card.season.state == State.APPRAISAL:
        returned = open_supplement(card, row.code, today=today)
        return returned is not None and row.linked_at >= returned.asked_at
    return card.is_draft and card.season.state in (State.DRAFT, State.OPEN)


def judge(file: StoredFile) -> tuple[Verdict, list[str]]:
    """What the signatures of a file say today, and who signed. A file that takes too long to read proves nothing."""
    if file.blob.media_type != PDF:
        return Verdict.UNSIGNED, []
    try:
        found = verify_pdf(read(file))
    except VerificationTooLong:
        found = Verification(status=Status.ALTERED)
    return _VERDICTS[found.status], [one.signer for one in found.signatures]


@transaction.atomic
def link(
    *,
    scorecard: Scorecard,
    code: str,
    item: EvidenceItem,
    note: str,
    staff: StaffContext,
    by: User,
    now: datetime,
) -> EvidenceLink:
    """Show a document of the agency for a criterion; shown before, the link is answered as it is.

    Raises ``PermissionDenied`` and :class:`SeasonRefused`.
    """
    card = _changeable(scorecard, code, staff, now)
    criterion_of(card, code)
    if item.agency_id != card.agency_id:
        raise PermissionDenied("foreign evidence")
    row, is_new = EvidenceLink.objects.get_or_create(
        scorecard=card,
        code=code,
        item=item,
        removed_at=None,
        defaults={"note": note, "linked_by": by, "linked_at": now},
    )
    if is_new:
        _note(row, "evidence.linked", by, now)
    return row


@transaction.atomic
def unlink(*, link: EvidenceLink, staff: StaffContext, by: User, now: datetime) -> None:
    """Take a document from a criterion; the row stays and says who did. Taken before, nothing changes.

    Raises ``PermissionDenied`` and :class:`SeasonRefused`.
    """
    row = EvidenceLink.objects.select_related("scorecard__season", "scorecard__agency", "item").get(
        pk=link.pk
    )
    if row.removed_at is not None:
        return
    card = _changeable(row.scorecard, row.code, staff, now)
    returned = open_supplement(card, row.code, today=timezone.localdate(now))
    if returned is not None and row.linked_at < returned.asked_at:
        # What the appraisers have looked at stays; only what was added since may go.
        raise SeasonRefused("looked_at")
    if card.season.state == State.APPEAL and row.linked_at < card.season.state_since:
        raise SeasonRefused("judged_by")
    row.removed_by, row.removed_at = by, now
    row.save(update_fields=["removed_by", "removed_at"])
    _note(row, "evidence.unlinked", by, now)


def _changeable(scorecard: Scorecard, code: str, staff: StaffContext, now: datetime) -> Scorecard:
    """The card, locked: a draft while assessing; for whoever appeals, or was asked for a supplement, later too."""
    card = lock_card(scorecard)
    if policies.may_coordinate(staff, card):
        returned = open_supplement(card, code, today=timezone.localdate(now))
        if card.season.state == State.APPEAL or returned is not None:
            return card
    if card.season.state not in (State.DRAFT, State.OPEN):
        raise SeasonRefused("wrong_state", state=card.season.get_state_display())
    require_draft(card)
    unit_id = card.assignments.filter(code=code).values_list("unit_id", flat=True).first()
    if not policies.may_draft(staff, card, unit_id):
        raise PermissionDenied("evidence")
    return card


def _note(row: EvidenceLink, action: str, by: User, now: datetime) -> None:
    record(
        action=action,
        now=now,
        actor=by,
        agency_code=row.scorecard.agency.code,
        object_type="evidence",
        object_id=row.item.uuid,
        detail={"year": row.scorecard.season.year, "code": row.code},
    )


def health_of(item: EvidenceItem, *, today: date) -> str:
    """``missing``, ``damaged``, ``expired``, ``invalid`` or ``good``: is it still what was added? Reads the file."""
    try:
        read(item.file)
    except FileDamaged:
        return "damaged"
    except FileNotFoundError:
        return "missing"
    if item.file.blob.sha256 != item.sha256:
        return "damaged"
    return quick_health(item, today=today)


def quick_health(item: EvidenceItem, *, today: date) -> str:
    """The same without reading the file, for lists."""
    if item.expires_on is not None and item.expires_on < today:
        return "expired"
    return "invalid" if item.verdict == Verdict.INVALID else "good"
