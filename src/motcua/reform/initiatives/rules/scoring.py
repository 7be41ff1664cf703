"""Score sheets of a council and their verdict, in exact fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Sheet = Mapping[str, Fraction]


class SheetRefused(ValueError):
    """A sheet that is not complete or goes beyond a maximum; ``criterion`` names where."""

    def __init__(self, criterion: str) -> None:
        super().__init__(criterion)
        self.criterion = criterion


@dataclass(frozen=True, kw_only=True)
class ScoreRules:
    """Maxima by criterion, and from which means on an initiative is recognised."""

    maxima: Mapping[str, Fraction]
    threshold: Fraction
    floors: Mapping[str, Fraction]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the sheets say: means over the ballots cast, and whether they suffice."""

    ballots: int
    mean: Fraction
    means: Mapping[str, Fraction]
    recognised: bool


def check_sheet(sheet: Sheet, rules: ScoreRules) -> None:
    """Every criterion has a score from 0 to its maximum, and there is no other. Raises :class:`SheetRefused`."""
    for criterion, maximum in rules.maxima.items():
        score = sheet.get(criterion)
        if score is None or not 0 <= score <= maximum:
            raise SheetRefused(criterion)
    for criterion in sheet:
        if criterion not in rules.maxima:
            raise SheetRefused(criterion)


def judge(sheets: Sequence[Sheet], rules: ScoreRules) -> Outcome:
    """Recognised when the mean of the totals and the mean of each floored criterion reach their thresholds.

    The mean counts ballots cast; thresholds are compared as exact fractions before rounding (conventions,
    section Science). Raises ``ValueError`` without any sheet.
    """
    if not sheets:
        raise ValueError("no ballot was cast")
    count = len(sheets)
    means = {name: sum((sheet[name] for sheet in sheets), Fraction(0)) / count for name in rules.maxima}
    mean = sum(means.values(), Fraction(0))
    enough = mean >= rules.threshold and all(means[name] >= floor for name, floor in rules.floors.items())
    return Outcome(ballots=count, mean=mean, means=means, recognised=enough)


def quorum(*, entitled: int, share: Fraction) -> int:
    """How many ballots are needed of so many members who may score: ``share`` of them, rounded up."""
    needed = share * entitled
    return -(-needed.numerator // needed.denominator)
