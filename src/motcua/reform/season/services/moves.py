"""Moving the round from step to step; each step closes the one before, and going back needs a reason."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, User
from motcua.platform.calendar.api import calendar_for
from motcua.reform.rules.season import Move, end_of
from motcua.reform.season import policies
from motcua.reform.season.choices import CardState, MotionState, State
from motcua.reform.season.declared import forget_declarations, undeclared
from motcua.reform.season.models import Season, SeasonDate
from motcua.reform.season.notices import tell_agencies
from motcua.reform.season.parameters import terms_on
from motcua.reform.season.queries import due_day, list_scorecards
from motcua.reform.season.services.appraisal import unsettled_codes
from motcua.reform.season.services.entries import SeasonRefused, lock_season
from motcua.reform.season.services.rounds import move, note
from motcua.reform.season.services.trends import settle_trends
from motcua.reform.season.shortcomings import forget_effects, keep_effects

# Going on needs what the step was for.
_NEXT = {
    State.DRAFT: Move.OPEN,
    State.OPEN: Move.APPRAISE,
    State.APPRAISAL: Move.SEND_RESULTS,
    State.APPEAL: Move.CONVENE,
    State.COUNCIL: Move.CLOSE,
}


def next_move(season: Season) -> Move | None:
    """The move that leads on from here by the manager's hand; publishing is the results' page."""
    return _NEXT.get(State(season.state))


@transaction.atomic
def advance(*, season: Season, staff: StaffContext, by: User, now: datetime, seen: str = "") -> Season:
    """End the present step and begin the next one. ``seen`` is the state that was on the page: when somebody else has
    ended that step meanwhile, nothing more happens.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``not_frozen``, ``cards_missing``, ``opinions_missing``,
    ``window_open``, ``answers_missing``, ``motions_open``, ``wrong_state``), with ``count`` where something is missing.
    """
    locked = lock_season(season)
    if not policies.manages(staff, locked):
        raise PermissionDenied("advance")
    if seen and seen != locked.state:
        return locked
    step = next_move(locked)
    if step is None:
        raise SeasonRefused("wrong_state", state=locked.get_state_display())
    _require(locked, step, now)
    before = locked.state
    move(locked, step)
    locked.state_since = now
    locked.save(update_fields=["state", "state_since"])
    if step == Move.SEND_RESULTS:
        _open_window(locked, by, now)
        tell_agencies(
            season=locked,
            news=lambda: _("the results of the appraisal are sent; they can be explained or appealed"),
            now=now,
            due_on=due_day(locked, "appeal"),
        )
    if step == Move.CLOSE:
        keep_effects(locked, at=now)
        settle_trends(locked, list(list_scorecards(locked)), now)
    note(locked, "season.moved", by, now, step=before, to=locked.state)
    return locked


@transaction.atomic
def reopen(
    *, season: Season, reason: str, staff: StaffContext, by: User, now: datetime, seen: str = ""
) -> Season:
    """Go one step back, before publication; ``seen`` as in :func:`advance`.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``reason_missing``, ``wrong_state``).
    """
    locked = lock_season(season)
    if not policies.manages(staff, locked):
        raise PermissionDenied("reopen")
    if seen and seen != locked.state:
        return locked
    if not reason.strip():
        raise SeasonRefused("reason_missing")
    before = locked.state
    move(locked, Move.REOPEN)
    forget_effects(locked)
    locked.state_since = now
    locked.save(update_fields=["state", "state_since"])
    if locked.state == State.OPEN:
        # Whoever went on without self-assessment has the time to sign again.
        locked.scorecards.filter(state=CardState.UNASSESSED).update(state=CardState.DRAFT)
    if locked.state == State.APPEAL:
        _open_window(locked, by, now)
    note(locked, "season.reopened", by, now, step=before, to=locked.state, reason=reason[:500])
    tell_agencies(
        season=locked,
        news=lambda: _("open again: %(step)s") % {"step": locked.get_state_display()},
        now=now,
        due_on=due_day(locked, "appeal") if locked.state == State.APPEAL else None,
        reason=reason.strip()[:500],
    )
    return locked


def _require(season: Season, step: Move, now: datetime) -> None:
    checks = {
        Move.APPRAISE: _require_cards,
        Move.SEND_RESULTS: _require_opinions,
        Move.CONVENE: _require_answers,
        Move.CLOSE: _require_votes,
    }
    if step in checks:
        checks[step](season, now)


def _require_cards(season: Season, _now: datetime) -> None:
    if season.frozen_at is None:
        raise SeasonRefused("not_frozen")
    missing = season.scorecards.filter(state=CardState.DRAFT).count()
    if missing:
        raise SeasonRefused("cards_missing", count=missing)


def _require_opinions(season: Season, _now: datetime) -> None:
    missing = sum(len(codes) for codes in unsettled_codes(season).values())
    if missing:
        raise SeasonRefused("opinions_missing", count=missing)


def _require_answers(season: Season, now: datetime) -> None:
    last, waiting = due_day(season, "appeal"), undeclared(season).count()
    if last is not None and timezone.localdate(now) <= last and waiting:
        raise SeasonRefused("window_open", due_on=last, count=waiting)
    missing = season.scorecards.filter(appeals__answer="", appeals__id__isnull=False).count()
    if missing:
        raise SeasonRefused("answers_missing", count=missing)


def _require_votes(season: Season, _now: datetime) -> None:
    missing = season.scorecards.filter(motions__state=MotionState.OPEN).count()
    if missing:
        raise SeasonRefused("motions_open", count=missing)


def _open_window(season: Season, by: User, now: datetime) -> None:
    """The days to appeal and to answer run from the day the results are sent, never from a planned one. What an
    agency declared on former results says nothing of these.
    """
    forget_declarations(season)
    today, calendar = timezone.localdate(now), calendar_for(season.standing_body.calendar)
    terms = {term.step: term for term in terms_on(today)}
    last = end_of(terms["appeal"], today, calendar)
    for step, due_on in (("appeal", last), ("answer", end_of(terms["answer"], last, calendar))):
        SeasonDate.objects.update_or_create(
            season=season,
            step=step,
            defaults={
                "due_on": due_on,
                "source": terms[step].source,
                "is_choice": terms[step].is_choice,
                "set_by": by,
                "set_at": now,
            },
        )
