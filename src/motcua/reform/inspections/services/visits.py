"""The notice, the visit with its checklist, and the minutes that both sides sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Role, StaffContext, User, get_user, users_with_role
from motcua.platform.files.api import PDF, StoredFile, read, store_own
from motcua.platform.rendering.api import render_pdf
from motcua.platform.signing.api import Appearance, KeyKind, SigningKey, Style, sign_pdf
from motcua.reform.inspections import documents
from motcua.reform.inspections.checklists import current_checklist
from motcua.reform.inspections.choices import Scope
from motcua.reform.inspections.houses import issuer_of
from motcua.reform.inspections.models import (
    Inspection,
    InspectionEvidence,
    InspectionFinding,
    InspectionMinutes,
)
from motcua.reform.inspections.notices import tell, tell_taken_back
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.rules.states import Stage, may_visit
from motcua.reform.inspections.services._base import (
    advance,
    disclose,
    lock_inspection,
    lock_with_papers,
    lock_with_plan,
    lock_with_team,
    note,
    today_of,
)
from motcua.reform.inspections.services.visit_days import (
    is_planned_day,
    require_begun,
    require_day_ahead,
    require_visit_day,
)
from motcua.reform.papers.api import Paper, PaperKind, make_paper, void_paper

NOTICE = "inspection.notice"
OVERTAKEN = "Đoàn kiểm tra đã bắt đầu kiểm tra đột xuất trước khi thông báo được phát hành"
MINUTES = Path(__file__).parents[1] / "typst" / "minutes.typ"


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What was noted on one item: ``result`` of :class:`Result` or empty, and a remark."""

    result: str
    note: str


NOTHING = Noted(result="", note="")


@transaction.atomic
def draft_notice(
    *,
    inspection: Inspection,
    visit_at: datetime,
    visit_place: str,
    to_prepare: str,
    staff: StaffContext,
    now: datetime,
    reason: str = "",
) -> Paper:
    """The draft of the notice to the inspected side, which learns of the visit when it is issued.

    ``reason`` says why the visit lies outside the planned days and is kept only then. Raises ``PermissionDenied``
    and :class:`InspectionRefused` (``moved_on``, ``document_waits``, and those of :func:`require_visit_day`).
    """
    locked = lock_inspection(inspection.pk)
    policy.require(staff, "notify", locked)
    if locked.stage != Stage.DECIDED:
        raise InspectionRefused("moved_on")
    if locked.notice_paper_id is not None:
        raise InspectionRefused("document_waits")
    day = timezone.localdate(visit_at)
    require_visit_day(locked, day, reason=reason, on=today_of(now))
    locked.visit_at, locked.visit_place, locked.to_prepare = visit_at, visit_place, to_prepare
    locked.visit_reason = "" if is_planned_day(locked, day) else reason.strip()[:500]
    data = documents.visit_document(locked)
    locked.notice_paper = make_paper(
        kind=PaperKind.NOTICE,
        agency=issuer_of(locked),
        title=f"Thông báo {data['subject']}",
        template=documents.DOCUMENT,
        data=data,
        made_by=get_user(user_id=staff.user_id),
        now=now,
        subject=(NOTICE, locked.uuid),
        addressees=[locked.subject_agency],
    )
    locked.save()
    detail = {"reason": locked.visit_reason} if locked.visit_reason else {}
    note("notice_drafted", locked, actor=get_user(user_id=staff.user_id), now=now, detail=detail)
    return locked.notice_paper


def on_notice_to_be_signed(paper: Paper, now: datetime) -> None:
    """Nobody signs a notice of a visit whose day is over. Raises :class:`InspectionRefused` (``notice_late``)."""
    require_day_ahead(Inspection.objects.get(notice_paper=paper), on=today_of(now))


def on_notice_sealed(paper: Paper, now: datetime) -> None:
    """The notice is issued: from now on the inspected side knows of the inspection.

    Raises :class:`InspectionRefused` (``notice_late``) when it waited too long for its seal.
    """
    inspection = lock_with_plan(Inspection.objects.get(notice_paper=paper).pk)
    require_day_ahead(inspection, on=today_of(now))
    disclose(inspection, now=now)
    advance(inspection, "notify")
    note("notified", inspection, actor=paper.sealed_by, now=now, detail={"document": paper.symbol})
    tell(inspection, "notified", now=now)


def on_notice_cancelled(paper: Paper, now: datetime) -> None:
    """A notice dropped before it was issued can be drafted anew; who may do so is told, unless the visit fell with it.

    Raises :class:`InspectionRefused` (``announced``) for one that announced an inspection which stands.
    """
    inspection = lock_inspection(Inspection.objects.get(notice_paper=paper).pk)
    if paper.sealed_at is not None and inspection.stage != Stage.CANCELLED:
        raise InspectionRefused("announced")
    if inspection.notified_at is None:
        Inspection.objects.filter(pk=inspection.pk).update(notice_paper=None)
        if inspection.stage == Stage.DECIDED:
            tell_taken_back(inspection, paper, now=now)


@transaction.atomic
def begin_visit(*, inspection: Inspection, staff: StaffContext, now: datetime) -> Inspection:
    """The team is on site: the checklist in force today is opened. Begun before, nothing changes.

    Raises ``PermissionDenied`` and :class:`InspectionRefused` (``not_notified``, ``visit_early``, ``moved_on``).
    """
    locked = lock_with_papers(inspection.pk)
    policy.require(staff, "visit", locked)
    if locked.stage == Stage.VISITING:
        return locked
    if not may_visit(stage=Stage(locked.stage), is_surprise=locked.is_surprise):
        raise InspectionRefused("not_notified")
    require_begun(locked, on=today_of(now))
    locked.checklist = current_checklist(scope=locked.scope, on=today_of(now), now=now)
    locked.visited_at = now
    overtaken = locked.notice_paper if locked.notified_at is None else None
    disclose(locked, now=now)
    advance(locked, "visit")
    user = get_user(user_id=staff.user_id)
    note("visited", locked, actor=user, now=now, detail={"checklist": locked.checklist.number})
    if overtaken is not None:
        void_paper(paper=overtaken, reason=OVERTAKEN, by=user, now=now)
    return locked


@transaction.atomic
def save_findings(
    *,
    inspection: Inspection,
    findings: Mapping[str, Noted],
    staff: StaffContext,
    now: datetime,
    shown: Mapping[str, str] | None = None,
) -> dict[str, Noted]:
    """Keep what was noted on some items; the others stay as they are. What says the same as before is not written.

    ``shown`` has :func:`mark_of` of what the page showed, by item: an item that was not touched there is left alone,
    one that a colleague has changed to something else meanwhile is not overwritten but returned with what is on file.
    Without it everything is written. Raises ``PermissionDenied``, ``KeyError`` for an unknown item, and
    :class:`InspectionRefused` (``moved_on``).
    """
    locked = _on_site(inspection, staff)
    user = get_user(user_id=staff.user_id)
    known = {each.item: each for each in locked.findings.all()}
    if unknown := set(findings) - set(item_codes(locked)):
        raise KeyError(min(unknown))
    overtaken, written = {}, 0
    for code, noted in findings.items():
        row = known.get(code) or InspectionFinding(inspection=locked, item=code)
        kept = Noted(result=row.result, note=row.note)
        seen = mark_of(kept) if shown is None else shown.get(code, mark_of(NOTHING))
        if noted == kept or mark_of(noted) == seen:
            continue
        if mark_of(kept) != seen:
            overtaken[code] = kept
            continue
        row.result, row.note, row.updated_by, row.updated_at = noted.result, noted.note, user, now
        row.save()
        written += 1
    if written:
        note("findings_saved", locked, actor=user, now=now, detail={"count": written})
    return overtaken


def mark_of(noted: Noted) -> str:
    """What a page carries to say which finding it showed; white space at the ends and line ends do not count."""
    text = "\n".join([noted.result, *noted.note.strip().splitlines()])
    return sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def add_evidence(
    *, inspection: Inspection, item: str, file: StoredFile, staff: StaffContext, now: datetime
) -> InspectionEvidence:
    """Attach a photo or paper to an item of the checklist; the same bytes are attached once. Raises like
    :func:`save_findings`.
    """
    locked = _on_site(inspection, staff)
    if item not in item_codes(locked):
        raise KeyError(item)
    same = locked.evidence.filter(item=item, file__blob_id=file.blob_id).first()
    if same is not None:
        return same
    user = get_user(user_id=staff.user_id)
    note("evidence_added", locked, actor=user, now=now, detail={"item": item})
    return InspectionEvidence.objects.create(
        inspection=locked, item=item, file=file, added_by=user, added_at=now
    )


@transaction.atomic
def write_minutes(
    *,
    inspection: Inspection,
    present: str,
    findings: str,
    opinion: str,
    signer: User | None,
    staff: StaffContext,
    now: datetime,
) -> InspectionMinutes:
    """Write or change the minutes while the visit is under way; ``signer`` signs them for the inspected side.

    Without a signer they are kept only while nobody in office could sign. Raises like :func:`save_findings`, and
    ``not_a_signer``, ``signer_missing``.
    """
    locked = _on_site(inspection, staff)
    signers = inspected_signers(locked, on=today_of(now))
    if signer is None and signers:
        raise InspectionRefused("signer_missing")
    if signer is not None and signer not in signers:
        raise InspectionRefused("not_a_signer", name=signer.full_name)
    words = {"present": present, "findings": findings, "opinion": opinion, "signer": signer}
    minutes, _created = InspectionMinutes.objects.update_or_create(inspection=locked, defaults=words)
    note("minutes_written", locked, actor=get_user(user_id=staff.user_id), now=now)
    return minutes


def inspected_signers(inspection: Inspection, *, on: date) -> list[User]:
    """Who may sign the minutes for the inspected side that day: its head, but nobody of the team."""
    role, unit_id = Role.LEADER, None
    if inspection.scope == Scope.OWN:
        role, unit_id = Role.HEAD_OF_UNIT, inspection.subject_unit_id
    found = users_with_role(role=role, agency_id=inspection.subject_agency_id, unit_id=unit_id, on=on)
    team = inspection.team
    members = {member.user_id for member in team.members.all()} if team is not None else set()
    return [user for user in found if user.pk not in members and user.full_name.strip()]


def send_minutes(*, inspection: Inspection, staff: StaffContext, now: datetime) -> Inspection:
    """The head signs the minutes for the team and hands them to the inspected side. Every item needs a finding.

    Call it outside a transaction, since the key is on another machine. Raises ``PermissionDenied``,
    ``SigningUnavailable`` and :class:`InspectionRefused` (``minutes_missing``, ``signer_missing``, ``nobody_signs``,
    ``checklist_open``, ``minutes_changed``, ``moved_on``).
    """
    policy.require(staff, "send_minutes", inspection)
    _check_complete(inspection, now)
    seen = documents.minutes_document(inspection, head=get_user(user_id=staff.user_id), now=now)
    pdf = render_pdf(template=MINUTES, data=seen, created_at=now)
    signed = _sign(pdf, field="team", staff=staff, reason=f"{seen['post']} kiểm tra ký biên bản", now=now)
    with transaction.atomic():
        locked = lock_with_team(inspection.pk)
        # Another member may head the team by now.
        policy.require(staff, "send_minutes", locked)
        # What a colleague wrote while the key was asked is not in the signed document.
        if documents.minutes_document(locked, head=get_user(user_id=staff.user_id), now=now) != seen:
            raise InspectionRefused("minutes_changed")
        minutes = locked.minutes
        minutes.file = _keep(locked, signed, now)
        minutes.sent_at, minutes.sent_by_id = now, staff.user_id
        minutes.save()
        advance(locked, "send_minutes")
        note("minutes_sent", locked, actor=get_user(user_id=staff.user_id), now=now)
        tell(locked, "minutes", now=now)
    return locked


@transaction.atomic
def take_back_minutes(*, inspection: Inspection, staff: StaffContext, now: datetime) -> Inspection:
    """Take minutes back to correct them, before the inspected side has signed. Raises like :func:`save_findings`."""
    locked = lock_inspection(inspection.pk)
    policy.require(staff, "take_back_minutes", locked)
    minutes = locked.minutes
    minutes.file, minutes.sent_at, minutes.sent_by = None, None, None
    minutes.save()
    advance(locked, "take_back_minutes")
    note("minutes_taken_back", locked, actor=get_user(user_id=staff.user_id), now=now)
    return locked


def sign_minutes(*, inspection: Inspection, staff: StaffContext, now: datetime) -> Inspection:
    """Whom the minutes name signs them for the inspected side. Signed before, nothing changes.

    Raises like :func:`send_minutes`, and ``another_signs``.
    """
    policy.require(staff, "sign_minutes", inspection)
    minutes = inspection.minutes
    if minutes.signed_at is not None:
        return inspection
    if inspection.stage != Stage.MINUTES_SENT or minutes.file is None:
        raise InspectionRefused("moved_on")
    if minutes.signer is None:
        raise InspectionRefused("signer_missing")
    if minutes.signer_id != staff.user_id:
        raise InspectionRefused("another_signs", name=minutes.signer.full_name)
    seen = minutes.file
    signed = _sign(
        read(seen), field="inspected", staff=staff, reason="Đơn vị được kiểm tra ký biên bản", now=now
    )
    with transaction.atomic():
        locked = lock_inspection(inspection.pk)
        if locked.minutes.file_id != seen.pk:
            raise InspectionRefused("moved_on")
        minutes = locked.minutes
        minutes.file = _keep(locked, signed, now)
        minutes.signed_at, minutes.signed_by_id = now, staff.user_id
        minutes.save()
        advance(locked, "sign_minutes")
        note("minutes_signed", locked, actor=get_user(user_id=staff.user_id), now=now)
    return locked


def item_codes(inspection: Inspection) -> list[str]:
    """Codes of the items of the inspection's checklist, in order."""
    return [item["code"] for item in inspection.checklist.items] if inspection.checklist else []


def _on_site(inspection: Inspection, staff: StaffContext) -> Inspection:
    locked = lock_inspection(inspection.pk)
    policy.require(staff, "visit", locked)
    if locked.stage != Stage.VISITING:
        raise InspectionRefused("moved_on")
    return locked


def _check_complete(inspection: Inspection, now: datetime) -> None:
    if inspection.stage != Stage.VISITING:
        raise InspectionRefused("moved_on")
    if not hasattr(inspection, "minutes"):
        raise InspectionRefused("minutes_missing")
    if inspection.minutes.signer is None:
        signers = inspected_signers(inspection, on=today_of(now))
        raise InspectionRefused("signer_missing" if signers else "nobody_signs")
    found = set(inspection.findings.exclude(result="").values_list("item", flat=True))
    missing = [code for code in item_codes(inspection) if code not in found]
    if missing:
        raise InspectionRefused("checklist_open", count=len(missing))


def _sign(pdf: bytes, *, field: str, staff: StaffContext, reason: str, now: datetime) -> bytes:
    user = get_user(user_id=staff.user_id)
    return sign_pdf(
        pdf=pdf,
        key=SigningKey(name=f"user:{user.username}", kind=KeyKind.PERSON),
        reason=reason,
        at=now,
        appearance=Appearance(field=field, style=Style.PERSON, name=user.full_name),
    )


def _keep(inspection: Inspection, pdf: bytes, now: datetime) -> StoredFile:
    name = f"bien-ban-kiem-tra-{inspection.plan.year}-{inspection.ordinal}.pdf"
    return store_own(content=pdf, name=name, media_type=PDF, now=now)
