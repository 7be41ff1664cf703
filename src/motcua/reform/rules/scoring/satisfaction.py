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
    Rule,
    Scored,
    Step,
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

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        """One percent more in the survey; where only ratings count, one more that is satisfied."""
        name, most = "percent", _HUNDRED
        if self.source is Source.RATINGS:
            if self._ratings(inputs) is None:
                return
            name, most = "satisfied", number(inputs, "rated")
        present = number(inputs, name, most=most)
        if present < most:
            after = min(most, present + 1)
            points = self.score(with_figure(inputs, name, after)).points
            assert points is not None, "figures were measured"
            yield Step(name, present, after, points)

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if self.source is Source.BOTH and not ZERO < self.weight < ONE:
            yield Problem("ratings_weight_outside_0_to_1")
        if self.source is not Source.SURVEY and self.minimum < 1:
            yield Problem("ratings_without_minimum")
