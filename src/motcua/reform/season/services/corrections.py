"""Points of a published season are changed by a decision alone; a new signed result then takes them up."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, User
from motcua.platform.files.api import StoredFile
from motcua.reform.season import policies
from motcua.reform.season.cards import FINAL, read_sheets
from motcua.reform.season.choices import BY_DECISION, Column, State
from motcua.reform.season.correction_models import ScoreCorrection
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.notices import managers_of, tell
from motcua.reform.season.services.assessment import criterion_of, note_card
from motcua.reform.season.services.entries import SeasonRefused, add_entry, lock_card, require_state
from motcua.reform.season.services.trends import settle_trends


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What allows the change: the number of the decision, its file, or both."""

    number: str = ""
    issued_on: date | None = None
    file: StoredFile | None = None


@transaction.atomic
def correct_score(
    *,
    scorecard: Scorecard,
    code: str,
    points: Fraction | None,
    reason: str,
    decision: Decision,
    staff: StaffContext,
    by: User,
    now: datetime,
) -> ScoreCorrection:
    """Change what was recognised for one criterion (None: not applicable). The points are the last word, also where a
    shortcoming had lowered them; they are published with the next correction of the result. The change since last
    year follows. The same once more is answered as it is.

    Raises ``PermissionDenied`` (also for members of the agency) and :class:`SeasonRefused` (``wrong_state``,
    ``no_such_criterion``, ``points_outside``, ``reason_missing``, ``decision_missing``, ``same_points``).
    """
    card = lock_card(scorecard)
    if not policies.decides_on(staff, card, timezone.localdate(now)):
        raise PermissionDenied("correct")
    require_state(card.season, State.PUBLISHED)
    criterion = criterion_of(card, code)
    if points is not None and not 0 <= points <= criterion.points:
        raise SeasonRefused("points_outside", most=criterion.points)
    if not reason.strip():
        raise SeasonRefused("reason_missing")
    if not decision.number.strip() and decision.file is None:
        raise SeasonRefused("decision_missing")
    known = _same(card, code, points, reason, decision)
    if known is not None:
        return known
    cell = read_sheets(card.season, FINAL, [card])[card.pk].get(code)
    if cell is not None and cell.points == points:
        raise SeasonRefused("same_points")
    row = _write(card, code, points, reason, decision, cell.points if cell else None, by, now)
    settle_trends(card.season, [card], now)
    note_card(card, "scorecard.corrected", by, now, code=code, decision=row.decision_number)
    if not policies.manages(staff, card.season):
        _tell_managers(card, code, now)
    return row


def _tell_managers(card: Scorecard, code: str, now: datetime) -> None:
    """Whoever decides in their place cannot publish."""
    tell(
        people=managers_of(card.season, now=now),
        season=card.season,
        news=lambda: (
            _("published points changed by decision, to be published: %(what)s")
            % {"what": f"{card.agency.code} {code}"}
        ),
        url=reverse("results:season", args=[card.season.year]),
        now=now,
    )


def list_corrections(season: Season) -> QuerySet[ScoreCorrection]:
    """Every correction of a season, oldest first."""
    rows = ScoreCorrection.objects.filter(entry__scorecard__season=season)
    return rows.select_related("entry__scorecard__agency", "file", "made_by").order_by("pk")


def _same(
    card: Scorecard, code: str, points: Fraction | None, reason: str, decision: Decision
) -> ScoreCorrection | None:
    newest = list_corrections(card.season).filter(entry__scorecard=card, entry__code=code).last()
    said = (points, reason.strip(), decision.number.strip())
    if newest and (newest.entry.points, newest.entry.reason, newest.decision_number) == said:
        return newest
    return None


def _write(
    card: Scorecard,
    code: str,
    points: Fraction | None,
    reason: str,
    decision: Decision,
    before: Fraction | None,
    by: User,
    now: datetime,
) -> ScoreCorrection:
    entry = add_entry(
        card=card,
        code=code,
        column=Column.COUNCIL,
        points=points,
        inputs={},
        reason=reason.strip(),
        reason_code=BY_DECISION,
        by=by,
        now=now,
    )
    return ScoreCorrection.objects.create(
        entry=entry,
        before=before,
        decision_number=decision.number.strip(),
        decision_on=decision.issued_on,
        file=decision.file,
        made_by=by,
        made_at=now,
    )
