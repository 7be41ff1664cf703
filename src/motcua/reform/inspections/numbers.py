"""Points of an effect, exact in both directions."""

from decimal import Decimal
from fractions import Fraction

PLACES = 4


def as_decimal(points: Fraction) -> Decimal:
    """The same number as a decimal; ``ValueError`` when four places do not hold it."""
    scaled = points * 10**PLACES
    if scaled.denominator != 1:
        raise ValueError(points)
    return Decimal(scaled.numerator).scaleb(-PLACES)


def as_fraction(points: Decimal | None) -> Fraction:
    """Zero for none."""
    return Fraction(points) if points is not None else Fraction(0)
