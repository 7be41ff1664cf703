"""Rules over a ratio q = num ÷ den: STEP, PROP, PFLR, PTGT, LIN."""

import math
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from motcua.reform.rules.numbers import clamp
from motcua.reform.rules.scoring.base import (
    ONE,
    ZERO,
    Inputs,
    Motion,
    Policy,
    Problem,
    Rest,
    Rule,
    Scored,
    Step,
    nothing_measured,
    number,
)


@dataclass(frozen=True, kw_only=True)
class Band:
    """From ``lower`` (inclusive) on: so many points."""

    lower: Fraction
    points: Fraction


@dataclass(frozen=True, kw_only=True)
class RatioRule(Rule):
    """Points of a ratio; ``zero_denominator`` says what nothing to measure is worth."""

    zero_denominator: Policy = Policy.NOT_APPLICABLE

    def input_names(self) -> tuple[str, ...]:
        return ("num", "den")

    def direction(self, name: str) -> int:
        return 1 if name == "num" else 0

    @abstractmethod
    def points_at(self, ratio: Fraction) -> Fraction:
        """Points of a ratio of 0 or more."""

    def measures_nothing(self, inputs: Inputs) -> bool:
        return number(inputs, "den") == 0

    def cases(self, inputs: Inputs) -> Fraction | None:
        return number(inputs, "den")

    def numerator(self, inputs: Inputs) -> Fraction:
        """The upper figure, from 0."""
        return number(inputs, "num")

    def score(self, inputs: Inputs) -> Scored:
        numerator, denominator = self.numerator(inputs), number(inputs, "den")
        if denominator == 0:
            return Scored(nothing_measured(self.zero_denominator, self.points))
        ratio = numerator / denominator
        return Scored(self.points_at(ratio), ratio)

    def targets(self) -> tuple[Fraction, ...]:
        """Ratios worth reaching, the last one gives full points."""
        return (*self.boundaries(), ONE)

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        """One more (or one fewer) in the numerator, and what each ratio worth reaching would take."""
        denominator, present = number(inputs, "den"), self.numerator(inputs)
        if denominator == 0:
            return
        way = self.direction("num") or 1
        wanted = {self._reaching(target * denominator, way) for target in self.targets()}
        for after in sorted({present + way, *wanted}, key=lambda value: value * way):
            if after >= 0 and (after - present) * way > 0:
                points = self.points_at(after / denominator)
                if points > self.points_at(present / denominator):
                    yield Step("num", present, after, points, (denominator, denominator))

    def chances(self, inputs: Inputs, rest: Rest) -> Iterator[Step]:
        """What each ratio worth reaching would take of the cases that can still be good ones, and all of these.

        The last step is the best that is left: every case still to come, and every one that can be made good, is good.
        """
        before, denominator = self.numerator(inputs), number(inputs, "den")
        if denominator == 0:
            return
        total = denominator + (ZERO if rest.motion is Motion.FIXED else rest.coming)
        best = self._best(before, denominator, total, rest.motion)
        present = self.points_at(before / denominator)
        way = self.direction("num") or 1
        wanted = {self._reaching(target * total, way) for target in self.targets()}
        for after in sorted({best, *wanted}, key=lambda value: value * way):
            is_left = (best - after) * way >= 0 and after >= 0
            if is_left and self.points_at(after / total) > present:
                yield Step("num", before, after, self.points_at(after / total), (denominator, total))

    def _best(self, before: Fraction, denominator: Fraction, total: Fraction, motion: Motion) -> Fraction:
        """The best numerator that the year still allows; where less is better, no further case is a bad one."""
        missing = ZERO if motion is Motion.SETTLED else max(ZERO, denominator - before)
        if self.direction("num") < 0:
            return before if motion is Motion.SETTLED else ZERO
        return before + missing + total - denominator

    @staticmethod
    def _reaching(amount: Fraction, way: int) -> Fraction:
        return Fraction(math.ceil(amount) if way > 0 else math.floor(amount))


@dataclass(frozen=True, kw_only=True)
class Stepped(RatioRule):
    """STEP: the first band whose lower bound is reached; below the last one nothing."""

    kind: ClassVar[str] = "STEP"
    bands: tuple[Band, ...]

    def points_at(self, ratio: Fraction) -> Fraction:
        return next((band.points for band in self.bands if ratio >= band.lower), ZERO)

    def boundaries(self) -> tuple[Fraction, ...]:
        return tuple(band.lower for band in reversed(self.bands) if band.lower > 0)

    def targets(self) -> tuple[Fraction, ...]:
        return self.boundaries()

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        yield from band_problems(self.bands, self.points)


def band_problems(bands: tuple[Band, ...], most: Fraction) -> Iterator[Problem]:
    """Bands fall from band to band, in bound and in points, and the first gives full points."""
    if not bands or bands[0].points != most:
        yield Problem("first_band_is_not_full_points")
    if any(band.points < 0 for band in bands):
        yield Problem("negative_points")
    for upper, lower in pairwise(bands):
        if lower.lower >= upper.lower:
            yield Problem("bands_overlap", str(lower.lower))
        if lower.points >= upper.points:
            yield Problem("lower_band_gives_no_less", str(lower.lower))


@dataclass(frozen=True, kw_only=True)
class Proportional(RatioRule):
    """PROP: P · min(1, q)."""

    kind: ClassVar[str] = "PROP"

    def points_at(self, ratio: Fraction) -> Fraction:
        return self.points * min(ONE, ratio)


@dataclass(frozen=True, kw_only=True)
class WithFloor(RatioRule):
    """PFLR(f): P · min(1, q) from q ≥ f on, nothing below."""

    kind: ClassVar[str] = "PFLR"
    floor: Fraction

    def points_at(self, ratio: Fraction) -> Fraction:
        return self.points * min(ONE, ratio) if ratio >= self.floor else ZERO

    def boundaries(self) -> tuple[Fraction, ...]:
        return (self.floor,)

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if not 0 < self.floor <= 1:
            yield Problem("floor_outside_0_to_1")


@dataclass(frozen=True, kw_only=True)
class ToTarget(RatioRule):
    """PTGT(t): P · min(1, q ÷ t)."""

    kind: ClassVar[str] = "PTGT"
    target: Fraction

    def points_at(self, ratio: Fraction) -> Fraction:
        return self.points * min(ONE, ratio / self.target)

    def boundaries(self) -> tuple[Fraction, ...]:
        return (self.target,)

    def targets(self) -> tuple[Fraction, ...]:
        return (self.target,)

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if not 0 < self.target <= 1:
            yield Problem("target_outside_0_to_1")


@dataclass(frozen=True, kw_only=True)
class Linear(RatioRule):
    """LIN(L→U): P · clamp((q − L) ÷ (U − L), 0, 1); with L above U less is better."""

    kind: ClassVar[str] = "LIN"
    nothing_at: Fraction
    full_at: Fraction

    def points_at(self, ratio: Fraction) -> Fraction:
        share = (ratio - self.nothing_at) / (self.full_at - self.nothing_at)
        return self.points * clamp(share, ZERO, ONE)

    def numerator(self, inputs: Inputs) -> Fraction:
        """Where more is better, less than nothing (more days than the law gives) is worth as little as nothing."""
        value = inputs.get("num")
        if isinstance(value, Fraction) and value < 0 and self.full_at > self.nothing_at:
            return ZERO
        return number(inputs, "num")

    def direction(self, name: str) -> int:
        return 0 if name != "num" else 1 if self.full_at > self.nothing_at else -1

    def boundaries(self) -> tuple[Fraction, ...]:
        return (self.nothing_at, self.full_at)

    def targets(self) -> tuple[Fraction, ...]:
        return (self.full_at,)

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if self.nothing_at == self.full_at:
            yield Problem("ends_are_equal")
        if min(self.nothing_at, self.full_at) < 0:
            yield Problem("negative_bound")
