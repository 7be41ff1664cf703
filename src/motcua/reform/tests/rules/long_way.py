"""The sheet's formulas read off the document of an edition, sharing nothing with the engine: for comparison only."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

Row = Mapping[str, Any]
Inputs = dict[str, Any]


def parts(document: Row) -> Iterator[Row]:
    """What is scored: components, and criteria without components."""
    for area in document["areas"]:
        for row in area["criteria"]:
            yield from row.get("components", [row])


def draw(row: Row, year: int, random: Random) -> Inputs:
    """Figures as rooms might say them for one criterion, nothing to measure among them."""
    rule = row["rule"]
    kind = rule["kind"]
    if kind == "BOOL":
        return {"done": random.random() < 0.7}
    if kind == "CHK":
        return {item["key"]: random.random() < 0.7 for item in rule["items"]}
    if kind == "DATE":
        day = date(year, 1, 1) + timedelta(days=random.randint(0, 300))
        return {"on": None if random.random() < 0.1 else day}
    if kind in ("DED", "CNT"):
        names = [item["key"] for item in (*rule["items"], *rule.get("vetoes", []))]
        return {name: Fraction(random.choice((0, 0, 0, 1, 2, 5))) for name in names}
    if kind in ("EXT", "SAT"):
        return {"percent": Fraction(random.randint(0, 10_000), 100)}
    if kind == "SOPT":
        return {option["key"]: Fraction(random.randint(0, 40)) for option in rule["options"]}
    if kind == "TRND":
        return {"present": Fraction(random.randint(60, 100)), "previous": random.choice((None, Fraction(80)))}
    den = random.choice((0, *[random.randint(1, 400)] * 12))
    return {"num": Fraction(random.randint(0, den)), "den": Fraction(den)}


def points(row: Row, inputs: Inputs, year: int) -> Fraction | None:
    """What the figures are worth; None is not applicable."""
    rule, most = row["rule"], Fraction(row["points"])
    if "den" in inputs:
        if inputs["den"] == 0:
            return {"na": None, "full": most, "zero": Fraction(0)}[rule["zero_denominator"]]
        return _RATIOS[rule["kind"]](rule, most, inputs["num"] / inputs["den"])
    return _OTHERS[rule["kind"]](rule, most, inputs, year)


def _bands(rule: Row, _most: Fraction, value: Fraction) -> Fraction:
    return max(
        (Fraction(b["points"]) for b in rule["bands"] if value >= Fraction(b["from"])), default=Fraction(0)
    )


def _linear(rule: Row, most: Fraction, ratio: Fraction) -> Fraction:
    low, high = Fraction(rule["nothing_at"]), Fraction(rule["full_at"])
    return most * min(Fraction(1), max(Fraction(0), (ratio - low) / (high - low)))


_RATIOS: dict[str, Callable[[Row, Fraction, Fraction], Fraction]] = {
    "STEP": _bands,
    "PROP": lambda _rule, most, ratio: min(most, most * ratio),
    "PFLR": lambda rule, most, ratio: (
        min(most, most * ratio) if ratio >= Fraction(rule["floor"]) else Fraction(0)
    ),
    "PTGT": lambda rule, most, ratio: min(most, most * ratio / Fraction(rule["target"])),
    "LIN": _linear,
}


def _by_date(rule: Row, most: Fraction, inputs: Inputs, year: int) -> Fraction:
    if inputs["on"] is None:
        return Fraction(0)
    month, day = (int(text) for text in rule["due"].split("-"))
    late = (inputs["on"] - date(year, month, day)).days
    if late <= 0:
        return most
    return Fraction(rule["late_points"]) if late <= rule["grace_days"] else Fraction(0)


def _sum(rule: Row, inputs: Inputs) -> Fraction:
    return sum((Fraction(item["points"]) * inputs[item["key"]] for item in rule["items"]), Fraction(0))


def _deducted(rule: Row, most: Fraction, inputs: Inputs, _year: int) -> Fraction:
    if any(inputs[veto["key"]] for veto in rule.get("vetoes", [])):
        return Fraction(0)
    return max(Fraction(0), most - _sum(rule, inputs))


def _options(rule: Row, most: Fraction, inputs: Inputs, _year: int) -> Fraction | None:
    answers = sum(inputs.values())
    if not answers:
        return None
    return most * sum(Fraction(o["weight"]) * inputs[o["key"]] for o in rule["options"]) / answers


def _trend(rule: Row, most: Fraction, inputs: Inputs, _year: int) -> Fraction | None:
    if inputs["previous"] is None:
        return None
    return _bands(rule, most, inputs["present"] - inputs["previous"])


_OTHERS: dict[str, Callable[[Row, Fraction, Inputs, int], Fraction | None]] = {
    "BOOL": lambda _rule, most, inputs, _year: most if inputs["done"] else Fraction(0),
    "CHK": lambda rule, _most, inputs, _year: _sum(rule, inputs),
    "DATE": _by_date,
    "DED": _deducted,
    "CNT": lambda rule, most, inputs, _year: min(most, _sum(rule, inputs)),
    "EXT": lambda _rule, most, inputs, _year: most * inputs["percent"] / 100,
    "SAT": lambda _rule, most, inputs, _year: most * inputs["percent"] / 100,
    "SOPT": _options,
    "TRND": _trend,
}
