"""Cards of a season: what the engine computes with, for every agency in as few statements as for one.

The columns people fill say nothing of criteria that nobody scores by hand: points of surveys are the computed ones
in every column, and the change since last year follows from the rest of the same column.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import Card
from motcua.reform.rules.robustness import index_without
from motcua.reform.rules.scoring import BadInput, Inputs, MissingInput
from motcua.reform.season.choices import Column
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.ports import published_indexes
from motcua.reform.season.queries import (
    Held,
    edition_of,
    former_season,
    held,
    list_scorecards,
    newest_entries,
    newest_extras,
)
from motcua.reform.season.shortcomings import reduced

FINAL: Final = "final"
TREND: Final = "TRND"
Sheet = dict[str, Held]
# Which columns' entries count, the newest of them.
_LAYERS: Final[Mapping[str, tuple[Column, ...]]] = {
    Column.COMPUTED: (Column.COMPUTED,),
    Column.SELF: (Column.SELF,),
    Column.APPRAISED: (Column.APPRAISED,),
    FINAL: (Column.APPRAISED, Column.COUNCIL),
}


def cards(season: Season, column: str) -> dict[str, Card]:
    """The cards of all agencies, by code, for column ``computed``, ``self``, ``appraised`` or ``final``.

    Final is what was appraised or, later, decided by the council, taken down by shortcomings of inspections. Criteria
    that no figure of the house measures are left out of the computed card, above and below the line. Drafts are in
    it: whoever shows one asks the policy before.
    """
    edition = edition_of(season)
    rows = list(list_scorecards(season))
    sheets = read_sheets(season, column, rows)
    extras = newest_extras(season)
    measured_only = column == Column.COMPUTED
    return {
        row.agency.code: make_card(
            edition, row, sheets[row.pk], extras.get(row.pk, {}), measured_only=measured_only
        )
        for row in rows
    }


def figures(season: Season, agency_code: str, column: str) -> dict[str, Inputs]:
    """The figures behind an agency's points in a column, by criterion; points given by hand have none."""
    rows = list(list_scorecards(season).filter(agency__code=agency_code))
    return {
        code: cell.inputs
        for sheet in read_sheets(season, column, rows).values()
        for code, cell in sheet.items()
        if cell.inputs
    }


def read_sheets(season: Season, column: str, rows: list[Scorecard]) -> dict[int, Sheet]:
    """What stands in a column, by scorecard id and criterion."""
    layers = _LAYERS[column]
    entries = newest_entries(season, {*layers, Column.COMPUTED}, scorecards=rows)
    by_layer: dict[str, dict[int, Sheet]] = defaultdict(lambda: defaultdict(dict))
    for entry in entries:
        by_layer[entry.column][entry.scorecard_id][entry.code] = held(entry)
    edition = edition_of(season)
    unscored = {criterion.code for criterion in edition.criteria if criterion.is_only_measured}
    sheets = {
        row.pk: {
            **{code: cell for code, cell in by_layer[Column.COMPUTED][row.pk].items() if code in unscored},
            **_newest(by_layer[layer][row.pk] for layer in layers),
        }
        for row in rows
    }
    if column != Column.COMPUTED:
        _leave_out_unmeasured(edition, rows, sheets)
    if column == FINAL:
        reduced(season, rows, sheets)
    if column != Column.COMPUTED:
        add_trends(season, edition, rows, sheets)
    return sheets


def _leave_out_unmeasured(edition: Edition, rows: list[Scorecard], sheets: dict[int, Sheet]) -> None:
    """A survey that was not held, or that too few people answered, says nothing of an agency: it is left out."""
    for row in rows:
        for criterion in edition.criteria:
            if criterion.is_only_measured and criterion.applies_to(row.block):
                sheets[row.pk].setdefault(criterion.code, Held(points=None, is_unmeasured=True))


def _newest(layers: Iterable[Sheet]) -> Sheet:
    """Of each criterion what was said last: whoever appraises anew after the council, since the agency changed what
    the council had seen, is heard.
    """
    found: Sheet = {}
    for sheet in layers:
        for code, cell in sheet.items():
            known = found.get(code)
            if known is None or cell.entry is None or known.entry is None or cell.entry.pk > known.entry.pk:
                found[code] = cell
    return found


def add_trends(season: Season, edition: Edition, rows: list[Scorecard], sheets: dict[int, Sheet]) -> None:
    """Score the criteria on the change since last year from the rest of each sheet, where nothing stands yet."""
    trends = [criterion for criterion in edition.criteria if criterion.rule.kind == TREND]
    if not trends:
        return
    former = former_indexes(season)
    extras = newest_extras(season)
    for row in rows:
        for criterion in trends:
            if criterion.code not in sheets[row.pk]:
                card = make_card(edition, row, sheets[row.pk], extras.get(row.pk, {}))
                cell = trend_of(edition, criterion, card, former.get(row.agency.code))
                if cell is not None:
                    sheets[row.pk][criterion.code] = cell


def trend_of(edition: Edition, criterion: Criterion, card: Card, former: Fraction | None) -> Held | None:
    """The change since last year: the index without this criterion against last year's; None without a rule's sense."""
    inputs: Inputs = {"present": index_without(edition, card, [criterion.code]), "previous": former}
    try:
        return Held(points=criterion.rule.score(inputs).points, inputs=inputs)
    except (BadInput, MissingInput):
        return None


def former_indexes(season: Season) -> dict[str, Fraction]:
    """Last year's published index of each agency, as its signed result says; who was not rated is left out."""
    former = former_season(season)
    return {} if former is None else dict(published_indexes(former))


def make_card(
    edition: Edition,
    row: Scorecard,
    sheet: Mapping[str, Held],
    extras: Mapping[str, int],
    *,
    measured_only: bool = False,
) -> Card:
    """The card of a sheet. Where nobody said anything there are no points, unless only what was measured counts:
    then it is left out, for nobody was asked to show it.
    """
    lowering = {rule.code for rule in edition.settings.disqualifiers}
    unsaid = {item.code for item in edition.criteria} - sheet.keys() if measured_only else set()
    unmeasured = unsaid | {code for code, cell in sheet.items() if cell.is_unmeasured}
    return Card(
        scores={**dict.fromkeys(unsaid), **{code: cell.points for code, cell in sheet.items()}},
        unmeasured=frozenset(unmeasured),
        extras={code: cases for code, cases in extras.items() if code not in lowering},
        disqualified=tuple(sorted(code for code, cases in extras.items() if code in lowering and cases)),
        block=row.block,
    )
