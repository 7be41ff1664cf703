"""Rules over what others say: SOPT, EXT, TRND."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from motcua.reform.rules.scoring.base import (
    ONE,
    ZERO,
    Inputs,
    MissingInput,
    Policy,
    Problem,
    Rule,
    Scored,
    Step,
    Why,
    count,
    nothing_measured,
    number,
)
from motcua.reform.rules.scoring.facts import Item
from motcua.reform.rules.scoring.ratios import Band, band_problems

HUNDRED = Fraction(100)


@dataclass(frozen=True, kw_only=True)
class OptionSurvey(Rule):
    """SOPT: P · Σ(n·w) ÷ Σn over the options; ``points`` of an option is its weight from 0 to 1.

    An option without weight ("no opinion") is left out above and below the line.
    """

    kind: ClassVar[str] = "SOPT"
    hindrance: ClassVar[Why] = Why.ANSWERED
    options: tuple[Item, ...]
    zero_denominator: Policy = Policy.NOT_APPLICABLE

    def input_names(self) -> tuple[str, ...]:
        return tuple(option.key for option in self.options)

    def direction(self, name: str) -> int:
        weights = {option.key: option.points for option in self.options}
        if weights[name] == max(weights.values()):
            return 1
        return -1 if weights[name] == min(weights.values()) else 0

    def measures_nothing(self, inputs: Inputs) -> bool:
        return not any(count(inputs, option.key) for option in self.options)

    def score(self, inputs: Inputs) -> Scored:
        counts = {option: count(inputs, option.key) for option in self.options}
        answers = sum(counts.values(), ZERO)
        if answers == 0:
            return Scored(nothing_measured(self.zero_denominator, self.points))
        share = sum((option.points * amount for option, amount in counts.items()), ZERO) / answers
        return Scored(self.points * share, share)

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        """One answer of each lower option given to the best one instead, and all of it: there are as many answers."""
        counts = {option: count(inputs, option.key) for option in self.options}
        best = max(self.options, key=lambda option: option.points)
        present, answers = self.score(inputs).points or ZERO, sum(counts.values(), ZERO)
        found = []
        for option, given in counts.items():
            for moved in sorted({min(ONE, given), given}) if option.points < best.points else ():
                if moved:
                    points = present + self.points * (best.points - option.points) * moved / answers
                    after = counts[best] + moved
                    found.append(Step(best.key, counts[best], after, points, instead_of=option.key))
        yield from sorted(found, key=lambda step: step.points)

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if any(not 0 <= option.points <= 1 for option in self.options):
            yield Problem("weight_outside_0_to_1")
        if not any(option.points == 1 for option in self.options):
            yield Problem("no_option_gives_full_points")


@dataclass(frozen=True, kw_only=True)
class External(Rule):
    """EXT: P · x ÷ 100 for an index that somebody else publishes, 0 to 100."""

    kind: ClassVar[str] = "EXT"
    hindrance: ClassVar[Why] = Why.ELSEWHERE

    def input_names(self) -> tuple[str, ...]:
        return ("percent",)

    def direction(self, name: str) -> int:
        return 1

    def score(self, inputs: Inputs) -> Scored:
        share = number(inputs, "percent", most=HUNDRED) / HUNDRED
        return Scored(self.points * share, share)

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        present = number(inputs, "percent", most=HUNDRED)
        if present < HUNDRED:
            after = min(HUNDRED, present + 1)
            yield Step("percent", present, after, self.points * after / HUNDRED)


@dataclass(frozen=True, kw_only=True)
class Trend(Rule):
    """TRND: STEP on the change since the last published edition, in points of the index; bounds may be negative.

    ``previous`` None means there was none.
    """

    kind: ClassVar[str] = "TRND"
    hindrance: ClassVar[Why] = Why.FOLLOWS
    bands: tuple[Band, ...]
    without_previous: Policy = Policy.NOT_APPLICABLE

    def input_names(self) -> tuple[str, ...]:
        return ("present", "previous")

    def direction(self, name: str) -> int:
        return 1 if name == "present" else -1

    def measures_nothing(self, inputs: Inputs) -> bool:
        return inputs.get("previous") is None

    def score(self, inputs: Inputs) -> Scored:
        present = number(inputs, "present", most=HUNDRED)
        if "previous" not in inputs:
            raise MissingInput("previous")
        if inputs["previous"] is None:
            return Scored(nothing_measured(self.without_previous, self.points))
        change = present - number(inputs, "previous", most=HUNDRED)
        reached = (band.points for band in self.bands if change >= band.lower)
        return Scored(next(reached, ZERO), change)

    def boundaries(self) -> tuple[Fraction, ...]:
        return tuple(band.lower for band in reversed(self.bands))

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        yield from band_problems(self.bands, self.points)
