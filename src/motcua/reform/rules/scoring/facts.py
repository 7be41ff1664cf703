"""Rules over facts that were or were not: BOOL, CHK, DATE, VETO."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import ClassVar

from motcua.reform.rules.scoring.base import (
    ZERO,
    BadInput,
    Inputs,
    MissingInput,
    Problem,
    Rest,
    Rule,
    Scored,
    Step,
    Why,
    count,
    flag,
    with_figure,
)


@dataclass(frozen=True, kw_only=True)
class Done(Rule):
    """BOOL: all or nothing."""

    kind: ClassVar[str] = "BOOL"

    def input_names(self) -> tuple[str, ...]:
        return ("done",)

    def direction(self, name: str) -> int:
        return 1

    def score(self, inputs: Inputs) -> Scored:
        return Scored(self.points if flag(inputs, "done") else ZERO)

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        if not flag(inputs, "done"):
            yield Step("done", False, True, self.points)

    def chances(self, inputs: Inputs, rest: Rest) -> Iterator[Step]:
        return self.steps(inputs)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a checklist, or one level of things that are counted: its key and what it gives."""

    key: str
    points: Fraction


@dataclass(frozen=True, kw_only=True)
class Checklist(Rule):
    """CHK: the sum of the points of what is done."""

    kind: ClassVar[str] = "CHK"
    items: tuple[Item, ...]

    def input_names(self) -> tuple[str, ...]:
        return tuple(item.key for item in self.items)

    def direction(self, name: str) -> int:
        return 1

    def score(self, inputs: Inputs) -> Scored:
        done = [item.points for item in self.items if flag(inputs, item.key)]
        return Scored(sum(done, ZERO))

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        for item in self.items:
            if not flag(inputs, item.key):
                after = self.score(with_figure(inputs, item.key, True)).points
                yield Step(item.key, False, True, after or ZERO)

    def chances(self, inputs: Inputs, rest: Rest) -> Iterator[Step]:
        return self.steps(inputs)

    def most(self, inputs: Inputs, rest: Rest) -> Fraction:
        return self.points

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if sum((item.points for item in self.items), ZERO) != self.points:
            yield Problem("items_do_not_sum_to_points")
        if any(item.points <= 0 for item in self.items):
            yield Problem("item_without_points")
        if len({item.key for item in self.items}) != len(self.items):
            yield Problem("item_twice")


@dataclass(frozen=True, kw_only=True)
class ByDate(Rule):
    """DATE: full points to the due day, ``late_points`` within the grace (None: however late), else nothing.

    A date that is missing means: not done.
    """

    kind: ClassVar[str] = "DATE"
    hindrance: ClassVar[Why] = Why.DAY_PASSED
    due: date
    late_points: Fraction
    grace_days: int | None

    def input_names(self) -> tuple[str, ...]:
        return ("on",)

    def direction(self, name: str) -> int:
        return -1

    def score(self, inputs: Inputs) -> Scored:
        if "on" not in inputs:
            raise MissingInput("on")
        on = inputs["on"]
        if on is None:
            return Scored(ZERO)
        if not isinstance(on, date):
            raise BadInput("on")
        return Scored(self._points_on(on))

    def _points_on(self, on: date) -> Fraction:
        if on <= self.due:
            return self.points
        is_graced = self.grace_days is None or on <= self.due + timedelta(days=self.grace_days)
        return self.late_points if is_graced else ZERO

    def boundary_days(self) -> tuple[date, ...]:
        if self.grace_days is None or self.late_points <= 0:
            return (self.due,)
        return (self.due, self.due + timedelta(days=self.grace_days))

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        """The last day of the grace, and the due day. Where lateness has no end no day of it can be named."""
        present = self.score(inputs).points or ZERO
        for day in reversed(self.boundary_days()):
            if self._points_on(day) > present:
                yield Step("on", inputs["on"], day, self._points_on(day))

    def chances(self, inputs: Inputs, rest: Rest) -> Iterator[Step]:
        """The due day while it lies ahead, then the last one of the grace; a day that has passed is none."""
        until = self.still_open(inputs, rest)
        if until is not None:
            yield Step("on", None, until, self._points_on(until))

    def still_open(self, inputs: Inputs, rest: Rest) -> date | None:
        if self.score(inputs).points or inputs["on"] is not None:
            return None
        if rest.today <= self.due:
            return self.due
        end = rest.last if self.grace_days is None else self.due + timedelta(days=self.grace_days)
        return end if rest.today <= end and self.late_points else None

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        if not 0 <= self.late_points < self.points:
            yield Problem("late_points_outside")
        if self.grace_days is not None and self.grace_days < 0:
            yield Problem("negative_grace")


@dataclass(frozen=True, kw_only=True)
class NoViolation(Rule):
    """VETO: nothing at the first violation."""

    kind: ClassVar[str] = "VETO"
    hindrance: ClassVar[Why] = Why.HAPPENED

    def input_names(self) -> tuple[str, ...]:
        return ("violations",)

    def direction(self, name: str) -> int:
        return -1

    def score(self, inputs: Inputs) -> Scored:
        return Scored(ZERO if count(inputs, "violations") else self.points)

    def steps(self, inputs: Inputs) -> Iterator[Step]:
        """No violation at all: one fewer of several lifts nothing."""
        had = count(inputs, "violations")
        if had:
            yield Step("violations", had, ZERO, self.points)
