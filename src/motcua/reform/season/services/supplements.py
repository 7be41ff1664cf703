"""Returning a criterion, or a card, to its agency while appraising: more evidence, an explanation, other points."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, User
from motcua.reform.season import policies
from motcua.reform.season.appraisal_models import Supplement
from motcua.reform.season.choices import State
from motcua.reform.season.models import Scorecard
from motcua.reform.season.notices import card_url, tell, tell_agency
from motcua.reform.season.queries import due_day, edition_of
from motcua.reform.season.returned import open_supplement
from motcua.reform.season.services.appraisal import require_appraiser, settled_codes
from motcua.reform.season.services.assessment import criterion_of, is_scored_by_hand, note_card
from motcua.reform.season.services.entries import SeasonRefused, lock_card, require_state


@transaction.atomic
def ask_supplement(
    *,
    scorecard: Scorecard,
    code: str,
    reason: str,
    until: date,
    staff: StaffContext,
    by: User,
    now: datetime,
) -> Supplement:
    """Return one criterion (its appraisers and the managers) or, with an empty ``code``, the card (managers) through
    ``until``; the agency is told. Asked for before in the same words, that one is answered.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``wrong_state``, ``reason_missing``, ``day_past``,
    ``day_late`` with ``due_on``, ``settled``, ``returned`` with ``due_on``).
    """
    card = lock_card(scorecard)
    require_state(card.season, State.APPRAISAL)
    require_returner(card, code, staff, now)
    _require_open_point(card, code)
    if not reason.strip():
        raise SeasonRefused("reason_missing")
    known = open_supplement(card, code, today=timezone.localdate(now))
    if known is not None and (known.code, known.reason, known.until) == (code, reason.strip(), until):
        return known
    if known is not None:
        raise SeasonRefused("returned", due_on=known.until)
    _require_day(card, until, timezone.localdate(now))
    row = Supplement.objects.create(
        scorecard=card, code=code, reason=reason.strip(), until=until, asked_by=by, asked_at=now
    )
    note_card(card, "supplement.asked", by, now, code=code, until=until.isoformat())
    tell_agency(
        card=card,
        news=lambda: _("returned for supplement: %(what)s") % {"what": code or _("the whole card")},
        now=now,
        due_on=until,
        reason=row.reason,
        code=code,
    )
    return row


def require_returner(card: Scorecard, code: str, staff: StaffContext, now: datetime) -> None:
    """Raises ``PermissionDenied`` for everybody but managers and, for a criterion, its appraisers; nobody returns
    the own agency's.
    """
    if policies.manages(staff, card.season):
        if policies.has_conflict(user_id=staff.user_id, card=card, today=timezone.localdate(now)):
            raise PermissionDenied("conflict")
    elif code:
        require_appraiser(card, criterion_of(card, code).area, staff, now)
    else:
        raise PermissionDenied("return")


def _require_open_point(card: Scorecard, code: str) -> None:
    by_hand = {item.code for item in edition_of(card.season).criteria if is_scored_by_hand(item, card.block)}
    wanted = {criterion_of(card, code).code} if code else by_hand
    if not wanted - settled_codes(card):
        raise SeasonRefused("settled")


def _require_day(card: Scorecard, until: date, today: date) -> None:
    """Within the days of the appraisal, while these last."""
    last = due_day(card.season, "appraisal")
    if until < today:
        raise SeasonRefused("day_past")
    if last is not None and today <= last < until:
        raise SeasonRefused("day_late", due_on=last)


@transaction.atomic
def answer_supplement(
    *, supplement: Supplement, text: str, staff: StaffContext, by: User, now: datetime
) -> Supplement:
    """The agency explains and gives the criterion back; it is locked again. Answered before, it stays so.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``not_returned``, ``text_missing``).
    """
    card = lock_card(supplement.scorecard)
    if not policies.may_coordinate(staff, card):
        raise PermissionDenied("supplement")
    row = Supplement.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=supplement.pk)
    if row.answered_at is not None:
        return row
    if card.season.state != State.APPRAISAL or row.until < timezone.localdate(now):
        raise SeasonRefused("not_returned")
    if not text.strip():
        raise SeasonRefused("text_missing")
    row.answer, row.answered_by, row.answered_at = text.strip(), by, now
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    note_card(card, "supplement.answered", by, now, code=row.code)
    _tell_asker(card, row, now)
    return row


def _tell_asker(card: Scorecard, row: Supplement, now: datetime) -> None:
    what = f"{card.agency.code} {row.code}".strip()
    tell(
        people=[row.asked_by],
        season=card.season,
        news=lambda: _("supplement given: %(what)s") % {"what": what},
        url=reverse("season:criterion", args=[card.uuid, row.code]) if row.code else card_url(card),
        now=now,
        card=card,
        reason=row.answer,
    )
