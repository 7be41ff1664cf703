"""Rules over counted events and things: DED, CNT."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from motcua.reform.rules.scoring.base import (
    ZERO,
    Inputs,
    Problem,
    Rest,
    Rule,
    Scored,
    Step,
    Why,
    count,
    with_figure,
)
from motcua.reform.rules.scoring.facts import Item


@dataclass(frozen=True, kw_only=True)
class Deducted(Rule):
    """DED: max(0, P − Σ points of each event). An event named in ``vetoes`` takes everything, before any deduction."""

    kind: ClassVar[str] = "DED"
    hindrance: ClassVar[Why] = Why.HAPPENED
    items: tuple[Item, ...]
    vetoes: tuple[str, ...] = ()

    def input_names(self) -> tuple[str, ...]:
        return (*(item.key for item in self.items), *self.vetoes)

    def direction(self, name: str) -> int:
        return -1

    def score(self, inputs: Inputs) -> Scored:
        taken = sum((item.points * count(inputs, item.key) for item in self.items), ZERO)
        vetoed = [name for name in self.vetoes if count(inputs, name)]
        return Scored(ZERO if vetoed else max(ZERO, self.points - taken))

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        """The fewest of each event that would have to be gone, and all of them; the only veto lifted."""
        present = self.score(inputs).points or ZERO
        found = []
        for name, fewer in self._lifting(inputs):
            had = count(inputs, name)
            for after in sorted({had - fewer, ZERO}, reverse=True):
                points = self.score(with_figure(inputs, name, after)).points or ZERO if after >= 0 else ZERO
                if points > present:
                    found.append(Step(name, had, after, points))
        yield from sorted(found, key=lambda step: step.points)

    def _lifting(self, inputs: Inputs) -> Iterator[tuple[str, Fraction]]:
        """How many of each event stand between the figures and more points."""
        taken = sum((item.points * count(inputs, item.key) for item in self.items), ZERO)
        too_many = max(ZERO, taken - self.points)
        for item in self.items:
            yield item.key, Fraction(too_many / item.points // 1) + 1
        for name in self.vetoes:
            yield name, count(inputs, name)

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        yield from _item_problems(self.items, self.vetoes)

    def projected(self, inputs: Inputs, elapsed: Fraction) -> Inputs:
        return _scaled(self, inputs, elapsed)


@dataclass(frozen=True, kw_only=True)
class Counted(Rule):
    """CNT: points per thing by its level, at most ``points``."""

    kind: ClassVar[str] = "CNT"
    items: tuple[Item, ...]

    def input_names(self) -> tuple[str, ...]:
        return tuple(item.key for item in self.items)

    def direction(self, name: str) -> int:
        return 1

    def score(self, inputs: Inputs) -> Scored:
        earned = sum((item.points * count(inputs, item.key) for item in self.items), ZERO)
        return Scored(min(self.points, earned))

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        present = self.score(inputs).points or ZERO
        for item in self.items:
            had = count(inputs, item.key)
            points = self.score(with_figure(inputs, item.key, had + 1)).points or ZERO
            if points > present:
                yield Step(item.key, had, had + 1, points)

    def chances(self, inputs: Inputs, rest: Rest) -> Iterator[Step]:
        return self.steps(inputs)

    def most(self, inputs: Inputs, rest: Rest) -> Fraction:
        return self.points

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        yield from _item_problems(self.items, ())

    def projected(self, inputs: Inputs, elapsed: Fraction) -> Inputs:
        return _scaled(self, inputs, elapsed)


def _scaled(rule: Rule, inputs: Inputs, elapsed: Fraction) -> Inputs:
    """Counts grow with the year; a part of a thing does not count."""
    grown = {name: Fraction(count(inputs, name) / elapsed // 1) for name in rule.input_names()}
    return {**inputs, **grown}


def _item_problems(items: tuple[Item, ...], others: tuple[str, ...]) -> Iterator[Problem]:
    keys = [*(item.key for item in items), *others]
    if not keys:
        yield Problem("no_items")
    if len(set(keys)) != len(keys):
        yield Problem("item_twice")
    if any(item.points <= 0 for item in items):
        yield Problem("item_without_points")
