"""Exact numbers as data files and people write them, and the one rounding of the house."""

from decimal import Decimal
from fractions import Fraction


class NotANumber(ValueError):
    """The text is no exact number."""


def exact(value: str | int | Fraction) -> Fraction:
    """``"0.95"``, ``"3/4"``, ``2`` as a fraction. Binary floats are refused: they are not what was written.

    Raises :class:`NotANumber`.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Fraction):
        raise NotANumber(repr(value))
    try:
        return Fraction(value.strip() if isinstance(value, str) else value)
    except (ValueError, ZeroDivisionError) as error:
        raise NotANumber(repr(value)) from error


def write(value: Fraction) -> str:
    """The one spelling of a fraction: lowest terms, whole numbers without a line: ``19/20``, ``2``."""
    return str(value)


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Rounded to ``places`` decimals, halves away from zero; for display and ranking, once, at the end
    (conventions: "rounding half up, once").
    """
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def clamp(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """``value``, or the bound it lies beyond."""
    return min(max(value, low), high)
