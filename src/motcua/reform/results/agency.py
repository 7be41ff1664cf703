"""One agency's page: where it stands, what would lift it, where the year is heading, how far it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from motcua.reform.editions.presentation import figure_text, input_names, points_text
from motcua.reform.results import charts
from motcua.reform.results.charts import Chart, shown, signed, written
from motcua.reform.results.presentation import named
from motcua.reform.results.reading import Reading
from motcua.reform.rules.bridge import year_on_year
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import Card, Result, compute
from motcua.reform.rules.scoring import Inputs
from motcua.reform.rules.whatif import (
    Action,
    actions,
    expected_card,
    forecast,
    next_band,
    reachable,
    way_to,
)

FigureTable = Mapping[str, Inputs]
_MOST: Final = 12
_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What an agency's page is made of: its cards by column, the figures behind the leading one."""

    code: str
    name: str
    edition: Edition
    card: Card
    figures: FigureTable = field(hash=False)
    own: Card | None = None
    decided: Card | None = None
    others: Mapping[str, Card] = field(default_factory=dict, hash=False)

    @property
    def result(self) -> Result:
        return compute(self.edition, self.card)


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    """One change of one figure in words, with what it brings."""

    criterion: str
    change: str
    points: str
    gain: str
    index: str


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """The way to the class above; ``reached`` False when all actions together do not."""

    band: str
    lower: str
    actions: tuple[ActionLine, ...]
    index: str
    reached: bool


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    """One criterion with its points and the figures behind them."""

    code: str
    name: str
    area: str
    most: str
    points: str
    figures: tuple[str, ...]


def standing_of(reading: Reading, code: str) -> Standing:
    """From a published (or provisional) document. Raises ``KeyError``."""
    agency = reading.agency(code)
    column = agency.columns["final"]
    return Standing(
        code=code,
        name=named(agency),
        edition=reading.edition,
        card=agency.card(),
        figures={key: entry.inputs for key, entry in column.items() if entry.inputs is not None},
        own=agency.card("self") if agency.columns.get("self") else None,
        decided=agency.card() if agency.columns.get("self") else None,
        others={other.code: other.card() for other in reading.agencies if other.code != code},
    )


def area_chart(standing: Standing, *, own: str, mean: str) -> Chart:
    """Areas of this agency, with the mean of all where others may be seen."""
    results = [standing.result, *(compute(standing.edition, card) for card in standing.others.values())]
    series = {own: [area.percent for area in results[0].areas]}
    if standing.others:
        series[mean] = [
            _mean([result.areas[at].percent for result in results]) for at in range(len(series[own]))
        ]
    return charts.radar(names=[named(area) for area in standing.edition.areas], series=series)


def _mean(values: list[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def waterfall_chart(standing: Standing) -> Chart | None:
    """From the agency's own points to the decided ones, by area; None before both may be seen."""
    if standing.own is None or standing.decided is None:
        return None
    own, decided = compute(standing.edition, standing.own), compute(standing.edition, standing.decided)
    steps = {
        named(area): after.points - before.points
        for area, before, after in zip(standing.edition.areas, own.areas, decided.areas, strict=True)
        if after.points != before.points
    }
    return charts.waterfall(start=own.base, end=decided.base, steps=steps)


def reach_lines(standing: Standing) -> list[tuple[str, str, str, str]]:
    """Criterion, points, most points and index points that lie between, greatest first."""
    found = [reach for reach in reachable(standing.edition, standing.card) if reach.gain > 0]
    return [
        (
            _criterion_name(standing.edition, reach.criterion),
            points_text(reach.points),
            points_text(reach.most),
            signed(reach.gain),
        )
        for reach in found[:_MOST]
    ]


def action_lines(standing: Standing) -> list[ActionLine]:
    """Single changes of figures that lift the index, the greatest of each criterion."""
    best: dict[str, Action] = {}
    for action in actions(standing.edition, standing.card, standing.figures):
        best.setdefault(action.criterion, action)
    return [_action(standing.edition, action) for action in list(best.values())[:_MOST]]


def _action(edition: Edition, action: Action) -> ActionLine:
    criterion = edition.criterion(action.criterion)
    name = input_names(criterion).get(action.input, action.input)
    return ActionLine(
        criterion=_criterion_name(edition, action.criterion),
        change=f"{name}: {figure_text(action.before)} → {figure_text(action.after)}",
        points=signed(action.points),
        gain=signed(action.gain),
        index=written(action.index),
    )


def outlook_of(standing: Standing) -> Outlook | None:
    """The fewest actions to the class above; None in the highest."""
    band = next_band(standing.edition, standing.card)
    if band is None:
        return None
    way = way_to(standing.edition, standing.card, standing.figures, band)
    return Outlook(
        band=named(band),
        lower=points_text(band.lower),
        actions=tuple(_action(standing.edition, action) for action in way.actions[:_MOST]),
        index=written(way.index),
        reached=way.reached,
    )


@dataclass(frozen=True, kw_only=True)
class YearEnd:
    """Where the year is heading if it goes on as until now, and the criteria that would change."""

    index: str
    band: str
    lines: tuple[tuple[str, str, str], ...]


def year_end_of(standing: Standing, *, today: date) -> YearEnd | None:
    """A forecast while the rated year runs; None outside of it, and in its first month, which tells nothing."""
    start, end = date(standing.edition.year, 1, 1), date(standing.edition.year, 12, 31)
    days = (end - start).days + 1
    passed = Fraction((today - start).days + 1, days)
    if not Fraction(1, _MONTHS) <= passed < 1:
        return None
    items = forecast(standing.edition, standing.card, standing.figures, elapsed=passed)
    result = compute(standing.edition, expected_card(standing.card, items))
    changed = [item for item in items if item.expected != item.points]
    return YearEnd(
        index=written(result.shown),
        band=named(result.band),
        lines=tuple(
            (
                _criterion_name(standing.edition, item.criterion),
                points_text(item.points),
                points_text(item.expected),
            )
            for item in changed
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Progress:
    """This year against the one before, on the criteria that stayed the same and applied in both."""

    year: int
    count: int
    old: str
    new: str
    change: str


def progress_of(standing: Standing, former: Reading | None) -> Progress | None:
    """None without a former result of this agency, or with nothing in common."""
    if former is None or standing.code not in former.results:
        return None
    pair = year_on_year(former.edition, former.agency(standing.code).card(), standing.edition, standing.card)
    if pair.change is None:
        return None
    return Progress(
        year=former.edition.year,
        count=len(pair.criteria),
        old=shown(pair.old),
        new=shown(pair.new),
        change=signed(pair.change),
    )


def criterion_lines(standing: Standing) -> list[CriterionLine]:
    """Every criterion that applies, with points and raw figures."""
    names = {area.code: named(area) for area in standing.edition.areas}
    return [
        CriterionLine(
            code=criterion.code,
            name=named(criterion),
            area=names[criterion.area],
            most=points_text(criterion.points),
            points=points_text(standing.card.scores.get(criterion.code, Fraction(0))),
            figures=_figures(criterion, standing.figures.get(criterion.code)),
        )
        for criterion in standing.edition.criteria
        if criterion.applies_to(standing.card.block)
    ]


def _figures(criterion: Criterion, inputs: Inputs | None) -> tuple[str, ...]:
    if not inputs:
        return ()
    return tuple(
        f"{name}: {figure_text(inputs[key])}" for key, name in input_names(criterion).items() if key in inputs
    )


def _criterion_name(edition: Edition, code: str) -> str:
    return f"{code} {named(edition.criterion(code))}"
