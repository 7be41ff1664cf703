"""What a survey does with doubtful, few and uneven answers: flags, hidden parts, shares of a sample."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

STRAIGHT_LINE = "straight_line"
TOO_FAST = "too_fast"
SAME_DEVICE = "same_device"
BURST = "burst"


def is_straight_line(*, answers: Mapping[str, str], at_least: Fraction) -> bool:
    """One and the same answer to every question answered, and to at least so many of them."""
    return len(answers) >= at_least and len(set(answers.values())) == 1


def is_too_fast(*, seconds: float | None, answered: int, per_item: Fraction) -> bool:
    """Less time than ``per_item`` for each answer; a time that nobody measured is no ground for doubt."""
    return seconds is not None and seconds < per_item * answered


def allocate(*, size: int, populations: Sequence[int]) -> list[int]:
    """``size`` shared among strata in proportion to their population: largest remainders, none above its own.

    Where ``size`` allows, no stratum that has people is left without anybody. Equal remainders go to the
    earlier stratum.
    """
    total = sum(populations)
    size = min(size, total)
    if size <= 0:
        return [0] * len(populations)
    exact = [Fraction(size * population, total) for population in populations]
    shares = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda at: (shares[at] - exact[at], at))
    for at in order[: size - sum(shares)]:
        shares[at] += 1
    return _nobody_forgotten(shares, populations)


def _nobody_forgotten(shares: list[int], populations: Sequence[int]) -> list[int]:
    for at, population in enumerate(populations):
        largest = max(range(len(shares)), key=shares.__getitem__)
        if population > 0 and shares[at] == 0 and shares[largest] > 1:
            shares[at] += 1
            shares[largest] -= 1
    return shares


_FEWEST_HIDDEN = 3


def shown_weighted(*, respondents: Mapping[str, int], minimum: int) -> frozenset[str]:
    """As :func:`shown_parts`, where parts also weigh by their population.

    Beside the whole as it was answered stands the weighted one: two sums, from which two hidden parts could be
    reckoned. Whenever something is hidden, three parts are, or none is shown.
    """
    shown = set(shown_parts(respondents=respondents, minimum=minimum))
    answered = {key for key, n in respondents.items() if n > 0}
    while shown and 0 < len(answered - shown) < _FEWEST_HIDDEN:
        shown.remove(min(shown, key=lambda key: (respondents[key], key)))
    return frozenset(shown)


def shown_parts(*, respondents: Mapping[str, int], minimum: int) -> frozenset[str]:
    """Parts (strata) that may be shown beside the whole: none below the minimum, nor one that could be reckoned.

    If the parts that stay hidden have fewer answers together than the minimum, the total minus the shown ones
    would tell them; the smallest of the shown ones is then hidden as well.
    """
    shown = {key: n for key, n in respondents.items() if n >= minimum}
    hidden = sum(n for n in respondents.values() if 0 < n < minimum)
    while shown and 0 < hidden < minimum:
        smallest = min(shown, key=lambda key: (shown[key], key))
        hidden += shown.pop(smallest)
    return frozenset(shown)
