"""Rules of recognition: dated rows with their source, read from a data file."""

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

from motcua.reform.initiatives.rules.scoring import ScoreRules

DATA = Path(__file__).parent / "data" / "parameters.json"
CRITERIA: Final = ("novelty", "benefit", "replicability", "dossier")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value from a date on."""

    name: str
    valid_from: date
    value: Any
    text_vi: str
    text_en: str
    source_vi: str
    source_en: str
    verified: bool

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_vi

    @property
    def source(self) -> str:
        return self.source_en if get_language() == "en" else self.source_vi


@cache
def list_parameters() -> tuple[Parameter, ...]:
    """Every row of the data file, in its order."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["parameters"]
    return tuple(Parameter(**{**row, "valid_from": date.fromisoformat(row["valid_from"])}) for row in rows)


def get_parameter(*, name: str, on: date) -> Parameter:
    """The row in force on a day, the oldest one for days before it. ``LookupError`` for an unknown name."""
    rows = sorted((row for row in list_parameters() if row.name == name), key=lambda row: row.valid_from)
    if not rows:
        raise LookupError(name)
    in_force = [row for row in rows if row.valid_from <= on]
    return in_force[-1] if in_force else rows[0]


def fraction(*, name: str, on: date) -> Fraction:
    """A number of the data file, exact."""
    return Fraction(get_parameter(name=name, on=on).value)


def score_rules(*, on: date) -> ScoreRules:
    """Maxima and thresholds in force on a day."""
    return ScoreRules(
        maxima={name: fraction(name=f"score_{name}", on=on) for name in CRITERIA},
        threshold=fraction(name="threshold_mean", on=on),
        floors={"novelty": fraction(name="threshold_novelty", on=on)},
    )
