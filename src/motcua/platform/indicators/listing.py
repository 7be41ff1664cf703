"""Every offered figure of one agency in a period as plain values, for people at a terminal and for other tools."""

from datetime import date
from fractions import Fraction
from typing import Any

from motcua.platform.indicators.api import Period, Record, Value, get_indicator, list_indicators


def list_values(*, agency_code: str, period: Period) -> list[dict[str, Any]]:
    """``{key, value, unit, name}`` of each indicator, by key; names in the language that is active."""
    return [
        {
            "key": indicator.key,
            "value": plain(indicator.value_of(indicator.values(period), agency_code)),
            "unit": str(indicator.unit),
            "name": str(indicator.name),
        }
        for indicator in list_indicators()
    ]


def list_records(*, key: str, agency_code: str, period: Period) -> list[dict[str, Any]]:
    """The records behind one figure. Raises :class:`UnknownIndicator`."""
    return [_row(record) for record in get_indicator(key).records(agency_code, period)]


def plain(value: Value | None) -> int | str | bool | None:
    """As JSON holds it without loss: whole numbers, fractions as ``3/2``, days as ``2022-12-31``."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value.isoformat() if isinstance(value, date) else value


def _row(record: Record) -> dict[str, Any]:
    on = record.on.isoformat() if record.on else ""
    return {
        "key": record.key,
        "label": record.label,
        "on": on,
        "note": record.note,
        "url": record.url,
        "proof_url": record.proof_url,
    }
