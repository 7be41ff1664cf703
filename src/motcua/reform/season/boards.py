"""What the standing body looks at: how far each agency is, and every score in a table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language

from motcua.identity.api import StaffContext
from motcua.platform import clock
from motcua.reform.editions.presentation import points_text
from motcua.reform.rules.edition import Criterion
from motcua.reform.season import policies
from motcua.reform.season.appraisal_models import Appeal, Motion
from motcua.reform.season.cards import FINAL, Sheet, read_sheets
from motcua.reform.season.choices import CardState, Column, MotionState, State
from motcua.reform.season.declared import undeclared
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.presentation import CARD_TONES, COLUMNS, cell_text
from motcua.reform.season.queries import due_day, edition_of, list_scorecards
from motcua.reform.season.returned import open_supplements
from motcua.reform.season.services.appraisal import unsettled_codes


def progress_of(season: Season) -> list[dict[str, Any]]:
    """One line an agency: submitted when, late, criteria still to be appraised, appeals and open items. Nothing of
    what a draft says. A fixed number of statements.
    """
    due_on = due_day(season, "self_assessment")
    unsettled = unsettled_codes(season) if season.state == State.APPRAISAL else {}
    appeals = Counter(
        Appeal.objects.filter(scorecard__season=season, answer="").values_list("scorecard_id", flat=True)
    )
    motions = Counter(
        Motion.objects.filter(scorecard__season=season, state=MotionState.OPEN).values_list(
            "scorecard_id", flat=True
        )
    )
    returned = Counter(
        open_supplements(today=clock.today())
        .filter(scorecard__season=season)
        .values_list("scorecard_id", flat=True)
        .order_by()
    )
    still = _undeclared(season)
    return [
        {
            "card": row,
            "declared": season.state == State.APPEAL and row.pk not in still,
            "returned": returned[row.pk],
            "tone": CARD_TONES[CardState(row.state)],
            "is_late": _is_late(row, season, due_on),
            "unsettled": len(unsettled.get(row.agency.code, ())),
            "appeals": appeals[row.pk],
            "motions": motions[row.pk],
        }
        for row in list_scorecards(season)
    ]


def _undeclared(season: Season) -> set[int]:
    return set(undeclared(season).values_list("pk", flat=True)) if season.state == State.APPEAL else set()


def _is_late(row: Scorecard, season: Season, due_on: date | None) -> bool:
    return bool(row.is_draft and season.state == State.OPEN and due_on is not None and due_on < clock.today())


def score_rows(season: Season, rows: Sequence[Scorecard], staff: StaffContext) -> Iterator[list[Any]]:
    """A line for every criterion of every card, with the columns this person sees."""
    edition = edition_of(season)
    sheets = {name: read_sheets(season, name, list(rows)) for name in COLUMNS}
    for row in rows:
        shows = policies.shows_results(staff, row)
        for item in edition.criteria:
            if item.applies_to(row.block):
                yield _score_row(row, item, {name: sheets[name][row.pk] for name in COLUMNS}, shows)


def _score_row(row: Scorecard, item: Criterion, sheets: dict[str, Sheet], shows: bool) -> list[Any]:
    final, own = sheets[FINAL].get(item.code), sheets[Column.SELF].get(item.code)
    exact = str(final.points) if shows and final and final.points is not None else ""
    return [
        row.agency.code,
        item.code,
        item.name_en if get_language() == "en" else item.name_vi,
        points_text(item.points),
        cell_text(sheets[Column.COMPUTED], item.code),
        cell_text(sheets[Column.SELF], item.code),
        cell_text(sheets[FINAL], item.code) if shows else "",
        exact,
        own.entry.reason if own and own.entry else "",
    ]
