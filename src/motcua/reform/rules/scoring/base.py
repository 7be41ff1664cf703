"""What every rule type has in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

Figure = Fraction | date | bool | None
Inputs = Mapping[str, Figure]
ZERO, ONE = Fraction(0), Fraction(1)


class RuleRefused(ValueError):
    """The text of a rule cannot be read: ``code`` says what is wrong, ``where`` the field."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(f"{code} {where}".strip())
        self.code, self.where = code, where


class MissingInput(LookupError):
    """A figure that the rule needs is not known; ``name`` is its input."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class BadInput(ValueError):
    """A figure cannot be: a negative count, a percentage above 100, a date where a number belongs."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Policy(StrEnum):
    """What a criterion is worth when there is nothing to measure (denominator zero)."""

    NOT_APPLICABLE = "na"
    FULL = "full"
    ZERO = "zero"


@dataclass(frozen=True)
class Problem:
    """Why a rule may not be published: a code for the words of the page, and what it speaks of."""

    code: str
    where: str = ""


@dataclass(frozen=True)
class Scored:
    """Points of one criterion; None means not applicable. ``ratio`` is what the rule measured, if it measures one."""

    points: Fraction | None
    ratio: Fraction | None = None


@dataclass(frozen=True)
class Example:
    """One executable example: these figures make these points (None: not applicable)."""

    inputs: Inputs
    points: Fraction | None


@dataclass(frozen=True)
class Step:
    """One thing that would lift the points: an input, from what it is to what it would have to be.

    ``total`` is what a ratio is taken of, before and after, where cases still to come change it; ``instead_of`` the
    input that falls by as much as this one rises.
    """

    input: str
    before: Figure
    after: Figure
    points: Fraction
    total: tuple[Fraction, Fraction] | None = None
    instead_of: str = ""

    def applied(self, inputs: Inputs) -> Inputs:
        """The figures after it, of a finished year."""
        changed = {**inputs, self.input: self.after}
        if self.instead_of and isinstance(self.after, Fraction) and isinstance(self.before, Fraction):
            changed[self.instead_of] = number(inputs, self.instead_of) - (self.after - self.before)
        return changed


class Motion(StrEnum):
    """How the cases of a ratio move while the year runs."""

    SETTLED = "settled"
    """What has happened stays (a late dossier stays late); only cases still to come can be good ones."""
    OPEN = "open"
    """More cases come, and those that are missing may still be made good (a task done after all)."""
    FIXED = "fixed"
    """No more cases come, and those that are missing may still be made good (a procedure posted)."""


class Why(StrEnum):
    """Why no single change lifts a criterion that has points left."""

    FOLLOWS = "follows"
    """Its figures follow from all the other criteria."""
    ELSEWHERE = "elsewhere"
    """Somebody else publishes the figure."""
    HAPPENED = "happened"
    """What has happened stays."""
    ANSWERED = "answered"
    """Answers that were given stay."""
    DAY_PASSED = "day_passed"
    """The last day has passed."""
    OUT_OF_REACH = "out_of_reach"
    """All cases still to come are too few."""
    NOTHING = "nothing"
    """There was nothing to measure."""
    TOGETHER = "together"
    """Several figures would have to change at once."""
    DECIDED = "decided"
    """The points were set lower than the figures say, and stay so much lower."""
    UNREADABLE = "unreadable"
    """The rule cannot read the figures."""


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What one criterion can still hope for: days up to ``last``, and so many cases ``coming``."""

    today: date
    last: date
    motion: Motion = Motion.SETTLED
    coming: Fraction = ZERO


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """A rule with its numbers. ``points`` is the most it can give; every rule gives 0 to ``points``, exactly."""

    kind: ClassVar[str]
    hindrance: ClassVar[Why] = Why.OUT_OF_REACH
    """What stands in the way in a running year that allows no further step."""
    points: Fraction

    @abstractmethod
    def input_names(self) -> tuple[str, ...]:
        """Names of the figures it needs, in the order people read them."""

    @abstractmethod
    def score(self, inputs: Inputs) -> Scored:
        """Points for these figures. Raises :class:`MissingInput` and :class:`BadInput`."""

    @abstractmethod
    def direction(self, name: str) -> int:
        """1 when more of this input never loses points, -1 when less never does, 0 when it depends."""

    def may_lack(self, name: str) -> bool:
        """Can the rule be scored while this figure is not known? It is then given as None."""
        return False

    def measures_nothing(self, inputs: Inputs) -> bool:
        """Do these figures hold nothing to measure, so that a policy and no figure gives the points?"""
        return False

    def cases(self, inputs: Inputs) -> Fraction | None:
        """Of how many cases a share is taken, where the rule takes one."""
        return None

    def problems(self) -> Iterator[Problem]:
        """What makes the rule ambiguous or impossible, apart from its examples."""
        if self.points <= 0:
            yield Problem("points_not_positive")

    def boundaries(self) -> tuple[Fraction, ...]:
        """Ratios at which the points jump: an example has to show each of them."""
        return ()

    def boundary_days(self) -> tuple[date, ...]:
        """Days after which the points fall: an example has to show each of them."""
        return ()

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        """Single changes that lift the points from where they are, smallest first."""
        yield from ()

    def chances(self, inputs: Inputs, rest: Rest) -> Iterator[Step]:
        """Changes that a running year still allows, smallest first. What has happened is never among them."""
        yield from ()

    def most(self, inputs: Inputs, rest: Rest) -> Fraction:
        """The most points that a running year still allows; never fewer than there are."""
        present = self.score(inputs).points
        return max([step.points for step in self.chances(inputs, rest)] + [present or ZERO])

    def still_open(self, inputs: Inputs, rest: Rest) -> date | None:
        """The last day on which more points can still be had; None when that is not a matter of a day."""
        return None

    def projected(self, inputs: Inputs, elapsed: Fraction) -> Inputs:
        """The figures at the end of the year if it goes on as in its first part ``elapsed`` (0 < elapsed ≤ 1)."""
        return inputs


def nothing_measured(policy: Policy, points: Fraction) -> Fraction | None:
    """What a criterion is worth when there is nothing to measure."""
    return {Policy.FULL: points, Policy.ZERO: ZERO, Policy.NOT_APPLICABLE: None}[policy]


def number(inputs: Inputs, name: str, *, most: Fraction | None = None) -> Fraction:
    """The figure ``name`` as a number from 0 (to ``most``). Raises MissingInput and BadInput."""
    value = inputs.get(name)
    if value is None:
        raise MissingInput(name)
    if not isinstance(value, Fraction) or value < 0 or (most is not None and value > most):
        raise BadInput(name)
    return value


def count(inputs: Inputs, name: str) -> Fraction:
    """The figure ``name`` as a whole number of things."""
    value = number(inputs, name)
    if value.denominator != 1:
        raise BadInput(name)
    return value


def flag(inputs: Inputs, name: str) -> bool:
    """The figure ``name`` as yes or no."""
    value = inputs.get(name)
    if value is None:
        raise MissingInput(name)
    if not isinstance(value, bool):
        raise BadInput(name)
    return value


def with_figure(inputs: Inputs, name: str, value: Figure) -> Inputs:
    """The same figures with one changed."""
    return {**inputs, name: value}
