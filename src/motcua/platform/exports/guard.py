"""Spreadsheets run what begins like a formula: text from outside must stay text."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

Cell = str | int | float | Decimal | date | datetime | bool | None

# OWASP "CSV injection": these first characters start a formula, or hide one from a reader.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def guard_text(text: str) -> str:
    """Text that a spreadsheet shows instead of running: dangerous beginnings get an apostrophe."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_DANGEROUS) else text


def to_text(value: object) -> str:
    """A cell of a CSV file: moments in office time as ISO, true and false as 1 and 0, nothing as empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return _office_time(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, int | float | Decimal | date):
        return str(value)
    return guard_text(str(value))


def to_cell(value: object) -> Cell:
    """A cell of a workbook: numbers and dates stay what they are, everything else is guarded text."""
    if isinstance(value, datetime):
        return _office_time(value)
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return guard_text(str(value))


def _office_time(moment: datetime) -> datetime:
    """Workbooks know no time zones."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment
