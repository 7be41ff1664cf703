"""The draft conclusion with its numbered shortcomings, the answer to it, and the conclusion."""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from motcua.identity.api import Agency, StaffContext, Unit, get_user
from motcua.platform.calendar.api import calendar_for
from motcua.reform.inspections import documents, parameters
from motcua.reform.inspections.choices import EffectKind, Remedying, Stage
from motcua.reform.inspections.criteria import check_criterion, is_harsher
from motcua.reform.inspections.houses import issuer_of
from motcua.reform.inspections.models import Inspection, InspectionConclusion, Shortcoming
from motcua.reform.inspections.notices import tell, tell_taken_back
from motcua.reform.inspections.numbers import as_decimal
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.rules import states
from motcua.reform.inspections.services._base import (
    advance,
    lock_inspection,
    lock_shortcoming,
    move_shortcoming,
    note,
    today_of,
)
from motcua.reform.inspections.services.terms import require_terms
from motcua.reform.inspections.services.written_notices import draft_notices
from motcua.reform.papers.api import Paper, PaperKind, make_paper

CONCLUSION = "inspection.conclusion"
_PARTICULARS = (
    "area",
    "criterion",
    "severity",
    "legal_basis",
    "deadline",
    "effect",
    "effect_points",
    "effect_until_closed",
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A shortcoming as it is written down. ``points`` only with the effect that reduces."""

    area: str
    criterion: str
    severity: str
    description: str
    legal_basis: str
    owner_agency: Agency
    owner_unit: Unit | None
    deadline: date
    effect: str = EffectKind.NONE
    points: Fraction | None = None
    effect_until_closed: bool = False


@transaction.atomic
def write_conclusion(
    *,
    inspection: Inspection,
    strengths: str,
    assessment: str,
    staff: StaffContext,
    now: datetime,
) -> InspectionConclusion:
    """Write or change the draft, from the visit until it was sent. Raises ``PermissionDenied`` and
    :class:`InspectionRefused` (``moved_on``).
    """
    locked = _drafting(inspection, staff)
    conclusion, _created = InspectionConclusion.objects.update_or_create(
        inspection=locked, defaults={"strengths": strengths, "assessment": assessment}
    )
    note("conclusion_written", locked, actor=get_user(user_id=staff.user_id), now=now)
    return conclusion


@transaction.atomic
def add_shortcoming(
    *, inspection: Inspection, found: Found, staff: StaffContext, now: datetime
) -> Shortcoming:
    """Put a shortcoming into the draft before it is sent; the same again answers the one that is there.

    Raises like :func:`write_conclusion`, and ``draft_sent``, ``criterion_unknown``, ``effect_elsewhere``,
    ``points_exceed``, ``shortcoming_known`` where the same words stand there with other particulars.
    """
    locked = _drafting(inspection, staff)
    user = get_user(user_id=staff.user_id)
    same = locked.shortcomings.filter(
        description=found.description,
        owner_agency=found.owner_agency,
        owner_unit=found.owner_unit,
        state=Remedying.DRAFT,
    ).first()
    if same is not None:
        _require_same(same, found)
        return same
    if locked.stage not in _BEFORE_SENDING:
        raise InspectionRefused("draft_sent")
    numbers = locked.shortcomings.values_list("ordinal", flat=True)
    shortcoming = Shortcoming(
        agency=locked.agency,
        scope=locked.scope,
        inspection=locked,
        ordinal=max(numbers, default=0) + 1,
        effect_year=locked.plan.year,
        found_on=today_of(now),
        created_at=now,
        created_by=user,
    )
    fill(shortcoming, found)
    check_criterion(shortcoming, locked)
    shortcoming.save()
    note(
        "shortcoming_added",
        shortcoming,
        actor=user,
        now=now,
        kind="shortcoming",
        detail={"ordinal": shortcoming.ordinal},
    )
    return shortcoming


@transaction.atomic
def change_shortcoming(
    *, shortcoming: Shortcoming, found: Found, staff: StaffContext, now: datetime
) -> Shortcoming:
    """Change a shortcoming of a draft; after the draft was sent only to what burdens nobody more.

    Raises like :func:`add_shortcoming`.
    """
    locked = _of_draft(shortcoming, staff)
    before = copy(locked)
    fill(locked, found)
    if locked.inspection is not None:
        check_criterion(locked, locked.inspection)
        if locked.inspection.stage not in _BEFORE_SENDING and is_harsher(locked, before):
            raise InspectionRefused("draft_sent")
    locked.save()
    note("shortcoming_changed", locked, actor=get_user(user_id=staff.user_id), now=now, kind="shortcoming")
    return locked


@transaction.atomic
def withdraw_shortcoming(*, shortcoming: Shortcoming, staff: StaffContext, now: datetime) -> Shortcoming:
    """Take a shortcoming back from the draft; its number is not given again. Taken back before, nothing changes.

    Raises like :func:`write_conclusion`: what stands in the document of a conclusion or notice stays, and so does
    for the people of its owner what stood in a draft that was sent.
    """
    locked = lock_shortcoming(shortcoming.pk)
    policy.require_move(staff, "withdraw", locked)
    if locked.state == Remedying.WITHDRAWN:
        return locked
    _check_draft(locked)
    move_shortcoming(locked, "withdraw")
    note("shortcoming_withdrawn", locked, actor=get_user(user_id=staff.user_id), now=now, kind="shortcoming")
    return locked


@transaction.atomic
def send_draft(*, inspection: Inspection, staff: StaffContext, now: datetime) -> Inspection:
    """Send the draft to the inspected side, which may answer within the days in force. Raises like
    :func:`write_conclusion`, and ``conclusion_missing``, ``deadline_short``.
    """
    locked = lock_inspection(inspection.pk)
    policy.require(staff, "send_draft", locked)
    if not hasattr(locked, "conclusion"):
        raise InspectionRefused("conclusion_missing")
    conclusion, on = locked.conclusion, today_of(now)
    require_terms(locked.shortcomings.filter(state=Remedying.DRAFT), on=on)
    term = parameters.whole(name="answer_working_days", on=on)
    conclusion.sent_at = now
    conclusion.answer_by = calendar_for(locked.subject_agency.calendar).add_working_days(on, term)
    conclusion.save()
    advance(locked, "send_draft")
    note("draft_sent", locked, actor=get_user(user_id=staff.user_id), now=now)
    tell(locked, "draft", due=conclusion.answer_by, now=now)
    return locked


@transaction.atomic
def take_back_draft(*, inspection: Inspection, staff: StaffContext, now: datetime) -> Inspection:
    """Take the draft back to add to it; sent again, its term begins anew. An answer given stays until the next one.

    Raises ``PermissionDenied`` and :class:`InspectionRefused` (``moved_on``).
    """
    locked = lock_inspection(inspection.pk)
    policy.require(staff, "take_back_draft", locked)
    _check_open(locked)
    advance(locked, "take_back_draft")
    conclusion = locked.conclusion
    conclusion.answer_by = None
    conclusion.save()
    note("draft_taken_back", locked, actor=get_user(user_id=staff.user_id), now=now)
    return locked


@transaction.atomic
def answer_draft(*, inspection: Inspection, answer: str, staff: StaffContext, now: datetime) -> Inspection:
    """What the inspected side says of the draft; answered once. Raises ``PermissionDenied`` and
    :class:`InspectionRefused` (``moved_on``).
    """
    locked = lock_inspection(inspection.pk)
    policy.require(staff, "answer", locked)
    conclusion = locked.conclusion
    if locked.stage == Stage.ANSWERED and conclusion.answer == answer:
        return locked
    advance(locked, "answer")
    conclusion.answer, conclusion.answered_at, conclusion.answered_by_id = answer, now, staff.user_id
    conclusion.save()
    note("draft_answered", locked, actor=get_user(user_id=staff.user_id), now=now)
    tell(locked, "answered", now=now)
    return locked


@transaction.atomic
def submit_conclusion(*, inspection: Inspection, response: str, staff: StaffContext, now: datetime) -> Paper:
    """The draft of the document of the conclusion, after the answer or the end of the term for it.

    Submitted before, it answers the same document. Raises ``PermissionDenied`` and :class:`InspectionRefused`
    (``answer_waits``, ``deadline_short``, ``moved_on``).
    """
    locked = lock_inspection(inspection.pk)
    policy.require(staff, "conclude", locked)
    if locked.stage not in (Stage.DRAFT_SENT, Stage.ANSWERED):
        raise InspectionRefused("moved_on")
    conclusion, today = locked.conclusion, today_of(now)
    if conclusion.paper is not None:
        return conclusion.paper
    assert conclusion.answer_by is not None
    if not states.may_conclude(stage=states.Stage(locked.stage), answer_due=today > conclusion.answer_by):
        raise InspectionRefused("answer_waits", day=f"{conclusion.answer_by:%d/%m/%Y}")
    shortcomings = list_drafts(locked)
    require_terms(shortcomings, on=today)
    conclusion.response = response
    locked.conclusion = conclusion
    data = documents.conclusion_document(locked, shortcomings)
    conclusion.paper = make_paper(
        kind=PaperKind.CONCLUSION,
        agency=issuer_of(locked),
        title=f"Kết luận {data['subject']}",
        template=documents.DOCUMENT,
        data=data,
        made_by=get_user(user_id=staff.user_id),
        now=now,
        subject=(CONCLUSION, locked.uuid),
        addressees=[locked.subject_agency],
    )
    conclusion.save()
    note("conclusion_submitted", locked, actor=get_user(user_id=staff.user_id), now=now)
    return conclusion.paper


def on_conclusion_to_be_signed(paper: Paper, now: datetime) -> None:
    """Nobody signs and numbers what the seal would refuse. Raises like :func:`on_conclusion_sealed`."""
    _require_time_left(Inspection.objects.get(conclusion__paper=paper), now)


def on_conclusion_sealed(paper: Paper, now: datetime) -> None:
    """The conclusion is issued; for each agency or unit with shortcomings the written notice is drafted.

    Raises :class:`InspectionRefused` (``deadline_short_conclusion``) when it waited too long.
    """
    inspection = lock_inspection(InspectionConclusion.objects.get(paper=paper).inspection_id)
    _require_time_left(inspection, now)
    inspection.concluded_at = now
    advance(inspection, "conclude")
    note("concluded", inspection, actor=paper.sealed_by, now=now, detail={"document": paper.symbol})
    draft_notices(inspection=inspection, shortcomings=list_drafts(inspection), made_by=paper.made_by, now=now)
    tell(inspection, "concluded", now=now)


def _require_time_left(inspection: Inspection, now: datetime) -> None:
    require_terms(list_drafts(inspection), on=today_of(now), refusal="deadline_short_conclusion")


def on_conclusion_cancelled(paper: Paper, now: datetime) -> None:
    """A conclusion dropped before it was issued can be changed and submitted anew; those who do so are told.

    Raises :class:`InspectionRefused` (``conclusion_stands``) for an issued one.
    """
    if paper.sealed_at is not None:
        raise InspectionRefused("conclusion_stands")
    inspection = lock_inspection(InspectionConclusion.objects.get(paper=paper).inspection_id)
    InspectionConclusion.objects.filter(paper=paper).update(paper=None)
    tell_taken_back(inspection, paper, now=now)


def list_drafts(inspection: Inspection) -> list[Shortcoming]:
    """Shortcomings of the draft in their order."""
    return list(
        inspection.shortcomings.filter(state=Remedying.DRAFT)
        .select_related("owner_agency", "owner_unit", "agency")
        .order_by("ordinal")
    )


def fill(shortcoming: Shortcoming, found: Found) -> None:
    """Write what was found into the row."""
    for name in ("area", "criterion", "severity", "description", "legal_basis", "owner_agency", "owner_unit"):
        setattr(shortcoming, name, getattr(found, name))
    shortcoming.deadline = shortcoming.due_on = found.deadline
    shortcoming.effect, shortcoming.effect_until_closed = found.effect, found.effect_until_closed
    reduces = found.effect == EffectKind.REDUCE and found.points is not None
    shortcoming.effect_points = as_decimal(found.points) if reduces and found.points is not None else None


def _require_same(known: Shortcoming, found: Found) -> None:
    """What somebody meant to say anew must not be lost in silence."""
    asked = copy(known)
    fill(asked, found)
    if any(getattr(asked, name) != getattr(known, name) for name in _PARTICULARS):
        raise InspectionRefused("shortcoming_known", number=known.ordinal)


def _drafting(inspection: Inspection, staff: StaffContext) -> Inspection:
    locked = lock_inspection(inspection.pk)
    policy.require(staff, "send_draft", locked)
    _check_open(locked)
    return locked


def _of_draft(shortcoming: Shortcoming, staff: StaffContext) -> Shortcoming:
    locked = lock_shortcoming(shortcoming.pk)
    policy.require_move(staff, "withdraw", locked)
    _check_draft(locked)
    return locked


def _check_draft(shortcoming: Shortcoming) -> None:
    if shortcoming.state != Remedying.DRAFT or shortcoming.notice_id is not None:
        raise InspectionRefused("moved_on")
    if shortcoming.inspection is not None:
        _check_open(shortcoming.inspection)


def _check_open(inspection: Inspection) -> None:
    """From the visit on until the document of the conclusion is made."""
    conclusion = getattr(inspection, "conclusion", None)
    open_in = {*_BEFORE_SENDING, Stage.DRAFT_SENT, Stage.ANSWERED}
    if inspection.stage not in open_in or (conclusion is not None and conclusion.paper_id is not None):
        raise InspectionRefused("moved_on")


_BEFORE_SENDING = (Stage.VISITING, Stage.MINUTES_SENT, Stage.MINUTES_SIGNED)
