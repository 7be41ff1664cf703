"""What a dossier costs: pure functions from a fee rule and the answers of the form to whole VND.

A fee rule is data of the procedure version (circulars of the Ministry of Finance, named in its legal bases):

- ``{"kind": "constant", "vnd": 200000}``; a procedure without a fee says 0;
- ``{"kind": "cases", "answer": "devices", "case_key": "type", "quantity_key": "quantity",
  "cases": [{key, label_vi, label_en, vnd}]}``: the answer is a list of case keys, or of objects that name a
  case and a quantity; prices add up;
- ``{"kind": "percentage", "answer": "contract_value", "per_mille": 1, "min": 5000000, "max": 10000000}``;
- ``{"kind": "unknown"}``: no source publishes the fee. That is never shown as 0.

A ``cases`` rule may carry ``quantity_tiers``: a dated discount by the number of items in the whole file,
for example 95 % from two devices. Without ``valid_from`` it is off, as in the demonstration data, where
only an older page has it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

Rule = Mapping[str, Any]
KINDS = ("constant", "cases", "percentage", "unknown")


class FeeRuleError(ValueError):
    """The fee rule itself is wrong; the text says what and where, for the editor of the procedure."""


class FeeStatus(StrEnum):
    KNOWN = "known"
    NOT_PUBLISHED = "not_published"
    NEEDS_ANSWERS = "needs_answers"


@dataclass(frozen=True)
class FeeLine:
    """One line of a fee notice; amounts in VND. ``amount`` is after a discount, if one applies."""

    label_vi: str
    label_en: str
    quantity: int
    unit_price: int
    amount: int


@dataclass(frozen=True)
class FeeQuote:
    """``total`` counts only when :attr:`is_known`; otherwise it is 0 and must not be shown as a price."""

    total: int
    lines: tuple[FeeLine, ...]
    status: FeeStatus

    @property
    def is_known(self) -> bool:
        return self.status == FeeStatus.KNOWN


NOT_PUBLISHED = FeeQuote(0, (), FeeStatus.NOT_PUBLISHED)
NEEDS_ANSWERS = FeeQuote(0, (), FeeStatus.NEEDS_ANSWERS)


def quote(*, rule: Rule, answers: Mapping[str, Any], on: date) -> FeeQuote:
    """The fee under ``rule`` for these form answers, with the dated discounts in force ``on`` that day.

    Answers that name no known case, or are missing, give the status ``NEEDS_ANSWERS`` and never a price of 0.
    """
    kind = rule.get("kind", "unknown")
    if kind == "constant":
        return _known([_constant_line(rule)])
    if kind == "cases":
        return _quote_cases(rule, answers, on)
    if kind == "percentage":
        return _quote_percentage(rule, answers)
    return NOT_PUBLISHED


def price_bounds(*, rule: Rule) -> tuple[int, int | None] | None:
    """Lowest and highest price (None: grows with quantity) a reader can expect; None when not published."""
    kind = rule.get("kind", "unknown")
    if kind == "constant":
        return rule["vnd"], rule["vnd"]
    if kind == "percentage":
        return rule["min"], rule["max"]
    if kind == "cases":
        return min(case["vnd"] for case in rule["cases"]), None
    return None


def check_rule(*, rule: Rule) -> None:
    """Raise :class:`FeeRuleError` unless ``rule`` is one that :func:`quote` can work with."""
    kind = rule.get("kind")
    if kind not in KINDS:
        raise FeeRuleError(f"kind must be one of {', '.join(KINDS)}")
    if kind == "constant":
        _check_amount(rule, "vnd")
    if kind == "percentage":
        _check_percentage(rule)
    if kind == "cases":
        _check_cases(rule)


def _constant_line(rule: Rule) -> FeeLine:
    label_vi = rule.get("label_vi", "Phí, lệ phí giải quyết thủ tục")
    label_en = rule.get("label_en", "Fee of the procedure")
    return FeeLine(label_vi, label_en, 1, rule["vnd"], rule["vnd"])


def _known(lines: Sequence[FeeLine]) -> FeeQuote:
    return FeeQuote(sum(line.amount for line in lines), tuple(lines), FeeStatus.KNOWN)


def _quote_cases(rule: Rule, answers: Mapping[str, Any], on: date) -> FeeQuote:
    quantities: dict[str, int] = {}
    known = {case["key"] for case in rule["cases"]}
    for key, quantity in _chosen(rule, answers):
        if key in known and quantity > 0:
            quantities[key] = quantities.get(key, 0) + quantity
    if not quantities:
        return NEEDS_ANSWERS
    percent = _percent_of(rule.get("quantity_tiers"), sum(quantities.values()), on)
    return _known([_case_line(case, quantities[case["key"]], percent) for case in _used(rule, quantities)])


def _used(rule: Rule, quantities: Mapping[str, int]) -> Iterator[Mapping[str, Any]]:
    return (case for case in rule["cases"] if case["key"] in quantities)


def _chosen(rule: Rule, answers: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    rows = answers.get(rule["answer"])
    for row in rows if isinstance(rows, list) else [rows]:
        if isinstance(row, str):
            yield row, 1
        elif isinstance(row, Mapping):
            yield str(row.get(rule.get("case_key", "type"))), _whole(row.get(rule.get("quantity_key", ""), 1))


def _whole(value: object) -> int:
    """A quantity or amount as typed by a person; anything that is not a whole number counts as nothing."""
    if isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return value
    text = str(value).replace(".", "").replace(" ", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _case_line(case: Mapping[str, Any], quantity: int, percent: int) -> FeeLine:
    amount = _part(case["vnd"] * quantity, percent, 100)
    return FeeLine(case["label_vi"], case["label_en"], quantity, case["vnd"], amount)


def _percent_of(tiers: Mapping[str, Any] | None, quantity: int, on: date) -> int:
    if not tiers or not _is_in_force(tiers, on):
        return 100
    reached = [tier["percent"] for tier in tiers["tiers"] if quantity >= tier["from_quantity"]]
    return min(reached, default=100)


def _is_in_force(tiers: Mapping[str, Any], on: date) -> bool:
    first, last = tiers.get("valid_from"), tiers.get("valid_to")
    if not first or on < date.fromisoformat(first):
        return False
    return not last or on <= date.fromisoformat(last)


def _quote_percentage(rule: Rule, answers: Mapping[str, Any]) -> FeeQuote:
    value = _whole(answers.get(rule["answer"]))
    if value <= 0:
        return NEEDS_ANSWERS
    amount = min(max(_part(value, rule["per_mille"], 1000), rule["min"]), rule["max"])
    return _known([FeeLine(rule["label_vi"], rule["label_en"], 1, amount, amount)])


def _part(value: int, numerator: int, denominator: int) -> int:
    """``value`` times a fraction in whole VND, half up; no floating point near money."""
    return (2 * value * numerator + denominator) // (2 * denominator)


def _check_amount(rule: Mapping[str, Any], name: str) -> None:
    value = rule.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FeeRuleError(f"{name} must be a whole number of VND, 0 or more")


def _check_percentage(rule: Rule) -> None:
    for name in ("per_mille", "min", "max"):
        _check_amount(rule, name)
    if rule["min"] > rule["max"]:
        raise FeeRuleError("min must not be greater than max")
    _check_texts(rule, "answer", "label_vi", "label_en")


def _check_cases(rule: Rule) -> None:
    _check_texts(rule, "answer")
    cases = rule.get("cases")
    if not isinstance(cases, list) or not cases:
        raise FeeRuleError("cases must be a list with at least one case")
    for case in cases:
        _check_texts(case, "key", "label_vi", "label_en")
        _check_amount(case, "vnd")
    if len({case["key"] for case in cases}) != len(cases):
        raise FeeRuleError("every case needs its own key")


def _check_texts(rule: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if not isinstance(rule.get(name), str) or not rule[name]:
            raise FeeRuleError(f"{name} must be a text")
