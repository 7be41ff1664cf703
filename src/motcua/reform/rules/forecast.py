"""Where a running year is heading."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import Card
from motcua.reform.rules.scoring import BadInput, Inputs, MissingInput
from motcua.reform.rules.whatif import FigureTable, Year

ZERO = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """One criterion at the end of the year if it goes on as in the part that has passed; ``until`` is the last day on
    which what is missing can still be done, and ``expected`` trusts that it is.
    """

    criterion: str
    points: Fraction | None
    expected: Fraction | None
    until: date | None = None


def forecast(edition: Edition, card: Card, figures: FigureTable, *, year: Year) -> list[Forecast]:
    """Points now and at the end of the year, by criterion. Shares stay as they are, counted events and things grow
    with the year, and what is due on a day that has not passed is taken as done by then.
    """
    return [
        _forecast(criterion, card, figures.get(criterion.code), year)
        for criterion in edition.criteria
        if criterion.applies_to(card.block)
    ]


def _forecast(criterion: Criterion, card: Card, inputs: Inputs | None, year: Year) -> Forecast:
    rule, points = criterion.rule, card.scores.get(criterion.code, ZERO)
    expected, until = points, None
    if inputs:
        try:
            rest = year.rest(criterion, inputs)
            until = rule.still_open(inputs, rest)
            expected = (
                rule.most(inputs, rest) if until else rule.score(rule.projected(inputs, year.elapsed)).points
            )
            expected = _as_decided(expected, points, rule.score(inputs).points)
        except (BadInput, MissingInput):
            expected, until = points, None
    return Forecast(criterion=criterion.code, points=points, expected=expected, until=until)


def _as_decided(expected: Fraction | None, points: Fraction | None, said: Fraction | None) -> Fraction | None:
    """Points that were set lower than the figures say stay so much lower."""
    if expected is None or points is None or said is None:
        return expected
    return max(ZERO, expected - max(ZERO, said - points))


def expected_card(card: Card, forecasts: Sequence[Forecast]) -> Card:
    """The card that the forecasts add up to."""
    return replace(card, scores={**card.scores, **{item.criterion: item.expected for item in forecasts}})
