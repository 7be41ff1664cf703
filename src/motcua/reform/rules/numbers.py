"""Exact numbers as data files and people write them, and the one rounding of the house."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

_TYPED: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?|-?[0-9]{1,9}/[0-9]{1,9}")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_WRITTEN: Final = re.compile(r"-?[0-9]{1,2000}(/[0-9]{1,2000})?")
_LARGEST: Final = 10**15


class NotANumber(ValueError):
    """The text is no exact number."""


def exact(value: str | int | Fraction) -> Fraction:
    """``"0.95"``, ``"3/4"``, ``2`` as a fraction, as people and data files write it.

    At most 15 digits and 9 decimals, or 9 digits on each side of the line, and no exponent: a few characters such as
    ``1e5000000`` would otherwise keep a server busy for hours. Binary floats are refused: they are not what was
    written. Raises :class:`NotANumber`.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return Fraction(value)
    return _read(value, _TYPED)


def restored(value: str | int | Fraction) -> Fraction:
    """What :func:`write` wrote: results of the engine, whose fractions grow longer than anybody types.

    Raises :class:`NotANumber`.
    """
    if isinstance(value, str) and _WRITTEN.fullmatch(value):
        return _read(value, _WRITTEN)
    return exact(value)


def _read(value: object, spelling: re.Pattern[str]) -> Fraction:
    text = value.strip() if isinstance(value, str) else ""
    if not spelling.fullmatch(text):
        raise NotANumber(repr(value)[:80])
    try:
        return Fraction(text)
    except ZeroDivisionError as error:
        raise NotANumber(text) from error


def whole(text: str) -> int:
    """``"30"`` as a number of things, at most nine digits. Raises :class:`NotANumber`."""
    if not _WHOLE.fullmatch(text):
        raise NotANumber(repr(text)[:80])
    return int(text)


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
