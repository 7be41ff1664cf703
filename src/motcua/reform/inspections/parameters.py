"""The numbers by which inspections are judged and followed up: dated rows with their source, from a data file."""

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "parameters.json"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number from a day on, exact; ``verified`` is false where nobody has seen the text that fixes it."""

    name: str
    valid_from: date
    value: Fraction
    name_vi: str
    name_en: str
    source_vi: str
    source_en: str
    verified: bool


@cache
def list_parameters() -> tuple[Parameter, ...]:
    """Every row of the data file, oldest first."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["parameters"]
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


@cache
def get_parameter(*, name: str, on: date) -> Parameter:
    """The row in force on a day, the first one before all; ``LookupError`` for an unknown name."""
    rows = [row for row in list_parameters() if row.name == name]
    if not rows:
        raise LookupError(name)
    in_force = [row for row in rows if row.valid_from <= on]
    return in_force[-1] if in_force else rows[0]


def whole(*, name: str, on: date) -> int:
    """A whole number in force on a day."""
    return int(get_parameter(name=name, on=on).value)
