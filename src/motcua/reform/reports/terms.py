"""Which reports a year asks of whom: dated rows with their source, read from a data file."""

import json
from dataclasses import dataclass
from datetime import MINYEAR, date
from functools import cache
from pathlib import Path
from typing import Any

from motcua.platform.calendar.api import calendar_for
from motcua.reform.rules.reports import Term, TermRule, terms_of_year

DATA = Path(__file__).parent / "data"
# Years come with addresses; beyond this one neither calendar nor periods can be asked.
_LAST_YEAR = 2100


@dataclass(frozen=True, kw_only=True)
class Regime:
    """The duty to report from ``valid_from`` on, for agencies of some kinds."""

    valid_from: date
    agency_kinds: frozenset[str]
    rules: tuple[TermRule, ...]
    source_vi: str
    source_en: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One section as a new draft begins: its heading and the figures and records it takes up, never a claim of ours.

    ``lists`` say also that there is nothing; ``recorded_lists`` stand only where something is recorded.
    """

    key: str
    heading: str
    prefixes: tuple[str, ...]
    lists: tuple[tuple[str, str], ...]
    recorded_lists: tuple[tuple[str, str], ...]
    needs_words: bool


@cache
def list_regimes() -> tuple[Regime, ...]:
    """Every row of the data file, oldest first."""
    rows = json.loads((DATA / "terms.json").read_text(encoding="utf-8"))["rows"]
    return tuple(sorted((_regime(row) for row in rows), key=lambda row: row.valid_from))


def regime_of(year: int) -> Regime | None:
    """The regime in force on the first day of a year; None before the first one, or for a year far off."""
    if not MINYEAR < year <= _LAST_YEAR:
        return None
    rows = [row for row in list_regimes() if row.valid_from <= date(year, 1, 1)]
    return rows[-1] if rows else None


def list_terms(*, year: int, calendar: str = "VN") -> tuple[Term, ...]:
    """The reports of a year, in order; none for a year before the first regime."""
    regime = regime_of(year)
    if regime is None:
        return ()
    return terms_of_year(regime.rules, year=year, calendar=calendar_for(calendar))


def find_term(*, year: int, kind: str, calendar: str = "VN") -> Term | None:
    return next((term for term in list_terms(year=year, calendar=calendar) if term.kind == kind), None)


@cache
def list_outlines() -> tuple[Outline, ...]:
    """Sections of a new draft, in order."""
    rows = json.loads((DATA / "sections.json").read_text(encoding="utf-8"))["sections"]
    return tuple(
        Outline(
            key=row["key"],
            heading=row["heading"],
            prefixes=tuple(row["prefixes"]),
            lists=tuple((words, key) for words, key in row.get("lists", ())),
            recorded_lists=tuple((words, key) for words, key in row.get("recorded_lists", ())),
            needs_words=row.get("needs_words", False),
        )
        for row in rows
    )


def needs_words(section_key: str) -> bool:
    """Whether somebody has to write this section before the report is signed."""
    return any(outline.needs_words for outline in list_outlines() if outline.key == section_key)


def _regime(row: dict[str, Any]) -> Regime:
    rules = (
        TermRule(
            kind=term["kind"],
            start=tuple(term["start"]),
            end=tuple(term["end"]),
            due=tuple(term["due"]),
        )
        for term in row["terms"]
    )
    return Regime(
        valid_from=date.fromisoformat(row["valid_from"]),
        agency_kinds=frozenset(row["agency_kinds"]),
        rules=tuple(rules),
        source_vi=row["source_vi"],
        source_en=row["source_en"],
        verified=row["verified"],
    )
