"""How firm a rank is: what other weights, other readings and chance in the surveys would make of it.

Points and indexes are exact; only the survey intervals, which are estimates, use floats. The weight noise reckons
with whole numbers, so that the same seed gives the same places on every machine.
Method: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from operator import mul
from random import Random

from motcua.reform.rules.edition import Edition, MissingPolicy
from motcua.reform.rules.index import HUNDRED, AreaResult, Card, Result, compute, counted
from motcua.reform.rules.numbers import clamp, round_half_up
from motcua.reform.rules.ranking import rank
from motcua.reform.rules.sampling import Interval

Cards = Mapping[str, Card]
Ranks = Mapping[str, int]
# How results are looked at. What is recorded is computed again the way it was: the first way left ties as they are
# when a criterion is left out, and placed nobody within a peer block.
FIRST_METHOD, METHOD = 1, 2
METHODS = range(FIRST_METHOD, METHOD + 1)
TIES_PARTED = BLOCKS_PLACED = 2
# The middle nine tenths of the draws, as COINr's rank plots show them.
TAIL = Fraction(1, 20)
# Weights are drawn in thousandths and points counted in millionths: whole numbers, exactly alike everywhere.
_WEIGHT_UNIT, _POINT_UNIT = 1000, 10**6


@dataclass(frozen=True, kw_only=True)
class SurveyRange:
    """What a survey could also have given: points of one criterion at the bounds of its confidence interval."""

    criterion: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One way to look at the same scores: its kind, what was changed, and the places that come out."""

    kind: str
    what: str
    ranks: Ranks = field(hash=False)


@dataclass(frozen=True, kw_only=True)
class Robustness:
    """Beside the rank: best and worst place over all trials and draws, and who cannot be told apart."""

    low: Ranks
    high: Ranks
    trials: tuple[Trial, ...]
    shares: Mapping[str, Mapping[int, Fraction]]
    intervals: Mapping[str, Interval]
    groups: tuple[tuple[str, ...], ...]


def examine(
    edition: Edition,
    cards: Cards,
    *,
    alternatives: Mapping[str, Cards] | None = None,
    surveys: Mapping[str, Sequence[SurveyRange]] | None = None,
    seed: int = 1,
    method: int = METHOD,
) -> Robustness:
    """Everything beside the rank. ``alternatives`` are the cards that other survey methods would give, by method;
    ``surveys`` the ranges of each agency's survey criteria. The same ``seed`` gives the same draws everywhere.
    """
    trials = (
        Trial(kind="full", what="", ranks=ranks_of(edition, cards)),
        *leave_one_out(edition, cards, parts_ties=method >= TIES_PARTED),
        *missing_policies(edition, cards),
        *(
            Trial(kind="survey_method", what=method, ranks=ranks_of(edition, other))
            for method, other in sorted((alternatives or {}).items())
        ),
    )
    settings = edition.settings
    shares = weight_noise(edition, cards, spread=settings.noise, draws=settings.draws, seed=seed)
    intervals = {
        code: index_interval(edition, card, (surveys or {}).get(code, ())) for code, card in cards.items()
    }
    low, high = _extremes(trials, shares)
    order = sorted(cards, key=lambda code: (trials[0].ranks[code], code))
    return Robustness(
        low=low,
        high=high,
        trials=trials,
        shares=shares,
        intervals=intervals,
        groups=inseparable(order, intervals),
    )


def ranks_of(edition: Edition, cards: Cards, *, missing: MissingPolicy | None = None) -> dict[str, int]:
    """Places by the displayed index; what the edition names as tie-breakers parts equal ones."""
    results = {code: compute(edition, card, missing=missing) for code, card in cards.items()}
    breakers = {code: _breakers(edition, cards[code], result) for code, result in results.items()}
    return rank({code: result.shown for code, result in results.items()}, breakers=breakers)


def _breakers(edition: Edition, card: Card, result: Result, *, without: str = "") -> list[Decimal]:
    """The displayed percentage of each area, or points of each criterion, by which ties are parted; ``without`` a
    criterion, as if the edition did not know it.
    """
    areas = {area.code: area for area in result.areas}
    values = [
        _percent(edition, card, areas[code], without)
        if code in areas
        else card.scores.get(code) or Fraction(0)
        for code in edition.settings.tie_breakers
        if code != without
    ]
    return [round_half_up(value, result.precision) for value in values]


def _percent(edition: Edition, card: Card, area: AreaResult, without: str) -> Fraction:
    if not without or edition.criterion(without).area != area.code:
        return area.percent or Fraction(0)
    points, most = counted(edition.criterion(without), card, edition.settings.missing)
    maximum = area.maximum - most
    return (area.points - points) / maximum * HUNDRED if maximum else Fraction(0)


def missing_policies(edition: Edition, cards: Cards) -> list[Trial]:
    """The places under each other reading of "not applicable"."""
    others = [policy for policy in MissingPolicy if policy != edition.settings.missing]
    return [
        Trial(kind="missing", what=policy, ranks=ranks_of(edition, cards, missing=policy))
        for policy in others
    ]


def leave_one_out(edition: Edition, cards: Cards, *, parts_ties: bool = True) -> list[Trial]:
    """The places without each criterion in turn; ties are parted as those of the full index are, unless a result
    is computed again that was recorded when they were not.
    """
    dropped = {at: _without_each(edition, card, parts_ties=parts_ties) for at, card in cards.items()}
    return [
        Trial(
            kind="without",
            what=item.code,
            ranks=rank(
                {at: shown[item.code][0] for at, shown in dropped.items()},
                breakers={at: shown[item.code][1] for at, shown in dropped.items()},
            ),
        )
        for item in edition.criteria
    ]


def index_without(edition: Edition, card: Card, dropped: Iterable[str]) -> Fraction:
    """The index of a card from which criteria are taken out altogether."""
    gone = set(dropped)
    policy, result = edition.settings.missing, compute(edition, card)
    pairs = [counted(item, card, policy) for item in edition.criteria if item.code in gone]
    base = result.base - sum((points for points, _most in pairs), Fraction(0))
    maximum = result.maximum - sum((most for _points, most in pairs), Fraction(0))
    percent = base / maximum * HUNDRED if maximum else Fraction(0)
    return clamp(percent + result.bonus - result.penalty, Fraction(0), HUNDRED)


def _without_each(
    edition: Edition, card: Card, *, parts_ties: bool
) -> dict[str, tuple[Decimal, list[Decimal]]]:
    """By criterion: the displayed index without it, and what parts ties then."""
    policy, result = edition.settings.missing, compute(edition, card)
    extra = result.bonus - result.penalty
    found = {}
    for criterion in edition.criteria:
        points, most = counted(criterion, card, policy)
        maximum = result.maximum - most
        percent = (result.base - points) / maximum * HUNDRED if maximum else Fraction(0)
        shown = round_half_up(clamp(percent + extra, Fraction(0), HUNDRED), result.precision)
        breakers = _breakers(edition, card, result, without=criterion.code) if parts_ties else []
        found[criterion.code] = shown, breakers
    return found


def weight_noise(
    edition: Edition, cards: Cards, *, spread: Fraction, draws: int, seed: int
) -> dict[str, dict[int, Fraction]]:
    """Share of draws in which each agency takes each place, when every weight is multiplied by a number drawn
    evenly from 1 − spread to 1 + spread, the same for all agencies.
    """
    rows = [_weighable(edition, code, cards[code]) for code in sorted(cards)]
    kinds = {row.most for row in rows}
    places: dict[str, Counter[int]] = {code: Counter() for code in cards}
    random, size = Random(seed), len(edition.criteria)  # noqa: S311 - repeatable on purpose, no secret
    possible = range(round((1 - spread) * _WEIGHT_UNIT), round((1 + spread) * _WEIGHT_UNIT) + 1)
    for _draw in range(draws):
        weights = random.choices(possible, k=size)
        maxima = {most: sum(map(mul, weights, most)) for most in kinds}
        values = {row.code: row.noisy(weights, maxima[row.most]) for row in rows}
        for code, place in rank(values).items():
            places[code][place] += 1
    return {
        code: {place: Fraction(times, draws) for place, times in sorted(counts.items())}
        for code, counts in places.items()
    }


@dataclass(frozen=True)
class _Weighable:
    """An agency's points and most points by criterion, in whole units; ``extra`` is bonus − penalty."""

    code: str
    points: tuple[int, ...]
    most: tuple[int, ...]
    extra: float

    def noisy(self, weights: Sequence[int], maximum: int) -> float:
        """The index under other weights. One whole number divided by another is rounded alike everywhere."""
        return (sum(map(mul, weights, self.points)) / maximum * 100 if maximum else 0.0) + self.extra


def _weighable(edition: Edition, code: str, card: Card) -> _Weighable:
    result = compute(edition, card)
    pairs = [counted(criterion, card, edition.settings.missing) for criterion in edition.criteria]
    return _Weighable(
        code,
        tuple(round(points * _POINT_UNIT) for points, _most in pairs),
        tuple(round(most * _POINT_UNIT) for _points, most in pairs),
        float(result.bonus - result.penalty),
    )


def index_interval(edition: Edition, card: Card, ranges: Sequence[SurveyRange]) -> Interval:
    """The index with the surveys' chance carried in: shifts of independent surveys add by their squares."""
    result = compute(edition, card)
    if not result.maximum:
        return Interval(low=0.0, high=0.0)
    down = up = 0.0
    for item in ranges:
        points = card.scores.get(item.criterion)
        if points is not None:
            down += float(max(points - item.low, Fraction(0)) / result.maximum * HUNDRED) ** 2
            up += float(max(item.high - points, Fraction(0)) / result.maximum * HUNDRED) ** 2
    index = float(result.index)
    return Interval(low=max(0.0, index - math.sqrt(down)), high=min(100.0, index + math.sqrt(up)))


def inseparable(order: Sequence[str], intervals: Mapping[str, Interval]) -> tuple[tuple[str, ...], ...]:
    """Groups of agencies, best first, whose intervals hang together: between two groups there is a gap."""
    groups: list[list[str]] = []
    floor = math.inf
    for code in sorted(order, key=lambda at: (-intervals[at].high, order.index(at))):
        interval = intervals[code]
        if groups and interval.high >= floor:
            groups[-1].append(code)
        else:
            groups.append([code])
            floor = math.inf
        floor = min(floor, interval.low)
    return tuple(tuple(sorted(group, key=order.index)) for group in groups)


def _extremes(
    trials: Sequence[Trial], shares: Mapping[str, Mapping[int, Fraction]]
) -> tuple[dict[str, int], dict[str, int]]:
    low, high = {}, {}
    for code in trials[0].ranks:
        seen = [trial.ranks[code] for trial in trials]
        middle = _middle(shares.get(code, {}))
        low[code], high[code] = min([*seen, *middle]), max([*seen, *middle])
    return low, high


def _middle(shares: Mapping[int, Fraction]) -> list[int]:
    """Best and worst place when a twentieth of the draws is left out at either end."""
    ends = []
    for places in (sorted(shares), sorted(shares, reverse=True)):
        passed = Fraction(0)
        for place in places:
            passed += shares[place]
            if passed > TAIL:
                ends.append(place)
                break
    return ends
