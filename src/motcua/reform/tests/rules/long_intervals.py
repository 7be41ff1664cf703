"""Intervals, groups and peer blocks read off the sheet, sharing nothing with the engine: for comparison only."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

Bounds = tuple[Decimal, Decimal]
# The sheet's z for 95 percent.
_Z = Decimal("1.95996")
_DIGITS = 40


def wilson_bounds(share: Decimal, n: int) -> Bounds:
    """The two shares p from which the one observed lies just z standard errors away: (share − p)² = z²·p(1−p)/n."""
    with localcontext() as context:
        context.prec = _DIGITS
        lean = _Z * _Z / n
        a, b, c = 1 + lean, -(2 * share + lean), share * share
        root = (b * b - 4 * a * c).sqrt()
        return (-b - root) / (2 * a), (-b + root) / (2 * a)


def index_bounds(index: Decimal, maximum: Decimal, surveys: Sequence[tuple[Decimal, Decimal, int]]) -> Bounds:
    """Each survey (points, share, respondents) moves the index by itself; independent shifts add by their squares."""
    with localcontext() as context:
        context.prec = _DIGITS
        down = up = Decimal(0)
        for points, share, n in surveys:
            low, high = wilson_bounds(share, n)
            down += (points * (share - low) / maximum * 100) ** 2
            up += (points * (high - share) / maximum * 100) ** 2
        return max(Decimal(0), index - down.sqrt()), min(Decimal(100), index + up.sqrt())


def groups_of(intervals: Mapping[str, Bounds]) -> set[frozenset[str]]:
    """Who hangs together: start with everybody alone and join two groups while any of theirs overlap."""
    groups = [frozenset([code]) for code in intervals]
    while True:
        pair = next(
            (
                (one, other)
                for one in groups
                for other in groups
                if one != other and any(_overlap(intervals[a], intervals[b]) for a in one for b in other)
            ),
            None,
        )
        if pair is None:
            return set(groups)
        groups = [group for group in groups if group not in pair] + [pair[0] | pair[1]]


def _overlap(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
