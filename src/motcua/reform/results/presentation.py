"""Results in the words of the page: the board of a year, and what stands beside it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Protocol

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.reform.editions.presentation import points_text
from motcua.reform.editions.settings_words import METHOD_NAMES, block_name
from motcua.reform.results import charts
from motcua.reform.results.charts import Chart, Spread, shown, written
from motcua.reform.results.places import Groups, Place, blocks_of, overlapping, places, tied
from motcua.reform.results.reading import Reading
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import HUNDRED, Card
from motcua.reform.rules.numbers import restored, round_half_up
from motcua.reform.rules.snapshot import NOT_MEASURED, AgencyCard

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
# By which a provisional board can be sorted besides the rank.
MEASURED: Final = "measured"
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
class Measured:
    """How many of the points that apply to an agency something is known of, while the year is not decided."""

    points: Fraction
    most: Fraction

    @property
    def points_words(self) -> str:
        return points_text(self.points)

    @property
    def most_words(self) -> str:
        return points_text(self.most)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One agency on the board. Figures are texts; ``ranks`` the places it could also have, ``block_rank`` its place
    among its peers.
    """

    code: str
    name: str
    block: str
    rank: int
    ranks: str
    block_rank: int
    block_ranks: str
    index: str
    low: str
    high: str
    band: str
    tone: str
    areas: tuple[str, ...]
    columns: Mapping[str, str] = field(hash=False)
    measured: Measured
    record: Record = field(hash=False, repr=False)

    @property
    def block_name(self) -> str:
        return block_name(self.block)

    @property
    def interval(self) -> str:
        """A dash where no survey leaves an interval."""
        return "–" if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True, kw_only=True)
class Board:
    """A year's result, or its provisional standing; ``groups`` name agencies that surveys leave undistinguished,
    ``ties`` those with the same index, ``block`` the peer block that is looked at alone.
    """

    reading: Reading = field(repr=False)
    rows: tuple[Row, ...]
    areas: tuple[str, ...]
    groups: tuple[str, ...]
    ties: tuple[str, ...]
    blocks: tuple[str, ...]
    trials: tuple[str, ...]
    block: str = ""

    @property
    def edition(self) -> Edition:
        return self.reading.edition

    @property
    def shows_blocks(self) -> bool:
        """Are there agencies of several blocks in the table?"""
        return bool(self.blocks and not self.block)

    @property
    def is_computed(self) -> bool:
        """Does the standing hold only what was computed, as it does while agencies assess themselves?"""
        return all(agency.columns.keys() <= {"computed", "final"} for agency in self.reading.agencies)

    def sorted_by(self, order: str) -> "Board":
        """The same with its rows in another order: by the points of which something is known."""
        if order.removeprefix("-") != MEASURED:
            return self
        sign = -1 if order.startswith("-") else 1
        rows = sorted(self.rows, key=lambda row: (sign * row.measured.points, row.rank, row.code))
        return replace(self, rows=tuple(rows))

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
    blocks = blocks_of(reading)
    peers = {code: place for name in blocks for code, place in places(reading, name).items()}
    among = places(reading, block)
    rows = [
        _row(reading, agency, among[agency.code], peers.get(agency.code, among[agency.code]))
        for agency in reading.agencies
        if not block or agency.block == block
    ]
    names = {row.code: row.name for row in rows}
    return Board(
        reading=reading,
        rows=tuple(sorted(rows, key=lambda row: (row.rank, row.code))),
        areas=tuple(named(area) for area in reading.edition.areas),
        groups=_named_groups(overlapping(reading, block), names),
        ties=_named_groups(tied(reading, block), names),
        blocks=blocks,
        trials=tuple(_trials(reading, set(names))),
        block=block,
    )


def _named_groups(groups: Groups, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple("; ".join(names[code] for code in group) for group in groups)


def _row(reading: Reading, agency: AgencyCard, place: Place, peer: Place) -> Row:
    edition, record = reading.edition, reading.results[agency.code]
    bands = [band.code for band in edition.settings.bands]
    band = edition.settings.bands[bands.index(record["class"])]
    return Row(
        code=agency.code,
        name=named(agency),
        block=agency.block,
        rank=place.rank,
        ranks=place.span,
        block_rank=peer.rank,
        block_ranks=peer.span,
        index=written(record["shown"]),
        low=written(record["interval"]["low"]),
        high=written(record["interval"]["high"]),
        band=named(band),
        tone=_TONES[min(bands.index(band.code), len(_TONES) - 1)],
        areas=tuple(
            shown(None if area["percent"] is None else restored(area["percent"])) for area in record["areas"]
        ),
        columns={name: written(value) for name, value in record["columns"].items()},
        measured=_measured(edition, agency),
        record=record,
    )


def _measured(edition: Edition, agency: AgencyCard) -> Measured:
    """Criteria that apply and of which the leading column says something, be it that there was nothing to count."""
    column = agency.columns["final"]
    applies = [item for item in edition.criteria if item.applies_to(agency.block)]
    return Measured(
        points=_worth(
            item for item in applies if item.code in column and column[item.code].reason != NOT_MEASURED
        ),
        most=_worth(applies),
    )


def _worth(criteria: Iterable[Criterion]) -> Fraction:
    return sum((item.points for item in criteria), Fraction(0))


def _trials(reading: Reading, chosen: Collection[str]) -> list[str]:
    """Looks at the same points that would have put somebody else first among ``chosen``."""
    first, *others = reading.document["results"]["trials"]
    leaders = _leaders(first["ranks"], chosen)
    names = {agency.code: named(agency) for agency in reading.agencies}
    found = []
    for trial in others:
        now = _leaders(trial["ranks"], chosen)
        if now != leaders:
            found.append(f"{_look(reading.edition, trial)}: {', '.join(names[code] for code in now)}")
    return found[:_MOST_TRIALS]


def _leaders(ranks: Mapping[str, int], chosen: Collection[str]) -> list[str]:
    best = min(ranks[code] for code in chosen)
    return sorted(code for code in chosen if ranks[code] == best)


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
                block=row.block_name if board.shows_blocks else "",
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
    """Columns and rows of a spreadsheet: numbers stay numbers. Every row of a provisional standing says so, and how
    many points it stands on.
    """
    columns = [
        _("Rank in the block") if board.block else _("Rank"),
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
    rows = [_exported(row, board) for row in board.rows]
    if board.blocks:
        columns += [_("Peer block")] if board.block else [_("Peer block"), _("Rank in the block")]
        rows = [[*line, *_peers(row, board)] for line, row in zip(rows, board.rows, strict=True)]
    if is_provisional:
        columns += [measured_label(board), _("Points that apply"), _("Standing")]
        rows = [[*line, *_standing(row)] for line, row in zip(rows, board.rows, strict=True)]
    return columns, rows


def measured_label(board: Board) -> str:
    """What the points are called of which something is known: while agencies assess themselves, and afterwards."""
    return _("Points measured") if board.is_computed else _("Points appraised")


def _peers(row: Row, board: Board) -> list[object]:
    return [row.block_name] if board.block else [row.block_name, row.block_rank]


def _standing(row: Row) -> list[object]:
    measured = (round_half_up(value, 2) for value in (row.measured.points, row.measured.most))
    return [*measured, _("Provisional, not published")]


def _exported(row: Row, board: Board) -> list[object]:
    record = row.record
    areas = [None if area["percent"] is None else _rounded(area["percent"]) for area in record["areas"]]
    low, high = record["interval"]["low"], record["interval"]["high"]
    place = places(board.reading, board.block)[row.code]
    # Where no survey leaves an interval there is none to name.
    interval: list[object] = [None, None] if low == high else [Decimal(low), Decimal(high)]
    return [
        row.rank,
        row.code,
        row.name,
        Decimal(record["shown"]),
        place.low,
        place.high,
        *interval,
        row.band,
        *areas,
    ]


def _rounded(value: str) -> Decimal:
    return round_half_up(restored(value), 2)
