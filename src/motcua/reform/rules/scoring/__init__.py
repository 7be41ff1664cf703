"""The fifteen rule types: from the figures of one criterion to its points."""

from motcua.reform.rules.scoring.base import (
    BadInput,
    Example,
    Figure,
    Inputs,
    MissingInput,
    Motion,
    Policy,
    Problem,
    Rest,
    Rule,
    RuleRefused,
    Scored,
    Step,
    Why,
)
from motcua.reform.rules.scoring.reading import KINDS, read_rule

__all__ = [
    "KINDS",
    "BadInput",
    "Example",
    "Figure",
    "Inputs",
    "MissingInput",
    "Motion",
    "Policy",
    "Problem",
    "Rest",
    "Rule",
    "RuleRefused",
    "Scored",
    "Step",
    "Why",
    "read_rule",
]
