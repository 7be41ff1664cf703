"""Last days of the steps, and the word of an agency that it needs its days no longer."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, User
from motcua.reform.season import policies
from motcua.reform.season.choices import STEP_NAMES, State
from motcua.reform.season.declared import has_declared, undeclared
from motcua.reform.season.models import Scorecard, Season, SeasonDate
from motcua.reform.season.notices import managers_of, tell, tell_agencies
from motcua.reform.season.queries import due_day
from motcua.reform.season.services.assessment import note_card
from motcua.reform.season.services.entries import SeasonRefused, lock_card, lock_season, require_state
from motcua.reform.season.services.owing import steps_of
from motcua.reform.season.services.rounds import note


@transaction.atomic
def set_date(
    *,
    season: Season,
    step: str,
    due_on: date,
    source: str,
    staff: StaffContext,
    by: User,
    now: datetime,
    reason: str = "",
) -> SeasonDate:
    """Set the last day of a step, with the document that does. While the step runs, people reckon with its day: it
    does not end in the past, ends earlier only by a document and with a reason, and the agencies are told.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``published``, ``day_past``, ``earlier_source``,
    ``earlier_reason``).
    """
    locked = lock_season(season)
    if not policies.manages(staff, locked):
        raise PermissionDenied("date")
    if locked.state == State.PUBLISHED:
        raise SeasonRefused("published")
    former, runs = due_day(locked, step), _runs(locked, step)
    if runs:
        _require_notice(former, due_on, source, reason, timezone.localdate(now))
    row, _new = SeasonDate.objects.update_or_create(
        season=locked,
        step=step,
        defaults={"due_on": due_on, "source": source, "is_choice": not source, "set_by": by, "set_at": now},
    )
    before = former.isoformat() if former else ""
    note(
        locked,
        "season.date_set",
        by,
        now,
        step=step,
        before=before,
        due_on=due_on.isoformat(),
        reason=reason.strip()[:500],
    )
    if runs and former != due_on:
        tell_agencies(
            season=locked,
            news=lambda: _("the last day has moved: %(step)s") % {"step": STEP_NAMES[step]},
            now=now,
            due_on=due_on,
            reason=reason.strip(),
        )
    return row


def _runs(season: Season, step: str) -> bool:
    if step == "cut_off":
        return season.frozen_at is None
    return step in steps_of(season)


def _require_notice(former: date | None, due_on: date, source: str, reason: str, today: date) -> None:
    if former == due_on:
        return
    if due_on < today:
        raise SeasonRefused("day_past")
    if former is not None and due_on < former:
        if not source.strip():
            raise SeasonRefused("earlier_source", due_on=former)
        if not reason.strip():
            raise SeasonRefused("earlier_reason", due_on=former)


@transaction.atomic
def declare_no_appeal(*, scorecard: Scorecard, staff: StaffContext, by: User, now: datetime) -> Scorecard:
    """The agency declares that it has no (further) appeal. When all have, the managers are told: the council need
    not wait for the last day. Declared before, it stays so; an appeal filed afterwards takes it back.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``wrong_state``).
    """
    card = lock_card(scorecard)
    if not policies.may_coordinate(staff, card):
        raise PermissionDenied("no appeal")
    require_state(card.season, State.APPEAL)
    if has_declared(card):
        return card
    card.no_appeal_at, card.no_appeal_by = now, by
    card.save(update_fields=["no_appeal_at", "no_appeal_by"])
    note_card(card, "appeal.none", by, now)
    if not undeclared(card.season).exists():
        tell(
            people=managers_of(card.season, now=now),
            season=card.season,
            news=lambda: _("no agency has a further appeal"),
            url=reverse("season:season", args=[card.season.year]),
            now=now,
        )
    return card
