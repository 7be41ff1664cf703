"""Estimates from surveys: exact figures as fractions, and how far chance may have moved them.

Figures are exact; only the bounds of an interval and a standard error are floats, for a square root has no exact
value and neither is scored. The satisfaction index follows Decision 2640/QĐ-BNV and its successors: a factor's
index is the share of valid answers at 4 or 5 of five (the formula of Decision 1001/QĐ-BNV is not verified).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

__all__ = [
    "CONFIDENCE",
    "Z_95",
    "Estimate",
    "Interval",
    "Likert",
    "Method",
    "NoAnswers",
    "Stratum",
    "answered",
    "factor_index",
    "mean_score",
    "option_score",
    "sample_size",
    "satisfied",
    "sipas",
    "stratified",
    "wilson",
]

Z_95: Final = 1.95996
"""The two-sided 95 % point of the normal distribution, as the method's worked examples write it."""
CONFIDENCE: Final = Fraction(95, 100)
"""What :data:`Z_95` is the point of."""

_HUNDRED: Final = Fraction(100)
_SATISFIED_FROM: Final = 4

Likert = tuple[int, int, int, int, int]
"""Counts of valid answers 1 (very dissatisfied) to 5 (very satisfied) of one factor, item or question."""


class NoAnswers(ValueError):
    """Nobody answered: there is no figure, which is not zero."""


class Method(StrEnum):
    """How the factors become one satisfaction index; the edition names it."""

    MEAN = "mean"
    POOLED = "pooled"
    MEAN_SCORE = "mean_score"
    OVERALL_QUESTION = "overall_question"


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Bounds in percent."""

    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Stratum:
    """``weight`` = share of the population (together 1), ``share`` = estimate 0–1 from ``n`` answers."""

    weight: Fraction
    share: Fraction
    n: int


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A weighted estimate in percent; ``covered`` = weight of the strata that answered at all (1 = all of them)."""

    percent: Fraction
    standard_error: float
    interval: Interval
    covered: Fraction


def option_score(*, counts: Mapping[str, int], weights: Mapping[str, Fraction]) -> Fraction:
    """Share 0–1 of a question's points: Σ n_k·w_k / Σ n_k over the options that carry a weight.

    An option without a weight ("no opinion", E) is left out above and below the line. Raises :class:`NoAnswers`.
    """
    counted = {option: counts.get(option, 0) for option in weights}
    total = sum(counted.values())
    if total <= 0:
        raise NoAnswers
    return sum((weights[option] * number for option, number in counted.items()), Fraction(0)) / total


def answered(counts: Likert) -> int:
    """Valid answers; who skipped the item is not among them."""
    return sum(counts)


def satisfied(counts: Likert) -> int:
    """Answers at 4 or 5."""
    return sum(counts[_SATISFIED_FROM - 1 :])


def factor_index(counts: Likert) -> Fraction:
    """Percent of valid answers at 4 or 5. Raises :class:`NoAnswers`."""
    if answered(counts) <= 0:
        raise NoAnswers
    return Fraction(satisfied(counts), answered(counts)) * _HUNDRED


def mean_score(counts: Likert) -> Fraction:
    """The mean answer m as (m − 1)/4 × 100. Raises :class:`NoAnswers`."""
    if answered(counts) <= 0:
        raise NoAnswers
    mean = Fraction(sum(value * number for value, number in enumerate(counts, start=1)), answered(counts))
    return (mean - 1) / 4 * _HUNDRED


def sipas(*, factors: Sequence[Likert], method: Method, overall: Likert | None = None) -> Fraction:
    """The satisfaction index in percent.

    ``mean`` and ``mean_score`` are unweighted means over the factors; ``pooled`` takes all answers as one;
    ``overall_question`` asks ``overall`` alone. A factor that nobody answered has no index and leaves the mean.
    Raises :class:`NoAnswers`.
    """
    if method is Method.OVERALL_QUESTION:
        if overall is None:
            raise NoAnswers
        return factor_index(overall)
    known = [counts for counts in factors if answered(counts) > 0]
    if not known:
        raise NoAnswers
    if method is Method.POOLED:
        return Fraction(sum(map(satisfied, known)), sum(map(answered, known))) * _HUNDRED
    figure = factor_index if method is Method.MEAN else mean_score
    return sum(map(figure, known), Fraction(0)) / len(known)


def sample_size(*, population: int, error: Fraction = Fraction(1, 20)) -> int:
    """How many to ask: N/(1+N·e²), rounded up (Decision 1383/QĐ-BNV of 2012)."""
    return math.ceil(Fraction(population) / (1 + population * error * error))


def wilson(*, percent: Fraction, n: int, z: float = Z_95) -> Interval:
    """The Wilson interval of a percentage from ``n`` respondents, in percent.

    For a score between 0 and 100 it errs on the wide side: such an answer varies no more than yes and no do.
    Raises :class:`NoAnswers`.
    """
    if n <= 0:
        raise NoAnswers
    share, square = float(percent / _HUNDRED), z * z
    middle = share + square / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    scale = 100 / (1 + square / n)
    return Interval(low=max(0.0, (middle - spread) * scale), high=min(100.0, (middle + spread) * scale))


def stratified(*, strata: Sequence[Stratum], z: float = Z_95) -> Estimate:
    """S = ΣW_h·p_h with SE² = ΣW_h²·p_h(1−p_h)/(n_h−1).

    Strata without an answer leave the sum and the other weights are raised to 1 (``covered`` tells how much was
    there); one answer alone has no variance to show and counts with the greatest possible, 1/4. Raises
    :class:`NoAnswers`.
    """
    known = [stratum for stratum in strata if stratum.n > 0]
    covered = sum((stratum.weight for stratum in known), Fraction(0))
    if covered <= 0:
        raise NoAnswers
    share = sum((stratum.weight / covered * stratum.share for stratum in known), Fraction(0))
    variance = sum(((stratum.weight / covered) ** 2 * _variance(stratum) for stratum in known), Fraction(0))
    error, percent = math.sqrt(variance) * 100, share * _HUNDRED
    middle = float(percent)
    interval = Interval(low=max(0.0, middle - z * error), high=min(100.0, middle + z * error))
    return Estimate(percent=percent, standard_error=error, interval=interval, covered=covered)


def _variance(stratum: Stratum) -> Fraction:
    if stratum.n == 1:
        return Fraction(1, 4)
    return stratum.share * (1 - stratum.share) / (stratum.n - 1)
