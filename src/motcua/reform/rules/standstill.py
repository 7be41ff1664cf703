"""Points that no single change lifts, and why: what an agency can stop looking for."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import HUNDRED, Card, compute
from motcua.reform.rules.scoring import BadInput, Inputs, MissingInput, Why
from motcua.reform.rules.scoring.opinions import Trend
from motcua.reform.rules.whatif import FigureTable, Year, actions, applicable, taken_off

ZERO = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Standstill:
    """A criterion (or a penalty, by its code) with ``left`` points that no single change lifts."""

    criterion: str
    left: Fraction
    why: Why


def standstills(
    edition: Edition, card: Card, figures: FigureTable, *, year: Year | None = None
) -> list[Standstill]:
    """Those of which figures are known and that no action of :func:`actions` speaks of, most points first. None where
    the index is whole already.
    """
    if compute(edition, card).index == HUNDRED:
        return []
    lifted = {action.criterion for action in actions(edition, card, figures, year=year)}
    found = [*_of_criteria(edition, card, figures, year), *_of_penalties(edition, card, year)]
    left = [item for item in found if item.left > 0 and item.criterion not in lifted]
    return sorted(left, key=lambda item: (-item.left, item.criterion))


def _of_criteria(
    edition: Edition, card: Card, figures: FigureTable, year: Year | None
) -> Iterator[Standstill]:
    for criterion in applicable(edition, card):
        inputs = figures.get(criterion.code)
        if inputs:
            left = criterion.points - (card.scores.get(criterion.code) or ZERO)
            yield Standstill(criterion=criterion.code, left=left, why=_why(criterion, card, inputs, year))


def _why(criterion: Criterion, card: Card, inputs: Inputs, year: Year | None) -> Why:
    rule = criterion.rule
    try:
        if rule.measures_nothing(inputs):
            return Why.NOTHING
        if rule.kind == Trend.kind:
            return rule.hindrance
        if taken_off(criterion, card, inputs) and rule.score(inputs).points == criterion.points:
            return Why.DECIDED
    except (BadInput, MissingInput):
        return Why.UNREADABLE
    return Why.TOGETHER if year is None else rule.hindrance


def _of_penalties(edition: Edition, card: Card, year: Year | None) -> Iterator[Standstill]:
    for kind in edition.penalties:
        cases = card.extras.get(kind.code, 0)
        why = Why.HAPPENED if year is not None else Why.TOGETHER
        yield Standstill(criterion=kind.code, left=min(kind.cap, kind.each * cases), why=why)
