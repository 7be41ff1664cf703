"""What counted answers say: by factor, by question, by stratum, and as one figure with its interval."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from motcua.reform.rules.sampling import (
    Estimate,
    Interval,
    Likert,
    Method,
    NoAnswers,
    Stratum,
    factor_index,
    option_score,
    sipas,
    stratified,
    wilson,
)
from motcua.reform.rules.survey_forms import OVERALL, Form, Item, Section, likert

_HUNDRED = 100


@dataclass(frozen=True, kw_only=True)
class Counts:
    """``n`` respondents and, of each question, how many gave each answer."""

    n: int
    items: Mapping[str, Mapping[str, int]]

    def of(self, items: Sequence[Item]) -> dict[str, int]:
        """Answers to several questions, added up by value."""
        total: dict[str, int] = {}
        for item in items:
            for value, number in self.items.get(item.key, {}).items():
                total[value] = total.get(value, 0) + number
        return total


@dataclass(frozen=True, kw_only=True)
class Part:
    """A factor or a question: ``percent`` None where nobody answered; ``missing`` = answers left empty."""

    key: str
    section: Section
    item: Item | None
    counts: Mapping[str, int]
    answered: int
    missing: int
    percent: Fraction | None
    interval: Interval | None


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The figure of one agency. ``estimate`` is there when strata are weighted, and is then the figure; ``n`` counts
    those whose answers are in the figure.
    """

    n: int
    percent: Fraction | None
    interval: Interval | None
    estimate: Estimate | None
    unweighted: Fraction | None


def read_counts(stored: Mapping[str, Any]) -> Counts:
    """Counts as a tally keeps them."""
    return Counts(n=int(stored["n"]), items=stored["items"])


def figure(*, form: Form, counts: Counts, method: Method) -> Fraction | None:
    """Percent of one set of counts by the round's method; of options the share of the points. None: no answers."""
    try:
        if form.kind == "option":
            score = option_score(counts=counts.of(form.items), weights=form.weights)
            return score * _HUNDRED
        return sipas(
            factors=list(factors_of(form, counts).values()), method=method, overall=overall_of(form, counts)
        )
    except NoAnswers:
        return None


def factors_of(form: Form, counts: Counts) -> dict[str, Likert]:
    """Section key → its answers 1 to 5, all questions of the section together."""
    return {section.key: likert(counts.of(section.items)) for section in form.sections}


def overall_of(form: Form, counts: Counts) -> Likert | None:
    """Answers to the overall question, where the form asks one."""
    return likert(counts.items.get(OVERALL, {})) if form.overall else None


def whole(
    *,
    form: Form,
    counts: Counts,
    method: Method,
    strata: Mapping[str, Counts] | None = None,
    populations: Mapping[str, int] | None = None,
) -> Whole:
    """One agency's figure; with ``strata`` and their populations it is weighted, otherwise each answer counts alike."""
    plain = figure(form=form, counts=counts, method=method)
    layers = _layers(form, method, strata or {}, populations or {})
    estimate = _weighted(layers)
    if estimate is not None:
        return Whole(
            n=sum(layer.n for layer in layers if layer.weight),
            percent=estimate.percent,
            interval=estimate.interval,
            estimate=estimate,
            unweighted=plain,
        )
    return Whole(
        n=counts.n, percent=plain, interval=_interval(plain, counts.n), estimate=None, unweighted=plain
    )


def parts_by_factor(*, form: Form, counts: Counts) -> list[Part]:
    """Every section with its answers added up; its interval takes the respondents of the form."""
    return [
        _part(form, section, None, counts.of(section.items), counts.n, counts.n * len(section.items))
        for section in form.sections
    ]


def parts_by_item(*, form: Form, counts: Counts) -> list[Part]:
    """Every question of the form, the overall one left out; its interval takes those who answered it."""
    found = []
    for section in form.sections:
        for item in section.items:
            given = counts.items.get(item.key, {})
            found.append(_part(form, section, item, given, sum(given.values()), counts.n))
    return found


def _part(
    form: Form, section: Section, item: Item | None, given: Mapping[str, int], n: int, asked: int
) -> Part:
    answered = sum(given.values())
    percent = _percent(form, given)
    return Part(
        key=item.key if item else section.key,
        section=section,
        item=item,
        counts=given,
        answered=answered,
        missing=asked - answered,
        percent=percent,
        interval=_interval(percent, n),
    )


def _percent(form: Form, given: Mapping[str, int]) -> Fraction | None:
    if form.kind == "option":
        return _or_none(lambda: option_score(counts=given, weights=form.weights) * _HUNDRED)
    return _or_none(lambda: factor_index(likert(given)))


def _or_none(measure: Callable[[], Fraction]) -> Fraction | None:
    try:
        return measure()
    except NoAnswers:
        return None


def _interval(percent: Fraction | None, n: int) -> Interval | None:
    return None if percent is None or n <= 0 else wilson(percent=percent, n=n)


def _layers(
    form: Form, method: Method, strata: Mapping[str, Counts], populations: Mapping[str, int]
) -> list[Stratum]:
    total = sum(populations.values())
    if not total or not strata:
        return []
    layers = []
    for key, population in populations.items():
        counts = strata.get(key)
        percent = figure(form=form, counts=counts, method=method) if counts else None
        n = counts.n if counts and percent is not None else 0
        share = (percent or Fraction(0)) / _HUNDRED
        layers.append(Stratum(weight=Fraction(population, total), share=share, n=n))
    return layers


def _weighted(layers: Sequence[Stratum]) -> Estimate | None:
    try:
        return stratified(strata=layers)
    except NoAnswers:
        return None
