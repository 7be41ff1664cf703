"""How numbers, money and dates are written on pages: pure functions, language passed in."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

_NBSP: Final = "\u00a0"
_SEPARATORS: Final = {"vi": (".", ","), "en": (",", ".")}


def format_number(value: int | float | Decimal, *, language: str, places: int | None = None) -> str:
    """1234567.5 → ``1.234.567,5`` (vi) or ``1,234,567.5`` (en)."""
    group, point = _SEPARATORS.get(language, _SEPARATORS["vi"])
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return text.translate({ord(","): group, ord("."): point})


def format_money(amount: int | Decimal, *, language: str) -> str:
    """Whole dong: 16000000 → ``16.000.000 đ``, kept on one line."""
    return f"{format_number(int(amount), language=language)}{_NBSP}đ"


def format_date(value: date) -> str:
    """``22/11/2026``."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def format_datetime(value: datetime) -> str:
    """``22/11/2026, 14:30``; the caller has already moved it to the office's time zone."""
    return f"{format_date(value)}, {value.hour:02}:{value.minute:02}"


def format_bytes(size: int, *, language: str) -> str:
    """Sizes as people read them: ``312 KB``, ``4,2 MB``."""
    if size < 1024 * 1024:
        return f"{format_number(max(1, round(size / 1024)), language=language)}{_NBSP}KB"
    return f"{format_number(size / 1024 / 1024, language=language, places=1)}{_NBSP}MB"
