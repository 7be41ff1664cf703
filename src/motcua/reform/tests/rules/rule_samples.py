"""One way to draw each of the fifteen rule types with figures that fit it."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from motcua.reform.rules.scoring import KINDS, Inputs, Rule, read_rule

YEAR = 2026
POINTS = Fraction(3)
COUNTS = st.integers(0, 40).map(Fraction)
DAYS = st.integers(-40, 400).map(lambda days: date(YEAR, 1, 1) + timedelta(days=days))
ITEMS = [{"key": "big", "points": "1"}, {"key": "small", "points": "0.5"}]
NA = {"zero_denominator": "na"}
BANDS = [{"from": "0.95", "points": "3"}, {"from": "0.8", "points": "2"}, {"from": "0.5", "points": "0.5"}]

RULES: dict[str, dict[str, Any]] = {
    "BOOL": {},
    "CHK": {
        "items": [{"key": "a", "points": "1"}, {"key": "b", "points": "1.5"}, {"key": "c", "points": "0.5"}]
    },
    "DATE": {"due": "01-31", "late_points": "1", "grace_days": 15},
    "STEP": {"bands": BANDS, **NA},
    "PROP": NA,
    "PFLR": {"floor": "0.8", **NA},
    "PTGT": {"target": "0.8", **NA},
    "LIN": {"nothing_at": "0.6", "full_at": "0.95", **NA},
    "DED": {"items": ITEMS, "vetoes": [{"key": "fraud"}]},
    "CNT": {"items": ITEMS},
    "VETO": {},
    "SOPT": {
        "options": [
            {"key": "A", "weight": "1"},
            {"key": "B", "weight": "0.6"},
            {"key": "C", "weight": "0.2"},
            {"key": "D", "weight": "0"},
        ],
        **NA,
    },
    "SAT": {},
    "EXT": {},
    "TRND": {
        "bands": [{"from": "2", "points": "3"}, {"from": "0", "points": "2"}, {"from": "-1", "points": "1"}],
        "without_previous": "na",
    },
}
FALLING: dict[str, dict[str, Any]] = {"LIN": {"nothing_at": "0.3", "full_at": "0.05", **NA}}


def rule_of(kind: str, record: dict[str, Any] | None = None) -> Rule:
    return read_rule({"kind": kind, **(record or RULES[kind])}, points=POINTS, year=YEAR)


def figure_of(kind: str, name: str) -> st.SearchStrategy[Any]:
    """Figures of one input of a rule."""
    if kind in ("BOOL", "CHK"):
        return st.booleans()
    if kind == "DATE":
        return DAYS
    if kind in ("SAT", "EXT", "TRND"):
        return st.integers(0, 1000).map(lambda value: Fraction(value, 10))
    return COUNTS


@st.composite
def inputs_of(draw: st.DrawFn, kind: str) -> Inputs:
    rule = rule_of(kind)
    return {name: draw(figure_of(kind, name)) for name in rule.input_names()}


KIND = st.sampled_from(sorted(KINDS))
