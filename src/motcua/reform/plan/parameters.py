"""Areas of the reform programme, days of the escalation, the shortest term that counts: dated data with source."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from motcua.reform.rules.plan import Step

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Area:
    """One content of the reform programme; ``code`` never changes."""

    code: str
    order: int
    name_vi: str
    name_en: str
    short_vi: str
    short_en: str

    @property
    def short(self) -> str:
        """One or two words for charts."""
        return self.short_en if get_language() == "en" else self.short_vi

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """From ``valid_from`` on: how near is near, and who hears when."""

    valid_from: date
    soon_working_days: int
    steps: tuple[Step, ...]
    source_vi: str
    source_en: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class ShortestTerm:
    """From ``valid_from`` on: fewest working days that the province leaves for a task that is to count."""

    valid_from: date
    working_days: int
    source_vi: str
    source_en: str
    verified: bool


@cache
def list_areas() -> tuple[Area, ...]:
    """Every area, in the order of plans and reports."""
    rows = json.loads((DATA / "areas.json").read_text(encoding="utf-8"))["areas"]
    return tuple(sorted((Area(**row) for row in rows), key=lambda area: area.order))


def area_name(code: str) -> str:
    """The name in the language of the page; an unknown code stands for itself."""
    return next((str(area) for area in list_areas() if area.code == code), code)


def area_choices() -> list[tuple[str, str]]:
    """Codes and names for a form."""
    return [(area.code, str(area)) for area in list_areas()]


@cache
def list_escalations() -> tuple[Escalation, ...]:
    """Every row of the data file, oldest first."""
    rows = _read("parameters")
    read = (
        Escalation(
            valid_from=date.fromisoformat(row["valid_from"]),
            soon_working_days=row["soon_working_days"],
            steps=tuple(Step(**step) for step in row["steps"]),
            source_vi=row["source_vi"],
            source_en=row["source_en"],
            verified=row["verified"],
        )
        for row in rows
    )
    return tuple(sorted(read, key=lambda row: row.valid_from))


def escalation_on(day: date) -> Escalation:
    """The row in force on a day; the first one for days before it."""
    rows = [row for row in list_escalations() if row.valid_from <= day]
    return rows[-1] if rows else list_escalations()[0]


@cache
def list_shortest_terms() -> tuple[ShortestTerm, ...]:
    """Every row of the data file, oldest first."""
    read = (
        ShortestTerm(**{**row, "valid_from": date.fromisoformat(row["valid_from"])})
        for row in _read("shortest_terms")
    )
    return tuple(sorted(read, key=lambda row: row.valid_from))


def shortest_term_on(day: date) -> ShortestTerm | None:
    """The row in force on a day; before the first one no term was too short."""
    return next((row for row in reversed(list_shortest_terms()) if row.valid_from <= day), None)


def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / "parameters.json").read_text(encoding="utf-8"))[name]
    return rows
