"""Terms of the steps of a season: dated data with their source."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from motcua.reform import sources
from motcua.reform.rules.season import StepTerm

DATA = Path(__file__).parent / "data" / "steps.json"


@cache
def _read() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return document


def terms_on(day: date) -> tuple[StepTerm, ...]:
    """The terms in force on a day, in the order of the steps; the first row for days before it."""
    rows = list_rows()
    past = [row for row in rows if date.fromisoformat(row["valid_from"]) <= day]
    return tuple(_term(step) for step in (past[-1] if past else rows[0])["steps"])


def list_rows() -> list[dict[str, Any]]:
    """Every row of the data file as it stands there, oldest first."""
    return sorted(_read()["parameters"], key=lambda row: str(row["valid_from"]))


def source_text(stored: str) -> str:
    """What a day rests on, in the reader's language where it is a term of the data file."""
    return sources.source_text(stored, (step for row in _read()["parameters"] for step in row["steps"]))


def reminder_offsets(step: str) -> tuple[int, ...]:
    """On which working days from the last day of a step its people are reminded; negative ones lie before it."""
    return tuple(_read()["reminders"]["working_days_from_last_day"].get(step, ()))


def _term(row: dict[str, Any]) -> StepTerm:
    return StepTerm(
        step=row["step"],
        after=row.get("after", ""),
        days=row.get("days", 0),
        in_working_days=row.get("in_working_days", False),
        month=row.get("month", 0),
        day=row.get("day", 0),
        years_after=row.get("years_after", 0),
        source=row["source_vi"],
        is_choice=row["is_choice"],
    )
