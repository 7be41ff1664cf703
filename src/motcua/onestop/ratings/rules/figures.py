"""Figures of ratings, and which of them may be shown: too few ratings would tell who gave them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

Counts = tuple[int, int, int, int, int]
"""How many gave 1, 2, 3, 4 and 5."""

FACTORS: Final = ("access", "procedure", "officials", "result", "feedback")
SATISFIED_FROM: Final = 4
NOBODY: Final[Counts] = (0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Tally:
    """Ratings counted by score. Shares and means are exact; None where nobody rated."""

    counts: Counts = NOBODY

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def satisfied(self) -> int:
        """Ratings of 4 and 5."""
        return sum(self.counts[SATISFIED_FROM - 1 :])

    @property
    def total(self) -> int:
        """Sum of the scores."""
        return sum(score * times for score, times in enumerate(self.counts, start=1))

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.total, self.n) if self.n else None

    @property
    def percent(self) -> Fraction | None:
        """Satisfied ratings in percent."""
        return Fraction(100 * self.satisfied, self.n) if self.n else None

    def __add__(self, other: "Tally") -> "Tally":
        one, two, three, four, five = (a + b for a, b in zip(self.counts, other.counts, strict=True))
        return Tally((one, two, three, four, five))


def tally(times: Mapping[int, int]) -> Tally:
    """A tally of how often each score from 1 to 5 was given."""
    one, two, three, four, five = (times.get(score, 0) for score in range(1, 6))
    return Tally((one, two, three, four, five))


def shown_groups(sizes: Mapping[str, int], *, minimum: int) -> frozenset[str]:
    """The groups of one breakdown whose figures may be shown beside their total.

    Each needs ``minimum`` ratings. What is hidden must not follow from the total either: as long as the hidden
    ones together are fewer, the smallest shown one is hidden with them.
    """
    shown = {key for key, size in sizes.items() if size >= minimum}
    hidden = sum(size for key, size in sizes.items() if key not in shown)
    while shown and 0 < hidden < minimum:
        smallest = min(shown, key=lambda key: (sizes[key], key))
        shown.discard(smallest)
        hidden += sizes[smallest]
    return frozenset(shown)
