"""Everything that follows from the cards of a season: results, places, how firm they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import Card, Result, compute
from motcua.reform.rules.numbers import round_half_up
from motcua.reform.rules.robustness import (
    BLOCKS_PLACED,
    METHOD,
    Cards,
    Robustness,
    SurveyRange,
    examine,
)
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.survey_range import SurveyInput, points_by, survey_range
from motcua.reform.rules.whatif import with_points


class Rated(Protocol):
    """An agency with its cards, as :class:`motcua.reform.rules.snapshot.AgencyCard` holds them."""

    @property
    def code(self) -> str: ...
    @property
    def columns(self) -> Mapping[str, object]: ...
    @property
    def surveys(self) -> Mapping[str, SurveyInput]: ...
    def taken_off(self, criterion: Criterion) -> Fraction: ...
    def card(self, column: str = "final") -> Card: ...


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Results by agency, what stands beside their ranks, and the shown index of every column.

    ``blocks`` is the same look at each peer block by itself; empty where all agencies stand in one.
    """

    results: Mapping[str, Result] = field(hash=False)
    robustness: Robustness
    columns: Mapping[str, Mapping[str, Decimal]] = field(hash=False)
    blocks: Mapping[str, Robustness] = field(default_factory=dict, hash=False)

    def interval(self, code: str) -> tuple[Decimal, Decimal]:
        """The interval of an index, rounded as the index is."""
        interval, places = self.robustness.intervals[code], self.results[code].precision
        return round_half_up(Fraction(interval.low), places), round_half_up(Fraction(interval.high), places)


def look(edition: Edition, agencies: Sequence[Rated], *, seed: int, method: int = METHOD) -> Outcome:
    """What the final column of ``agencies`` comes to, with all that is said beside it."""
    cards = {agency.code: agency.card() for agency in agencies}
    blocks = peer_blocks(card.block for card in cards.values()) if method >= BLOCKS_PLACED else []
    return Outcome(
        results={code: compute(edition, card) for code, card in cards.items()},
        robustness=_examined(edition, agencies, seed, method),
        columns={
            agency.code: {name: compute(edition, agency.card(name)).shown for name in agency.columns}
            for agency in agencies
        },
        blocks={
            block: _examined(
                edition, [agency for agency in agencies if cards[agency.code].block == block], seed, method
            )
            for block in blocks
        },
    )


def peer_blocks(blocks: Iterable[str]) -> list[str]:
    """The blocks in which agencies are placed among themselves; none where there is but one."""
    named = sorted({block for block in blocks if block})
    return named if len(named) > 1 else []


def _examined(edition: Edition, agencies: Sequence[Rated], seed: int, method: int) -> Robustness:
    return examine(
        edition,
        {agency.code: agency.card() for agency in agencies},
        alternatives=_alternatives(edition, agencies),
        surveys={agency.code: _ranges(edition, agency) for agency in agencies},
        seed=seed,
        method=method,
    )


def _ranges(edition: Edition, agency: Rated) -> list[SurveyRange]:
    method = Method(edition.settings.survey_method)
    card, found = agency.card(), []
    for code, survey in sorted(agency.surveys.items()):
        criterion = edition.criterion(code)
        bounds = survey_range(criterion, survey, method)
        if bounds is not None:
            found.append(_lowered(bounds, card.scores.get(code), agency.taken_off(criterion)))
    return found


def _lowered(bounds: SurveyRange, points: Fraction | None, by: Fraction) -> SurveyRange:
    """What chance could still make of points that an inspection has lowered: as much less at either end, and nothing
    where nothing is left.
    """
    if not by:
        return bounds
    if not points:
        return replace(bounds, low=Fraction(0), high=Fraction(0))
    return replace(bounds, low=max(Fraction(0), bounds.low - by), high=max(points, bounds.high - by))


def _alternatives(edition: Edition, agencies: Sequence[Rated]) -> dict[str, Cards]:
    """The cards by every other method that all agencies' answers allow."""
    present = Method(edition.settings.survey_method)
    if not any(agency.surveys for agency in agencies):
        return {}
    others = [method for method in Method if method not in (present, Method.OVERALL_QUESTION)]
    return {
        str(method): {agency.code: _card_by(edition, agency, present, method) for agency in agencies}
        for method in others
    }


def _card_by(edition: Edition, agency: Rated, present: Method, method: Method) -> Card:
    card = agency.card()
    for code, survey in sorted(agency.surveys.items()):
        criterion = edition.criterion(code)
        points = points_by(criterion, survey, method)
        # Points that somebody set otherwise do not follow the survey, whatever its method.
        if points is not None and card.scores.get(code) == points_by(criterion, survey, present):
            card = with_points(card, code, points)
    return card
