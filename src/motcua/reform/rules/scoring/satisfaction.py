"""SAT: how satisfied people are, from the sampled survey, from ratings of single dossiers, or from both."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from motcua.reform.rules.scoring.base import (
    ONE,
    ZERO,
    BadInput,
    Inputs,
    MissingInput,
    Policy,
    Problem,
    Rest,
    Rule,
    Scored,
    Step,
    Why,
    count,
    nothing_measured,
    number,
    with_figure,
)

_HUNDRED = Fraction(100)


class Source(StrEnum):
    """Whose word counts. Who rates a dossier chose to, so an edition has to say that it takes ratings."""

    SURVEY = "survey"
    RATINGS = "ratings"
    BOTH = "both"


_INPUTS = {
    Source.SURVEY: ("percent",),
    Source.RATINGS: ("satisfied", "rated"),
    Source.BOTH: ("percent", "satisfied", "rated"),
}


@dataclass(frozen=True, kw_only=True)
class Satisfaction(Rule):
    """P × the share of satisfied people.

    ``percent`` is the survey's figure; ``satisfied`` of ``rated`` ratings are the other source, of ``weight`` where
    both count. Fewer than ``minimum`` ratings, or ratings whose content is not known, do not count: the survey stands
    alone, and where ratings are the only source ``zero_denominator`` says what that is worth.
    """

    kind: ClassVar[str] = "SAT"
    hindrance: ClassVar[Why] = Why.ANSWERED
    source: Source = Source.SURVEY
    weight: Fraction = ZERO
    minimum: int = 0
    zero_denominator: Policy = Policy.NOT_APPLICABLE

    def input_names(self) -> tuple[str, ...]:
        return _INPUTS[self.source]

    def direction(self, name: str) -> int:
        return 0 if name == "rated" else 1

    def may_lack(self, name: str) -> bool:
        return name == "satisfied"

    def used(self, inputs: Inputs) -> Source | None:
        """Whose word these figures take; None where there is none."""
        if self.source is Source.SURVEY:
            return Source.SURVEY
        if self._ratings(inputs) is not None:
            return self.source
        return Source.SURVEY if self.source is Source.BOTH else None

    def score(self, inputs: Inputs) -> Scored:
        ratings = self._ratings(inputs)
        if self.source is Source.RATINGS:
            if ratings is None:
                return Scored(nothing_measured(self.zero_denominator, self.points))
            return Scored(self.points * ratings, ratings)
        survey = number(inputs, "percent", most=_HUNDRED) / _HUNDRED
        share = survey if ratings is None else (1 - self.weight) * survey + self.weight * ratings
        return Scored(self.points * share, share)

    def _ratings(self, inputs: Inputs) -> Fraction | None:
        """The share of satisfied ratings; None where they do not count."""
        if self.source is Source.SURVEY:
            return None
        rated = count(inputs, "rated")
        if "satisfied" not in inputs:
            raise MissingInput("satisfied")
        if inputs["satisfied"] is None or rated < max(self.minimum, 1):
            return None
        satisfied = count(inputs, "satisfied")
        if satisfied > rated:
            raise BadInput("satisfied")
        return satisfied / rated

    def measures_nothing(self, inputs: Inputs) -> bool:
        return self.source is Source.RATINGS and self._ratings(inputs) is None

    def cases(self, inputs: Inputs) -> Fraction | None:
        return None if self._ratings(inputs) is None else number(inputs, "rated")

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        """One percent more in the survey, and one more rating that is satisfied."""
        found = []
        for name, most, total in self._scales(inputs):
            present = number(inputs, name, most=most)
            if present < most:
                after = min(most, present + 1)
                points = self.score(with_figure(inputs, name, after)).points or ZERO
                found.append(Step(name, present, after, points, total))
        yield from sorted(found, key=lambda step: step.points)

    def _scales(self, inputs: Inputs) -> Iterator[tuple[str, Fraction, tuple[Fraction, Fraction] | None]]:
        """Figures that count, the most each can be, and what it is taken of."""
        if self.source is not Source.RATINGS:
            yield "percent", _HUNDRED, None
        if self._ratings(inputs) is not None:
            rated = number(inputs, "rated")
            yield "satisfied", rated, (rated, rated)

    def chances(self, inputs: Inputs, rest: Rest) -> Iterator[Step]:
        """Every rating still to come is a satisfied one. The survey's answers, and ratings given, stay."""
        if self._ratings(inputs) is None:
            return
        satisfied, rated = number(inputs, "satisfied"), number(inputs, "rated")
        best = {"satisfied": satisfied + rest.coming, "rated": rated + rest.coming}
        points = self.score({**inputs, **best}).points or ZERO
        if points > (self.score(inputs).points or ZERO):
            total = rated, best["rated"]
            yield Step("satisfied", satisfied, best["satisfied"], points, total)

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if self.source is Source.BOTH and not ZERO < self.weight < ONE:
            yield Problem("ratings_weight_outside_0_to_1")
        if self.source is not Source.SURVEY and self.minimum < 1:
            yield Problem("ratings_without_minimum")
