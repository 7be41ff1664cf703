"""How far agencies rated themselves away from the figures and from what was recognised."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from motcua.platform.ui.templatetags.ui import number
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import compute
from motcua.reform.rules.numbers import round_half_up
from motcua.reform.rules.season import INFLATION_PLACES, Inflation
from motcua.reform.season.cards import FINAL, Sheet, make_card, read_sheets
from motcua.reform.season.choices import CardState, Column
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.presentation import COLUMNS, departs
from motcua.reform.season.queries import edition_of, list_scorecards, newest_extras
from motcua.reform.season.services.assessment import is_scored_by_hand


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """One criterion in which an agency's own points leave the computed or the recognised ones."""

    card: Scorecard
    criterion: Criterion
    computed: Fraction | None
    own: Fraction | None
    final: Fraction | None
    has_final: bool
    reason: str
    is_beyond: bool

    @property
    def agency(self) -> Any:
        return self.card.agency


def read_deviations(season: Season) -> tuple[list[tuple[Any, Inflation | None]], list[Deviation]]:
    """Inflation of each submitted card (None where the round went on without self-assessment), and every criterion
    behind it; as many statements for ten as for one.
    """
    edition = edition_of(season)
    rows = [row for row in list_scorecards(season) if row.state != CardState.DRAFT]
    sheets = {name: read_sheets(season, name, rows) for name in COLUMNS}
    extras = newest_extras(season)
    inflations: list[tuple[Any, Inflation | None]] = []
    deviations: list[Deviation] = []
    for row in rows:
        if row.is_unassessed:
            inflations.append((row.agency, None))
            continue
        own, final = sheets[Column.SELF][row.pk], sheets[FINAL][row.pk]
        inflations.append((row.agency, _inflation(edition, row, own, final, extras.get(row.pk, {}))))
        for item in edition.criteria:
            found = _deviation(edition, row, item, {name: sheets[name][row.pk] for name in COLUMNS})
            if found is not None:
                deviations.append(found)
    return inflations, deviations


def inflation_row(agency: Any, row: Inflation | None) -> dict[str, Any]:
    """One agency's inflation in words; dashes where it did not assess itself."""
    if row is None:
        figures = dict.fromkeys(("own", "recognised", "maximum", "points", "percent", "index"), "—")
        return {"agency": agency, "is_unassessed": True, **figures}
    return {
        "agency": agency,
        "own": inflation_text(row.own),
        "recognised": inflation_text(row.recognised),
        "maximum": inflation_text(row.maximum),
        "points": signed(row.points),
        "percent": "—" if row.percent is None else f"{signed(row.percent)} %",
        "index": signed(row.index_points),
    }


def _inflation(
    edition: Edition, row: Scorecard, own: Sheet, final: Sheet, extras: Mapping[str, int]
) -> Inflation:
    both = [
        item
        for item in edition.criteria
        if is_scored_by_hand(item, row.block)
        and all(
            code in sheet and sheet[code].points is not None for sheet in (own, final) for code in [item.code]
        )
    ]
    mine = sum((own[item.code].points or Fraction(0) for item in both), Fraction(0))
    recognised = sum((final[item.code].points or Fraction(0) for item in both), Fraction(0))
    # Not judged yet counts as the agency holds it, so that half an appraisal shows no inflation of its own.
    judged = {**own, **final}
    index_points = (
        compute(edition, make_card(edition, row, own, extras)).index
        - compute(edition, make_card(edition, row, judged, extras)).index
    )
    return Inflation(
        own=mine,
        recognised=recognised,
        maximum=sum((item.points for item in both), Fraction(0)),
        index_points=index_points,
    )


def _deviation(
    edition: Edition, row: Scorecard, item: Criterion, sheets: Mapping[str, Sheet]
) -> Deviation | None:
    own, final = sheets[Column.SELF].get(item.code), sheets[FINAL].get(item.code)
    if own is None or not is_scored_by_hand(item, row.block):
        return None
    changed = final is not None and final.points != own.points
    is_beyond = departs(edition, sheets, item.code)
    if not changed and not is_beyond:
        return None
    computed = sheets[Column.COMPUTED].get(item.code)
    return Deviation(
        card=row,
        criterion=item,
        computed=computed.points if computed else None,
        own=own.points,
        final=final.points if final else None,
        has_final=final is not None,
        reason=own.entry.reason if own.entry else "",
        is_beyond=is_beyond,
    )


def inflation_text(value: Fraction) -> str:
    """A figure of the statistic in the spelling of the language, with all its decimals: they stand in columns."""
    return number(round_half_up(value, INFLATION_PLACES), INFLATION_PLACES)


def signed(value: Fraction) -> str:
    """With its sign, since up and down matter; a true minus, and none before a nought."""
    rounded = round_half_up(value, INFLATION_PLACES)
    text = inflation_text(abs(value))
    return f"+{text}" if rounded > 0 else f"−{text}" if rounded < 0 else text
