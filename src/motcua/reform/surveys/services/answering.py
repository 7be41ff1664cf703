"""Taking an answer: once for each invitation, and without a trace from the answer to the invitation.

No event of the log speaks of an answer: its moment, beside the access log, would tell who gave it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext
from motcua.platform.attempts.api import count_attempt
from motcua.platform.privacy.fields import lookup_hash
from motcua.reform.rules.survey_forms import Form, read_form
from motcua.reform.rules.survey_quality import (
    BURST,
    SAME_DEVICE,
    STRAIGHT_LINE,
    TOO_FAST,
    is_straight_line,
    is_too_fast,
)
from motcua.reform.surveys import policies
from motcua.reform.surveys.models import (
    Ballot,
    InterviewReceipt,
    InvitationState,
    Mode,
    RoundState,
    SurveyInvitation,
    SurveyRound,
    SurveyTarget,
)
from motcua.reform.surveys.parameters import parameter
from motcua.reform.surveys.services.errors import AnswerRefused
from motcua.reform.surveys.tokens import hash_of

ACCEPTED = "accepted"


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What came in: item → value, how long it took (None: not measured), from which device (a text, not kept)."""

    answers: Mapping[str, str]
    seconds: float | None = None
    device: str = ""
    mode: Mode = Mode.ONLINE


@dataclass(frozen=True, kw_only=True)
class Interview:
    """One interview of a tablet; ``key`` is made there and the same when it is sent again.

    ``on`` is the day on which it was begun, by the tablet; None when it comes straight from the form.
    """

    key: UUID
    code: str
    on: date | None = None
    submission: Submission = field(repr=False)


def find_invitation(*, code: str, now: datetime) -> SurveyInvitation:
    """The invitation that a code opens, if it can be answered today.

    Raises :class:`AnswerRefused`: ``unknown``, ``used``, ``early``, ``late``.
    """
    invitation = SurveyInvitation.objects.select_related("target__round__form", "target__agency").filter(
        token_hash=hash_of(code)
    )
    found = invitation.first()
    if found is None:
        raise AnswerRefused("unknown")
    _require_open(found, timezone.localdate(now))
    return found


def submit(*, code: str, submission: Submission, now: datetime) -> None:
    """Take an answer. Raises :class:`AnswerRefused` (also ``empty`` and ``invalid``); nothing is kept then."""
    with transaction.atomic():
        _take(code, submission, now)


def submit_interview(*, target_id: int, interview: Interview, staff: StaffContext, now: datetime) -> str:
    """Take what a tablet sends: ``accepted``, or why not. The same key gets the same outcome, whenever it comes.

    What was asked by the last day may come some days later, as long as the round is not closed. A refusal keeps
    nothing here; the tablet keeps the answers until the interviewer decides. Raises ``PermissionDenied`` for whoever
    may not ask about this agency.
    """
    target = SurveyTarget.objects.get(pk=target_id)
    if not policies.may_interview(staff, target):
        raise PermissionDenied
    key = lookup_hash(f"{target.uuid} {interview.key}")
    try:
        with transaction.atomic():
            locked = _lock(interview.code)
            known = InterviewReceipt.objects.filter(key_hash=key).first()
            if known is not None:
                return known.outcome
            if locked.target_id != target_id:
                raise AnswerRefused("unknown")
            _take(interview.code, interview.submission, now, asked_on=interview.on)
            InterviewReceipt.objects.create(
                key_hash=key, target=target, outcome=ACCEPTED, day=timezone.localdate(now)
            )
    except AnswerRefused as refusal:
        return refusal.reason
    return ACCEPTED


def clean_answers(*, form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    """Answers to questions of this form, in its order; empty ones are left out.

    Raises :class:`AnswerRefused`: ``invalid`` for another question or value, ``empty`` when nothing is answered.
    """
    values = {answer.value for answer in form.answers}
    given = {item: value for item, value in answers.items() if value}
    if given.keys() - {item.key for item in form.items} or set(given.values()) - values:
        raise AnswerRefused("invalid")
    if not given:
        raise AnswerRefused("empty")
    return {item.key: given[item.key] for item in form.items if item.key in given}


def last_day_of_tablets(current: SurveyRound) -> date:
    """Until when a tablet may send what was asked by the last day of answering."""
    days = int(parameter(name="interview_sending_days", on=current.closes_on))
    return current.closes_on + timedelta(days=days)


def _day_of(current: SurveyRound, asked_on: date | None, now: datetime) -> date:
    """The day that counts: the tablet's, when it lies in the window and what it sends is not too old; else today."""
    today = timezone.localdate(now)
    if asked_on is None or today > last_day_of_tablets(current):
        return today
    return asked_on if current.opens_on <= asked_on <= min(current.closes_on, today) else today


def _take(code: str, submission: Submission, now: datetime, asked_on: date | None = None) -> None:
    invitation = _lock(code)
    current = invitation.target.round
    day = _day_of(current, asked_on, now)
    _require_open(invitation, day)
    answers = clean_answers(form=read_form(current.form.definition), answers=submission.answers)
    flags = _flags(invitation.target, answers, submission, now)
    Ballot.objects.create(
        id=uuid4(),
        target_id=invitation.target_id,
        stratum_id=invitation.stratum_id,
        day=day,
        mode=submission.mode,
        answers=answers,
        flags=flags,
    )
    invitation.state = InvitationState.ANSWERED
    invitation.save(update_fields=["state"])


def _lock(code: str) -> SurveyInvitation:
    rows = SurveyInvitation.objects.select_for_update(of=("self",)).select_related("target__round__form")
    found = rows.filter(token_hash=hash_of(code)).first()
    if found is None:
        raise AnswerRefused("unknown")
    return found


def _require_open(invitation: SurveyInvitation, day: date) -> None:
    current: SurveyRound = invitation.target.round
    if invitation.state == InvitationState.ANSWERED:
        raise AnswerRefused("used")
    if current.state == RoundState.PLANNED or day < current.opens_on:
        raise AnswerRefused("early")
    if current.state != RoundState.OPEN or day > current.closes_on:
        raise AnswerRefused("late")


def _flags(target: SurveyTarget, answers: dict[str, str], submission: Submission, now: datetime) -> list[str]:
    """Doubts are judged now, so that neither time nor device has to be kept."""
    day = timezone.localdate(now)
    alone = submission.mode == Mode.ONLINE
    pace = "seconds_per_item" if alone else "interview_seconds_per_item"
    found = []
    if is_straight_line(answers=answers, at_least=parameter(name="straight_line_items", on=day)):
        found.append(STRAIGHT_LINE)
    if is_too_fast(seconds=submission.seconds, answered=len(answers), per_item=parameter(name=pace, on=day)):
        found.append(TOO_FAST)
    return found + (_crowd_flags(target, submission.device, now) if alone else [])


def _crowd_flags(target: SurveyTarget, device: str, now: datetime) -> list[str]:
    day = timezone.localdate(now)
    current = target.round
    end = datetime.combine(current.closes_on + timedelta(days=1), time(), timezone.get_current_timezone())
    found = []
    if device:
        rest = max(1, int((end - now).total_seconds()))
        answers = count_attempt(what=f"survey_device:{target.pk}", whom=device, seconds=rest, now=now)
        if answers > parameter(name="device_answers", on=day):
            found.append(SAME_DEVICE)
    window = int(parameter(name="burst_seconds", on=day))
    burst = count_attempt(what="survey_burst", whom=str(target.uuid), seconds=window, now=now)
    if burst > parameter(name="burst_answers", on=day):
        found.append(BURST)
    return found
