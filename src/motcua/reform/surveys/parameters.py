"""Numbers of the survey method: dated rows with their source, read from a data file."""

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "parameters.json"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number from a day on."""

    name: str
    valid_from: date
    value: Fraction
    text_vi: str
    text_en: str
    source_vi: str
    source_en: str
    verified: bool


@cache
def list_parameters() -> tuple[Parameter, ...]:
    """Every row of the data file, oldest first."""
    rows = json.loads(_DATA.read_text(encoding="utf-8"))["parameters"]
    read = (
        Parameter(
            **{
                **row,
                "valid_from": date.fromisoformat(row["valid_from"]),
                "value": Fraction(row["value"]),
            }
        )
        for row in rows
    )
    return tuple(sorted(read, key=lambda row: row.valid_from))


def parameter(*, name: str, on: date) -> Fraction:
    """The value in force on a day. Raises ``LookupError``."""
    rows = [row for row in list_parameters() if row.name == name and row.valid_from <= on]
    if not rows:
        raise LookupError(f"no survey parameter {name} on {on}")
    return rows[-1].value
