"""The worked example of four agencies (A to D), computed outside this project with exact fractions."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from motcua.reform.rules.edition import Edition, read_edition, read_figure
from motcua.reform.rules.index import Card
from motcua.reform.rules.robustness import SurveyRange
from motcua.reform.rules.sampling import Method, sipas, wilson
from motcua.reform.rules.scoring import Figure

DATA: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "worked_example.json").read_text(encoding="utf-8")
)
EDITION: Edition = read_edition(DATA["edition"])
AGENCIES = ("A", "B", "C", "D")


def satisfaction(agency: str, method: Method = Method.MEAN) -> Fraction:
    return sipas(factors=[tuple(row) for row in DATA["agencies"][agency]["likert"]], method=method)


def figures(agency: str, method: Method = Method.MEAN) -> dict[str, dict[str, Figure]]:
    rows = DATA["agencies"][agency]["figures"]
    read = {code: {name: read_figure(value) for name, value in row.items()} for code, row in rows.items()}
    return {**read, "C12": {"percent": satisfaction(agency, method)}}


def card(agency: str, method: Method = Method.MEAN, **changed: dict[str, Figure]) -> Card:
    inputs = {**figures(agency, method), **changed}
    scores = {item.code: item.rule.score(inputs[item.code]).points for item in EDITION.criteria}
    return Card(scores=scores, extras=DATA["agencies"][agency]["extras"])


def cards(method: Method = Method.MEAN) -> dict[str, Card]:
    return {agency: card(agency, method) for agency in AGENCIES}


def survey_ranges(agency: str) -> list[SurveyRange]:
    bounds = wilson(percent=satisfaction(agency), n=DATA["agencies"][agency]["respondents"])
    low, high = (Fraction(bound) / 100 * 10 for bound in (bounds.low, bounds.high))
    return [SurveyRange(criterion="C12", low=low, high=high)]
