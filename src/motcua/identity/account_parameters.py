"""The numbers of account safety and of stand-ins: dated rows with their source, read from a data file."""

import json
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "account_parameters.json"


@cache
def account_parameter(*, name: str, on: date) -> int:
    """The number in force on a day; 0, which switches the rule off, for days before the first row."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["parameters"]
    held = [row for row in rows if row["name"] == name and date.fromisoformat(row["valid_from"]) <= on]
    latest = max(held, key=lambda row: row["valid_from"], default={"value": 0})
    return int(latest["value"])
