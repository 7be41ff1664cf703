"""Results in the words of the page: the board of a year, and what stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Protocol

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.reform.editions.settings_words import METHOD_NAMES
from motcua.reform.results import charts
from motcua.reform.results.charts import Chart, Spread, shown, written
from motcua.reform.results.reading import Reading
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import HUNDRED, Card
from motcua.reform.rules.numbers import restored, round_half_up
from motcua.reform.rules.ranking import rank
from motcua.reform.rules.snapshot import AgencyCard

_TONES: Final = ("done", "info", "neutral", "waiting", "late")
_TRIALS: Final = {
    "without": gettext_lazy("without %(what)s"),
    "missing": gettext_lazy("not applicable counted as %(what)s"),
    "survey_method": gettext_lazy("satisfaction by %(what)s"),
}
_WHATS: Final = {
    "rebase": gettext_lazy("left out"),
    "full": gettext_lazy("full points"),
    "zero": gettext_lazy("no points"),
    **METHOD_NAMES,
}
_MOST_TRIALS: Final = 12
Record = Mapping[str, Any]


class Named(Protocol):
    @property
    def name_vi(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def named(thing: Named) -> str:
    """The name in the language of the page."""
    return thing.name_en if (get_language() or "").startswith("en") and thing.name_en else thing.name_vi


@dataclass(frozen=True, kw_only=True)
class Row:
    """One agency on the board. Figures are texts; ``ranks`` the places it could also have."""

    code: str
    name: str
    block: str
    rank: int
    ranks: str
    index: str
    low: str
    high: str
    band: str
    tone: str
    areas: tuple[str, ...]
    columns: Mapping[str, str] = field(hash=False)
    record: Record = field(hash=False, repr=False)

    @property
    def interval(self) -> str:
        """A dash where no survey leaves an interval."""
        return "–" if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True, kw_only=True)
class Board:
    """A year's result, or its provisional standing; ``groups`` name agencies that cannot be told apart."""

    reading: Reading = field(repr=False)
    rows: tuple[Row, ...]
    areas: tuple[str, ...]
    groups: tuple[str, ...]
    blocks: tuple[str, ...]
    trials: tuple[str, ...]

    @property
    def edition(self) -> Edition:
        return self.reading.edition

    @property
    def by_area(self) -> list[tuple[str, list[str]]]:
        """Each area with the percentages of the agencies, in the order of the board."""
        return [(area, [row.areas[at] for row in self.rows]) for at, area in enumerate(self.areas)]

    def row(self, code: str) -> Row:
        """Raises ``KeyError``."""
        for row in self.rows:
            if row.code == code:
                return row
        raise KeyError(code)


def make_board(reading: Reading, *, block: str = "") -> Board:
    """The board, best first; with ``block`` the agencies of one peer block with their places among themselves."""
    chosen = [agency for agency in reading.agencies if not block or agency.block == block]
    results = reading.results
    places = rank({agency.code: Decimal(results[agency.code]["shown"]) for agency in chosen})
    if not block:
        places = {agency.code: results[agency.code]["rank"] for agency in chosen}
    rows = [_row(reading.edition, agency, results[agency.code], places[agency.code]) for agency in chosen]
    names = {row.code: row.name for row in rows}
    blocks = sorted({agency.block for agency in reading.agencies if agency.block})
    return Board(
        reading=reading,
        rows=tuple(sorted(rows, key=lambda row: (row.rank, row.code))),
        areas=tuple(named(area) for area in reading.edition.areas),
        groups=tuple(
            ", ".join(names[code] for code in group if code in names)
            for group in reading.document["results"]["groups"]
            if sum(code in names for code in group) > 1
        ),
        blocks=tuple(blocks) if len(blocks) > 1 else (),
        trials=tuple(_trials(reading)) if not block else (),
    )


def _row(edition: Edition, agency: AgencyCard, record: Record, place: int) -> Row:
    bands = [band.code for band in edition.settings.bands]
    band = edition.settings.bands[bands.index(record["class"])]
    low, high = record["rank_low"], record["rank_high"]
    return Row(
        code=agency.code,
        name=named(agency),
        block=agency.block,
        rank=place,
        ranks=str(low) if low == high else f"{low}–{high}",
        index=written(record["shown"]),
        low=written(record["interval"]["low"]),
        high=written(record["interval"]["high"]),
        band=named(band),
        tone=_TONES[min(bands.index(band.code), len(_TONES) - 1)],
        areas=tuple(
            shown(None if area["percent"] is None else restored(area["percent"])) for area in record["areas"]
        ),
        columns={name: written(value) for name, value in record["columns"].items()},
        record=record,
    )


def _trials(reading: Reading) -> list[str]:
    """Looks at the same points that would have put somebody else first."""
    first, *others = reading.document["results"]["trials"]
    leaders = _leaders(first["ranks"])
    names = {agency.code: named(agency) for agency in reading.agencies}
    found = []
    for trial in others:
        now = _leaders(trial["ranks"])
        if now != leaders:
            found.append(f"{_look(reading.edition, trial)}: {', '.join(names[code] for code in now)}")
    return found[:_MOST_TRIALS]


def _leaders(ranks: Mapping[str, int]) -> list[str]:
    return sorted(code for code, place in ranks.items() if place == 1)


def _look(edition: Edition, trial: Record) -> str:
    what = trial["what"]
    if trial["kind"] == "without":
        what = f"{what} {named(edition.criterion(what))}"
    return str(_TRIALS[trial["kind"]]) % {"what": policy_words(what)}


def policy_words(code: str) -> str:
    """A reading of what does not apply, or a way to count surveys, in words; an unknown one by its code."""
    return str(_WHATS.get(code, code))


def share_of(criterion: Criterion, card: Card) -> Fraction | None:
    """Percent of its points that a criterion has; None where it does not apply."""
    if not criterion.applies_to(card.block):
        return None
    points = card.scores.get(criterion.code, Fraction(0))
    return None if points is None else points / criterion.points * HUNDRED


def ranking_chart(board: Board) -> Chart:
    return charts.ranking(
        [
            Spread(
                name=row.name,
                code=row.code,
                index=Decimal(row.record["shown"]),
                low=Decimal(row.record["interval"]["low"]),
                high=Decimal(row.record["interval"]["high"]),
                ranks=row.ranks,
            )
            for row in board.rows
        ]
    )


def heat_chart(board: Board) -> Chart:
    cards = {agency.code: agency.card() for agency in board.reading.agencies}
    return charts.heat_map(
        agencies=[row.code for row in board.rows],
        criteria=[(criterion.code, named(criterion)) for criterion in board.edition.criteria],
        shares=[
            [share_of(criterion, cards[row.code]) for criterion in board.edition.criteria]
            for row in board.rows
        ],
    )


def trend_chart(readings: Sequence[Reading], codes: Sequence[str]) -> Chart | None:
    """The index over the published years, oldest first; nothing to draw before there are two."""
    if len(readings) < 2:
        return None
    ordered = sorted(readings, key=lambda reading: reading.edition.year)
    names = {agency.code: named(agency) for reading in ordered for agency in reading.agencies}
    return charts.trend(
        years=[reading.edition.year for reading in ordered],
        series={
            names[code]: [_index(reading, code) for reading in ordered] for code in codes if code in names
        },
    )


def _index(reading: Reading, code: str) -> Decimal | None:
    result = reading.results.get(code)
    return None if result is None else Decimal(result["shown"])


def export_table(board: Board, *, is_provisional: bool = False) -> tuple[list[str], list[list[object]]]:
    """Columns and rows of a spreadsheet: numbers stay numbers. Every row of a provisional standing says so."""
    columns = [
        _("Rank"),
        _("Agency code"),
        _("Agency"),
        _("Index"),
        _("Best rank"),
        _("Worst rank"),
        _("Index from"),
        _("Index to"),
        _("Class"),
        *board.areas,
    ]
    rows = [_exported(row) for row in board.rows]
    if is_provisional:
        note = _("Provisional, not published")
        return [*columns, _("Standing")], [[*row, note] for row in rows]
    return columns, rows


def _exported(row: Row) -> list[object]:
    record = row.record
    areas = [None if area["percent"] is None else _rounded(area["percent"]) for area in record["areas"]]
    low, high = record["interval"]["low"], record["interval"]["high"]
    # Where no survey leaves an interval there is none to name.
    interval: list[object] = [None, None] if low == high else [Decimal(low), Decimal(high)]
    return [
        row.rank,
        row.code,
        row.name,
        Decimal(record["shown"]),
        record["rank_low"],
        record["rank_high"],
        *interval,
        row.band,
        *areas,
    ]


def _rounded(value: str) -> Decimal:
    return round_half_up(restored(value), 2)
