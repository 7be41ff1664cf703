"""What would lift an agency, by how much, and where the year is heading. Only rules that never punish doing better."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from motcua.reform.rules.edition import Band, Criterion, Edition
from motcua.reform.rules.index import Card, band_of, compute
from motcua.reform.rules.scoring import BadInput, Figure, Inputs, MissingInput

ZERO = Fraction(0)
FigureTable = Mapping[str, Inputs]


@dataclass(frozen=True, kw_only=True)
class Action:
    """One change of one figure and what it brings: points of the criterion, index points, the index after it."""

    criterion: str
    input: str
    before: Figure
    after: Figure
    points: Fraction
    gain: Fraction
    index: Decimal


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What a criterion still has to give: points now, most, and the index points that lie between."""

    criterion: str
    points: Fraction
    most: Fraction
    gain: Fraction


@dataclass(frozen=True, kw_only=True)
class Way:
    """The fewest actions that reach a band, greatest gain first; ``reached`` is False when all together do not."""

    band: Band
    actions: tuple[Action, ...]
    index: Decimal
    reached: bool


def with_points(card: Card, code: str, points: Fraction | None) -> Card:
    """The same card with other points for one criterion."""
    return Card(
        scores={**card.scores, code: points},
        extras=card.extras,
        disqualified=card.disqualified,
        block=card.block,
    )


def reachable(edition: Edition, card: Card) -> list[Reach]:
    """What full points in each applicable criterion would bring, greatest gain first."""
    present = compute(edition, card).index
    found = [_reach(edition, card, criterion, present) for criterion in _applicable(edition, card)]
    return sorted(found, key=lambda reach: (-reach.gain, reach.criterion))


def _reach(edition: Edition, card: Card, criterion: Criterion, present: Fraction) -> Reach:
    full = compute(edition, with_points(card, criterion.code, criterion.points)).index
    points = card.scores.get(criterion.code) or ZERO
    return Reach(criterion=criterion.code, points=points, most=criterion.points, gain=full - present)


def _applicable(edition: Edition, card: Card) -> Iterator[Criterion]:
    for criterion in edition.criteria:
        if criterion.applies_to(card.block) and card.scores.get(criterion.code, ZERO) is not None:
            yield criterion


def actions(edition: Edition, card: Card, figures: FigureTable) -> list[Action]:
    """Single changes that lift the index, greatest gain first; ``figures`` are the present inputs by criterion.

    A criterion without figures, or with ones its rule cannot read, offers none.
    """
    present = compute(edition, card).index
    found = [
        action
        for criterion in _applicable(edition, card)
        for action in _actions_of(edition, card, criterion, figures.get(criterion.code), present)
    ]
    return sorted(found, key=lambda action: (-action.gain, action.criterion, action.input))


def _actions_of(
    edition: Edition, card: Card, criterion: Criterion, inputs: Inputs | None, present: Fraction
) -> Iterator[Action]:
    if inputs is None:
        return
    try:
        steps = list(criterion.rule.steps(inputs))
    except (BadInput, MissingInput):
        return
    had = card.scores.get(criterion.code) or ZERO
    for step in steps:
        after = compute(edition, with_points(card, criterion.code, step.points))
        if after.index > present:
            yield Action(
                criterion=criterion.code,
                input=step.input,
                before=step.before,
                after=step.after,
                points=step.points - had,
                gain=after.index - present,
                index=after.shown,
            )


def next_band(edition: Edition, card: Card) -> Band | None:
    """The class above the present one, by the index alone; None in the highest."""
    bands = edition.settings.bands
    place = bands.index(band_of(edition, compute(edition, card).shown))
    return bands[place - 1] if place else None


def way_to(edition: Edition, card: Card, figures: FigureTable, band: Band) -> Way:
    """The fewest single actions, one a criterion, with which ``card`` reaches ``band``.

    Gains in different criteria add up while the maximum stays the same, so taking the greatest first is the
    fewest.
    """
    best: dict[str, Action] = {}
    for action in actions(edition, card, figures):
        best.setdefault(action.criterion, action)
    taken: list[Action] = []
    for action in best.values():
        if Fraction(compute(edition, card).shown) >= band.lower:
            break
        card = with_points(
            card, action.criterion, (card.scores.get(action.criterion) or ZERO) + action.points
        )
        taken.append(action)
    shown = compute(edition, card).shown
    return Way(band=band, actions=tuple(taken), index=shown, reached=Fraction(shown) >= band.lower)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """One criterion at the end of the year if it goes on as in the part that has passed."""

    criterion: str
    points: Fraction | None
    expected: Fraction | None


def forecast(edition: Edition, card: Card, figures: FigureTable, *, elapsed: Fraction) -> list[Forecast]:
    """Points now and at the end of the year, by criterion. Shares stay as they are, counted events and things grow
    with the year; ``elapsed`` is the share of the year that has passed (0 < elapsed ≤ 1).
    """
    return [
        Forecast(
            criterion=criterion.code,
            points=card.scores.get(criterion.code, ZERO),
            expected=_expected(criterion, card, figures.get(criterion.code), elapsed),
        )
        for criterion in edition.criteria
        if criterion.applies_to(card.block)
    ]


def _expected(criterion: Criterion, card: Card, inputs: Inputs | None, elapsed: Fraction) -> Fraction | None:
    present = card.scores.get(criterion.code, ZERO)
    if inputs is None:
        return present
    try:
        return criterion.rule.score(criterion.rule.projected(inputs, elapsed)).points
    except (BadInput, MissingInput):
        return present


def expected_card(card: Card, forecasts: Sequence[Forecast]) -> Card:
    """The card that the forecasts add up to."""
    return Card(
        scores={**card.scores, **{item.criterion: item.expected for item in forecasts}},
        extras=card.extras,
        disqualified=card.disqualified,
        block=card.block,
    )
