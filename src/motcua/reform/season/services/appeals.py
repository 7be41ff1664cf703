"""Explanation and appeal: the agency asks within the window, the standing body must answer."""

from datetime import datetime
from fractions import Fraction

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, User
from motcua.reform.season import policies
from motcua.reform.season.appraisal_models import Appeal
from motcua.reform.season.choices import Answer, Column, MotionKind, Reason, State
from motcua.reform.season.models import Scorecard
from motcua.reform.season.notices import tell, tell_agency
from motcua.reform.season.people import deciders
from motcua.reform.season.queries import due_day, newest_entries
from motcua.reform.season.services.assessment import Claim, criterion_of, note_card, points_of
from motcua.reform.season.services.entries import SeasonRefused, add_entry, lock_card, require_state
from motcua.reform.season.services.motions import (
    Option,
    find_open,
    find_recognised,
    is_for_council,
    open_motion,
    option,
)


@transaction.atomic
def file_appeal(
    *,
    scorecard: Scorecard,
    code: str,
    text: str,
    asked_points: Fraction | None,
    staff: StaffContext,
    by: User,
    now: datetime,
) -> Appeal:
    """Explain or appeal one criterion; the same again answers the one that is there. A second one needs points that
    were recognised after the first was answered. Evidence is linked beforehand.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``wrong_state``, ``window_closed``, ``text_missing``,
    ``points_outside``, ``appealed``, ``nothing_recognised``).
    """
    card = lock_card(scorecard)
    if not policies.may_coordinate(staff, card):
        raise PermissionDenied("appeal")
    require_state(card.season, State.APPEAL)
    last = card.season.dates.filter(step="appeal").values_list("due_on", flat=True).first()
    if last is not None and timezone.localdate(now) > last:
        raise SeasonRefused("window_closed", due_on=last)
    criterion = criterion_of(card, code)
    if not text.strip():
        raise SeasonRefused("text_missing")
    if asked_points is not None and not 0 <= asked_points <= criterion.points:
        raise SeasonRefused("points_outside", most=criterion.points)
    if not is_for_council(card, code) and find_recognised(card, code) is None:
        raise SeasonRefused("nothing_recognised")
    known = newest_appeal(card, code)
    if known is not None and not is_outdated(known, card):
        if (known.text, known.asked_points) == (text.strip(), asked_points):
            return known
        raise SeasonRefused("appealed")
    appeal = Appeal.objects.create(
        scorecard=card, code=code, text=text.strip(), asked_points=asked_points, filed_by=by, filed_at=now
    )
    note_card(card, "appeal.filed", by, now, code=code)
    tell(
        people=deciders(card.season, card.agency_id, on=timezone.localdate(now)),
        season=card.season,
        news=lambda: _("appeal filed: %(what)s") % {"what": f"{card.agency.code} {code}"},
        url=reverse("season:appeals", args=[card.season.year]),
        now=now,
        card=card,
        due_on=due_day(card.season, "answer"),
    )
    return appeal


def newest_appeal(card: Scorecard, code: str) -> Appeal | None:
    """The last appeal of a criterion, answered or not."""
    return card.appeals.filter(code=code).order_by("-id").first()


def is_outdated(appeal: Appeal, card: Scorecard) -> bool:
    """Were other points recognised after the appeal was answered? Then the agency may appeal once more."""
    recognised = find_recognised(card, appeal.code)
    return appeal.answered_at is not None and recognised is not None and recognised.at > appeal.answered_at


@transaction.atomic
def answer_appeal(
    *,
    appeal: Appeal,
    answer: str,
    text: str,
    claim: Claim | None,
    staff: StaffContext,
    by: User,
    now: datetime,
    to_council: bool = False,
) -> Appeal:
    """Answer an appeal: accepted with ``claim`` as the new appraised points, rejected with a reason. ``to_council``
    also puts a rejected one before the council. Answered before, it is answered as it is.

    What lies before the council, or was decided there, is not accepted here: its decision would stand in the end.
    Raises ``PermissionDenied`` (also for members of the agency) and :class:`SeasonRefused` (``wrong_state``,
    ``text_missing``, ``points_missing``, ``for_council``, ``nothing_asked`` and those of :func:`points_of`).
    """
    card = lock_card(appeal.scorecard)
    if not policies.decides_on(staff, card, timezone.localdate(now)):
        raise PermissionDenied("answer")
    require_state(card.season, State.APPEAL)
    row = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if row.answer:
        return row
    if not text.strip():
        raise SeasonRefused("text_missing")
    if answer == Answer.ACCEPTED:
        _recognise(card, row, claim, text, by, now)
    elif to_council:
        _put_before_council(card, row, by, now)
    row.answer, row.answer_text, row.answered_by, row.answered_at = answer, text.strip(), by, now
    row.save(update_fields=["answer", "answer_text", "answered_by", "answered_at"])
    note_card(card, "appeal.answered", by, now, code=row.code, answer=answer)
    tell_agency(
        card=card,
        news=lambda: _("appeal answered: %(what)s") % {"what": row.code},
        now=now,
        reason=row.answer_text,
        code=row.code,
    )
    return row


def _recognise(card: Scorecard, row: Appeal, claim: Claim | None, text: str, by: User, now: datetime) -> None:
    if claim is None:
        raise SeasonRefused("points_missing")
    if is_for_council(card, row.code):
        raise SeasonRefused("for_council")
    criterion = criterion_of(card, row.code)
    add_entry(
        card=card,
        code=row.code,
        column=Column.APPRAISED,
        points=points_of(criterion, claim),
        inputs={} if claim.not_applicable else claim.inputs,
        reason=text.strip(),
        reason_code=claim.reason_code or Reason.NEW_EVIDENCE,
        by=by,
        now=now,
    )


def _put_before_council(card: Scorecard, row: Appeal, by: User, now: datetime) -> None:
    recognised = find_recognised(card, row.code)
    standing = [option("recognised", recognised.points, recognised.inputs)] if recognised else []
    asked = _asked(card, row)
    if find_open(card, row.code) is None and (
        asked is None or asked["points"] in [one["points"] for one in standing]
    ):
        raise SeasonRefused("nothing_asked")
    open_motion(
        card=card,
        code=row.code,
        kind=MotionKind.APPEAL,
        question=row.text,
        options=[*standing, asked] if asked else standing,
        by=by,
        now=now,
    )


def _asked(card: Scorecard, row: Appeal) -> Option | None:
    """What the agency asks for: the points it named, else its self-assessment; None where there is neither."""
    if row.asked_points is not None:
        return option("asked", row.asked_points, {})
    own = newest_entries(card.season, [Column.SELF], scorecards=[card])
    return next((option("asked", one.points, one.inputs) for one in own if one.code == row.code), None)
