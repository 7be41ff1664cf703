"""A round from plan to publication."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from motcua.identity.api import StaffContext, get_user
from motcua.notifications.api import forget_addresses
from motcua.platform.audit.api import record
from motcua.reform.surveys import policies
from motcua.reform.surveys.models import FrameRow, RoundState, SurveyRound
from motcua.reform.surveys.services.counting import count_round
from motcua.reform.surveys.services.errors import RoundRefused


def open_round(*, round_id: int, staff: StaffContext | None, now: datetime) -> SurveyRound:
    """From now on answers are taken, inside the window of days. Raises :class:`RoundRefused`."""
    with transaction.atomic():
        current = lock_round(round_id)
        if current.state == RoundState.OPEN:
            return current
        _require(current, RoundState.PLANNED)
        if not any(target.invitations.exists() for target in current.targets.all()):
            raise RoundRefused("no_invitations")
        return _move(current, RoundState.OPEN, "opened", staff, now)


def close_round(
    *,
    round_id: int,
    staff: StaffContext | None,
    now: datetime,
    decision: str = "",
    reason: str = "",
) -> SurveyRound:
    """No more answers; they are counted. Repeating it changes nothing.

    Before the last day has ended it needs the document that decided so and a reason, which stay with the results:
    whoever is invited was promised that day. Raises :class:`RoundRefused` (``state``, ``too_early``).
    """
    with transaction.atomic():
        current = lock_round(round_id)
        if current.state == RoundState.CLOSED:
            return current
        _require(current, RoundState.OPEN)
        detail: dict[str, object] = {}
        if timezone.localdate(now) <= current.closes_on:
            if not (decision.strip() and reason.strip()):
                raise RoundRefused("too_early")
            current.early_decision, current.early_reason = decision.strip(), reason.strip()
            detail = {"decision": current.early_decision, "reason": current.early_reason}
        return end_answering(current=current, staff=staff, now=now, **detail)


def end_answering(
    *, current: SurveyRound, staff: StaffContext | None, now: datetime, **detail: object
) -> SurveyRound:
    """Close and count; the caller holds the round and has judged that this is the day."""
    current.closed_at = now
    moved = _move(current, RoundState.CLOSED, "closed", staff, now, **detail)
    count_round(round_id=moved.pk, now=now)
    return moved


def reopen_round(
    *, round_id: int, closes_on: date, reason: str, staff: StaffContext | None, now: datetime
) -> SurveyRound:
    """Answers are taken again until ``closes_on``; possible until the results are published.

    Repeating it changes nothing. Raises ``PermissionDenied`` and :class:`RoundRefused` (``state``, ``reason``,
    ``past``; ``own_house`` with ``agencies``: nobody has their own agency asked once more).
    """
    if not reason.strip():
        raise RoundRefused("reason")
    with transaction.atomic():
        current = lock_round(round_id)
        _require_no_house(current, staff)
        if current.state == RoundState.OPEN and current.closes_on == closes_on:
            return current
        _require(current, RoundState.CLOSED)
        if closes_on < max(timezone.localdate(now), current.opens_on):
            raise RoundRefused("past")
        current.closes_on, current.closed_at = closes_on, None
        current.early_decision = current.early_reason = ""
        detail = {"closes_on": closes_on.isoformat(), "reason": reason.strip()}
        return _move(current, RoundState.OPEN, "reopened", staff, now, **detail)


def publish_round(*, round_id: int, staff: StaffContext | None, now: datetime) -> SurveyRound:
    """Results are out and stay as they are; contacts have served and are wiped. Raises :class:`RoundRefused`."""
    with transaction.atomic():
        current = lock_round(round_id)
        if current.state == RoundState.PUBLISHED:
            return current
        _require(current, RoundState.CLOSED)
        current.published_at = now
        # Once more: an answer may have been on its way while the round was closed.
        count_round(round_id=current.pk, now=now)
        forget_addresses(subject_type="survey_round", subject_id=current.uuid)
        FrameRow.objects.filter(target__round=current).update(contact="")
        return _move(current, RoundState.PUBLISHED, "published", staff, now)


def lock_round(round_id: int) -> SurveyRound:
    """The row, locked until the transaction ends."""
    return SurveyRound.objects.select_for_update().get(pk=round_id)


def note(
    current: SurveyRound,
    what: str,
    staff: StaffContext | None,
    now: datetime,
    agency: str = "",
    **detail: object,
) -> None:
    """One event of a round in the event log."""
    record(
        action=f"survey.{what}",
        now=now,
        actor=get_user(user_id=staff.user_id) if staff else None,
        agency_code=agency,
        object_type="survey_round",
        object_id=current.uuid,
        detail=dict(detail),
    )


def _require_no_house(current: SurveyRound, staff: StaffContext | None) -> None:
    if staff is None:
        return
    if not policies.may_reopen(staff):
        raise PermissionDenied
    own = policies.own_targets(staff, round_id=current.pk).select_related("agency")
    in_english = get_language() == "en"
    names = [
        row.agency.name_en if in_english else row.agency.name_vi for row in own.order_by("agency__name_vi")
    ]
    if names:
        raise RoundRefused("own_house", agencies=", ".join(names))


def _require(current: SurveyRound, state: RoundState) -> None:
    if current.state != state:
        raise RoundRefused("state")


_MOVED = ("state", "closes_on", "closed_at", "early_decision", "early_reason", "published_at")


def _move(
    current: SurveyRound,
    state: RoundState,
    what: str,
    staff: StaffContext | None,
    now: datetime,
    **detail: object,
) -> SurveyRound:
    current.state = state
    current.save(update_fields=_MOVED)
    note(current, what, staff, now, "", **detail)
    return current
