"""Adding entries: the only way points come onto a card."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from motcua.identity.api import User
from motcua.reform.rules.edition import write_figure
from motcua.reform.rules.scoring import Inputs
from motcua.reform.season.choices import CardState
from motcua.reform.season.models import Scorecard, ScoreEntry, Season


class SeasonRefused(Exception):
    """The round or the card does not allow this now; ``code`` names the message, ``detail`` its values."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def lock_season(season: Season) -> Season:
    """The season as it is now, locked: every change of a step begins here."""
    return (
        Season.objects.select_for_update(of=("self",))
        .select_related("edition", "standing_body")
        .get(pk=season.pk)
    )


def lock_card(scorecard: Scorecard) -> Scorecard:
    """The card and its season as they are now; the season first, so that a step does not end meanwhile."""
    Season.objects.select_for_update().get(pk=scorecard.season_id)
    rows = Scorecard.objects.select_for_update(of=("self",)).select_related("season__edition", "agency")
    return rows.get(pk=scorecard.pk)


def require_state(season: Season, *states: str) -> None:
    """Raises :class:`SeasonRefused` (``wrong_state``) in any other state."""
    if season.state not in states:
        raise SeasonRefused("wrong_state", state=season.get_state_display())


def require_draft(card: Scorecard) -> None:
    """Raises :class:`SeasonRefused` (``submitted``) when the head has signed."""
    if card.state != CardState.DRAFT:
        raise SeasonRefused("submitted")


def write_inputs(inputs: Inputs) -> dict[str, Any]:
    """Figures as an entry keeps them."""
    return {name: write_figure(value) for name, value in inputs.items()}


@transaction.atomic
def add_entry(
    *,
    card: Scorecard,
    code: str,
    column: str,
    points: Fraction | None,
    inputs: Inputs,
    reason: str,
    by: User | None,
    now: datetime,
    reason_code: str = "",
    anew: bool = False,
) -> ScoreEntry:
    """Put points on a card; the newest entry already saying the same is answered instead (a repeated post), unless it
    was said ``anew``: of something that changed in between.
    """
    raw = write_inputs(inputs)
    rows = ScoreEntry.objects.filter(
        scorecard=card, code=code, column=column, edition_id=card.season.edition_id
    )
    newest = rows.order_by("-id").first()
    said = (points, raw, reason, reason_code, by.pk if by else None)
    if (
        not anew
        and newest
        and (newest.points, newest.inputs, newest.reason, newest.reason_code, newest.by_id) == said
    ):
        return newest
    return ScoreEntry.objects.create(
        scorecard=card,
        edition_id=card.season.edition_id,
        code=code,
        column=column,
        points=points,
        inputs=raw,
        reason=reason,
        reason_code=reason_code,
        by=by,
        at=now,
    )
