"""One agency's page: where it stands, area by area and criterion by criterion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext

from motcua.platform.indicators.api import UnknownIndicator, get_indicator
from motcua.reform.editions.presentation import figure_text, input_names, points_text, used_text
from motcua.reform.editions.settings_words import block_name, only_for
from motcua.reform.results import charts
from motcua.reform.results.charts import Chart
from motcua.reform.results.presentation import named
from motcua.reform.results.radar import radar
from motcua.reform.results.reading import Reading
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import Card, Result, compute
from motcua.reform.rules.scoring import Inputs
from motcua.reform.rules.whatif import FigureTable, Year


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What an agency's page is made of: its cards by column, the figures behind the leading one.

    ``column`` says which one leads; ``year`` is set while the rated year runs and its figures are not frozen;
    ``unknown`` are criteria that apply and of which nobody has said anything yet.
    """

    code: str
    name: str
    edition: Edition
    card: Card
    figures: FigureTable = field(hash=False)
    own: Card | None = None
    decided: Card | None = None
    others: Mapping[str, Card] = field(default_factory=dict, hash=False)
    column: str = "final"
    year: Year | None = None
    unknown: frozenset[str] = frozenset()

    @property
    def result(self) -> Result:
        return compute(self.edition, self.card)


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    """One criterion with its points and the figures behind them; where there are none, ``note`` says why."""

    code: str
    name: str
    area: str
    most: str
    points: str
    figures: tuple[str, ...]
    note: str = ""
    until: date | None = None


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


def area_chart(standing: Standing) -> Chart:
    """Areas of this agency, with the mean of its peers where others may be seen."""
    own, peers = standing.result, peers_of(standing)
    series = {standing.name: [area.percent for area in own.areas]}
    if peers:
        results = [own, *(compute(standing.edition, card) for card in peers)]
        series[_mean_name(standing)] = [
            _mean([result.areas[at].percent for result in results]) for at in range(len(own.areas))
        ]
    return radar(names=[named(area) for area in standing.edition.areas], series=series)


def peers_of(standing: Standing) -> list[Card]:
    """The other agencies that are measured on the same criteria."""
    return [card for card in standing.others.values() if card.block == standing.card.block]


def _mean_name(standing: Standing) -> str:
    if len(peers_of(standing)) == len(standing.others):
        return gettext("Mean of all agencies")
    return gettext("Mean of the block: %(block)s") % {"block": block_name(standing.card.block)}


def left_out(standing: Standing) -> list[Criterion]:
    """Criteria of the edition that are for agencies of other peer blocks."""
    return [item for item in standing.edition.criteria if not item.applies_to(standing.card.block)]


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


def criterion_lines(standing: Standing) -> list[CriterionLine]:
    """Every criterion with points and raw figures, or why it does not apply; ``until`` while it can still be done
    this year.
    """
    names = {area.code: named(area) for area in standing.edition.areas}
    return [
        _line(standing, criterion, names[criterion.area])
        if criterion.applies_to(standing.card.block)
        else _left_out(criterion, names[criterion.area])
        for criterion in standing.edition.criteria
    ]


def _line(standing: Standing, criterion: Criterion, area: str) -> CriterionLine:
    figures = _figures(criterion, standing.figures.get(criterion.code))
    is_unmeasured = criterion.is_only_measured and criterion.code in standing.card.unmeasured
    return CriterionLine(
        code=criterion.code,
        name=named(criterion),
        area=area,
        most=points_text(criterion.points),
        points=points_text(standing.card.scores.get(criterion.code, Fraction(0))),
        figures=figures,
        note="" if figures else gettext("not measured") if is_unmeasured else gettext("by appraisal"),
        until=_until(standing, criterion),
    )


def _left_out(criterion: Criterion, area: str) -> CriterionLine:
    return CriterionLine(
        code=criterion.code,
        name=named(criterion),
        area=area,
        most=points_text(criterion.points),
        points=gettext("n/a"),
        figures=(),
        note=only_for(criterion),
    )


def _until(standing: Standing, criterion: Criterion) -> date | None:
    inputs = standing.figures.get(criterion.code)
    if standing.year is None or not inputs:
        return None
    return criterion.rule.still_open(inputs, standing.year.rest(criterion, inputs))


def _figures(criterion: Criterion, inputs: Inputs | None) -> tuple[str, ...]:
    if not inputs:
        return ()
    figures = tuple(
        f"{name}: {figure_text(inputs[key])}"
        for key, name in figure_names(criterion).items()
        if key in inputs
    )
    used = used_text(criterion, inputs)
    return (*figures, gettext("Taken from: %(source)s") % {"source": used}) if used else figures


def figure_names(criterion: Criterion) -> dict[str, str]:
    """What each figure is called: by what is counted where a room counts it, else as the rule calls its input."""
    return {key: _counted(criterion, key) or name for key, name in input_names(criterion).items()}


def _counted(criterion: Criterion, key: str) -> str:
    if key not in ("num", "den"):
        return ""
    try:
        return str(get_indicator(criterion.inputs.get(key, "")).name)
    except UnknownIndicator:
        return ""


def criterion_name(edition: Edition, code: str) -> str:
    """Code and name of a criterion, a bonus or a penalty."""
    extra = next((kind for kind in (*edition.bonuses, *edition.penalties) if kind.code == code), None)
    return f"{code} {named(extra or edition.criterion(code))}"
