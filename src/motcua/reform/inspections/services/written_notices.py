"""The written notice (văn bản yêu cầu khắc phục): for each agency or unit one document, numbered and signed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from motcua.identity.api import StaffContext, User, get_user
from motcua.reform.inspections import documents
from motcua.reform.inspections.choices import Remedying, Scope
from motcua.reform.inspections.houses import issuer_of
from motcua.reform.inspections.models import Inspection, RemedyNotice, Shortcoming
from motcua.reform.inspections.notices import organiser_people, tell_notice, tell_taken_back
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services._base import lock_shortcoming, move_shortcoming, note, today_of
from motcua.reform.inspections.services.terms import lengthen_terms, require_terms
from motcua.reform.papers.api import Paper, PaperKind, PaperState, make_paper, revise_paper

WRITTEN_NOTICE = "inspection.remedy_notice"


def draft_notices(
    *, inspection: Inspection | None, shortcomings: Sequence[Shortcoming], made_by: User, now: datetime
) -> list[RemedyNotice]:
    """One notice and its draft document for each recipient; call it inside the transaction of the conclusion."""
    groups: dict[tuple[int, int | None], list[Shortcoming]] = {}
    for shortcoming in shortcomings:
        unit_id = shortcoming.owner_unit_id if shortcoming.scope == Scope.OWN else None
        groups.setdefault((shortcoming.owner_agency_id, unit_id), []).append(shortcoming)
    return [_draft(inspection, group, made_by, now) for group in groups.values()]


@transaction.atomic
def notify_corrections(
    *, staff: StaffContext, shortcomings: Sequence[Shortcoming], now: datetime
) -> list[RemedyNotice]:
    """Draft the notices of shortcomings made of appraisal corrections, one for each agency.

    Raises ``PermissionDenied`` and :class:`InspectionRefused` (``nothing_to_notify``).
    """
    locked = [lock_shortcoming(each.pk) for each in sorted(shortcomings, key=lambda each: each.pk)]
    for each in locked:
        policy.require_move(staff, "open", each)
    waiting = [
        each for each in locked if each.state == Remedying.DRAFT and each.notice_id is None and each.origin
    ]
    if not waiting:
        raise InspectionRefused("nothing_to_notify")
    lengthen_terms(waiting, on=today_of(now))
    return draft_notices(
        inspection=None, shortcomings=waiting, made_by=get_user(user_id=staff.user_id), now=now
    )


@transaction.atomic
def redraft_notice(*, notice: RemedyNotice, staff: StaffContext, now: datetime) -> Paper:
    """A new draft after the former was cancelled; while one waits, it answers that one.

    Deadlines that came too near meanwhile move to the first day allowed. Raises ``PermissionDenied`` and
    :class:`InspectionRefused` (``nothing_to_notify``).
    """
    locked = RemedyNotice.objects.select_for_update(of=("self",)).select_related("agency").get(pk=notice.pk)
    policy.require_organiser(staff, locked)
    if locked.paper is None:
        waiting = list(locked.shortcomings.filter(state=Remedying.DRAFT).order_by("ordinal"))
        if not waiting:
            raise InspectionRefused("nothing_to_notify")
        lengthen_terms(waiting, on=today_of(now))
        _make_paper(locked, waiting, get_user(user_id=staff.user_id), now)
    assert locked.paper is not None
    return locked.paper


def on_written_notice_to_be_signed(paper: Paper, now: datetime) -> None:
    """Deadlines that came too near while the draft waited move to the first day allowed, before it is numbered."""
    papers = Paper.objects.select_for_update(of=("self",)).select_related("made_by")
    draft = papers.get(pk=paper.pk)
    notice = RemedyNotice.objects.select_for_update(of=("self",)).select_related("agency").get(paper=draft)
    waiting = [lock_shortcoming(pk) for pk in _waiting(notice)]
    moved = lengthen_terms(waiting, on=today_of(now)) if draft.state == PaperState.DRAFT else 0
    if moved:
        data = documents.remedy_document(notice, sorted(waiting, key=lambda each: each.ordinal))
        revise_paper(paper=draft, title=draft.title, data=data, by=draft.made_by, now=now)
        detail = {"count": moved}
        note("terms_lengthened", notice, actor=None, now=now, kind="remedy_notice", detail=detail)


def _waiting(notice: RemedyNotice) -> list[int]:
    """Ids of its shortcomings that are not notified yet, in the order in which they are locked."""
    rows = notice.shortcomings.filter(state=Remedying.DRAFT).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def on_written_notice_sealed(paper: Paper, now: datetime) -> None:
    """The document is issued: its shortcomings are notified, and the recipient is told.

    Raises :class:`InspectionRefused` (``deadline_short_notice``) when it waited too long for its seal.
    """
    notice = (
        RemedyNotice.objects.select_for_update(of=("self",))
        .select_related("agency", "recipient_agency", "recipient_unit", "paper")
        .get(paper=paper)
    )
    notice.issued_at = now
    notice.save(update_fields=["issued_at"])
    locked = [lock_shortcoming(pk) for pk in _waiting(notice)]
    require_terms(locked, on=today_of(now), refusal="deadline_short_notice")
    for each in locked:
        move_shortcoming(each, "open")
    note(
        "notice_issued",
        notice,
        actor=paper.sealed_by,
        now=now,
        kind="remedy_notice",
        detail={"document": paper.symbol, "recipient": notice.recipient_agency.code},
    )
    tell_notice(notice, now=now)


def on_written_notice_cancelled(paper: Paper, now: datetime) -> None:
    """A document dropped before it was issued can be drafted anew; those who do so are told.

    Raises :class:`InspectionRefused` (``notice_stands``) for an issued one.
    """
    if paper.sealed_at is not None:
        raise InspectionRefused("notice_stands")
    rows = RemedyNotice.objects.select_for_update(of=("self",))
    notice = rows.select_related("agency", "recipient_agency", "recipient_unit").get(paper=paper)
    notice.paper = None
    notice.save(update_fields=["paper"])
    tell_taken_back(notice, paper, now=now)


@transaction.atomic
def acknowledge(*, notice: RemedyNotice, staff: StaffContext, now: datetime) -> RemedyNotice:
    """The recipient has the document. Acknowledged before, the first time counts. Raises ``PermissionDenied``."""
    locked = RemedyNotice.objects.select_for_update(of=("self",)).select_related("agency").get(pk=notice.pk)
    if not policy.may_acknowledge(staff, locked):
        raise PermissionDenied("acknowledge")
    if locked.acknowledged_at is None:
        locked.acknowledged_at, locked.acknowledged_by_id = now, staff.user_id
        locked.save(update_fields=["acknowledged_at", "acknowledged_by"])
        note(
            "notice_acknowledged",
            locked,
            actor=get_user(user_id=staff.user_id),
            now=now,
            kind="remedy_notice",
        )
    return locked


def _draft(
    inspection: Inspection | None, shortcomings: Sequence[Shortcoming], made_by: User, now: datetime
) -> RemedyNotice:
    first = shortcomings[0]
    notice = RemedyNotice(
        agency=first.agency,
        scope=first.scope,
        inspection=inspection,
        recipient_agency=first.owner_agency,
        recipient_unit=first.owner_unit if first.scope == Scope.OWN else None,
        made_by=made_by,
        made_at=now,
    )
    notice.made_by = drafter_of(notice, now=now)
    notice.save()
    _make_paper(notice, shortcomings, notice.made_by, now)
    Shortcoming.objects.filter(pk__in=[each.pk for each in shortcomings]).update(notice=notice)
    note(
        "notice_made",
        notice,
        actor=notice.made_by,
        now=now,
        kind="remedy_notice",
        detail={"count": len(shortcomings)},
    )
    return notice


def _make_paper(
    notice: RemedyNotice, shortcomings: Iterable[Shortcoming], made_by: User, now: datetime
) -> None:
    data = documents.remedy_document(notice, list(shortcomings))
    notice.paper = make_paper(
        kind=PaperKind.LETTER,
        agency=issuer_of(notice),
        title=f"Công văn V/v {data['subject']} – {data['addressee']}",
        template=documents.DOCUMENT,
        data=data,
        made_by=made_by,
        now=now,
        subject=(WRITTEN_NOTICE, notice.uuid),
        addressees=[notice.recipient_agency],
    )
    notice.save(update_fields=["paper"])


def drafter_of(notice: RemedyNotice, *, now: datetime) -> User:
    """In whose name a document stands: who made the notice while they decide on it, else who does now."""
    deciding = organiser_people(notice, on=today_of(now))
    return notice.made_by if notice.made_by in deciding or not deciding else deciding[0]
