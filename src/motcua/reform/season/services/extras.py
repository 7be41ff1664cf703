"""Bonus and penalty points outside the hundred, and facts that lower the class."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, User
from motcua.reform.rules.edition import Edition
from motcua.reform.season import policies
from motcua.reform.season.choices import State
from motcua.reform.season.models import ExtraEntry, Scorecard
from motcua.reform.season.queries import edition_of
from motcua.reform.season.services.assessment import note_card
from motcua.reform.season.services.entries import SeasonRefused, lock_card


def extra_codes(edition: Edition) -> dict[str, tuple[str, str]]:
    """Names (Vietnamese, English) of every bonus, penalty and lowering fact by code, in the edition's order."""
    cases = {one.code: (one.name_vi, one.name_en) for one in (*edition.bonuses, *edition.penalties)}
    facts = {one.code: (one.name_vi, one.name_en) for one in edition.settings.disqualifiers}
    return {**cases, **facts}


@transaction.atomic
def set_extra(
    *, scorecard: Scorecard, code: str, cases: int, reason: str, staff: StaffContext, by: User, now: datetime
) -> ExtraEntry:
    """Say how many cases there are, with the reason; the standing body's manager does, from the appraisal on.

    Raises ``PermissionDenied`` (also for members of the agency) and :class:`SeasonRefused` (``wrong_state``,
    ``no_such_criterion``, ``reason_missing``).
    """
    card = lock_card(scorecard)
    if not policies.decides_on(staff, card, timezone.localdate(now)):
        raise PermissionDenied("extra")
    if card.season.state not in (State.APPRAISAL, State.APPEAL, State.COUNCIL):
        raise SeasonRefused("wrong_state", state=card.season.get_state_display())
    if code not in extra_codes(edition_of(card.season)):
        raise SeasonRefused("no_such_criterion")
    if not reason.strip():
        raise SeasonRefused("reason_missing")
    newest = card.extras.filter(code=code).order_by("-id").first()
    if newest and (newest.cases, newest.reason) == (cases, reason.strip()):
        return newest
    row = ExtraEntry.objects.create(
        scorecard=card, code=code, cases=cases, reason=reason.strip(), by=by, at=now
    )
    note_card(card, "scorecard.extra_set", by, now, code=code, cases=str(cases))
    return row
