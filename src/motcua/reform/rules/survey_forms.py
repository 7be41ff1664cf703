"""A questionnaire as values: sections (factors), items, the answers they allow and what these weigh."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from motcua.reform.rules.numbers import exact
from motcua.reform.rules.sampling import Likert

KINDS = ("sipas", "option", "other")
LIKERT_VALUES = ("1", "2", "3", "4", "5")
OVERALL = "overall"
# What the indicators of the index read from the surveys of these keys.
KIND_OF_KEY = {"sipas": "sipas", "leaders": "option", "peers": "option", "communes": "option"}
_MOST_VERSIONS = 10_000
_LONGEST_KEY, _LONGEST_TITLE = 40, 300


class BadForm(ValueError):
    """The definition of a form contradicts itself; ``args`` say where."""


@dataclass(frozen=True, kw_only=True)
class Words:
    vi: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" and self.en else self.vi


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer to choose; ``weight`` 0–1 of an option, None where it counts for nothing (no opinion)."""

    value: str
    words: Words
    weight: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    key: str
    words: Words
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Section:
    """A factor of satisfaction, or a heading of a rating form."""

    key: str
    words: Words
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Form:
    """One version of a form. ``overall`` is the single question beside the factors, where the form has one."""

    key: str
    version: int
    kind: str
    title: Words
    respondents: Words
    intro: Words
    source: str
    verified: bool
    answers: tuple[Answer, ...]
    sections: tuple[Section, ...]
    overall: Item | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Every question in the order of the form."""
        inner = tuple(item for section in self.sections for item in section.items)
        return inner + ((self.overall,) if self.overall else ())

    @property
    def weights(self) -> dict[str, Fraction]:
        """Option → weight, of those that weigh anything at all."""
        return {answer.value: answer.weight for answer in self.answers if answer.weight is not None}


def read_form(definition: Mapping[str, Any]) -> Form:
    """The form of a definition (the shape of ``surveys/data/forms.json``). Raises :class:`BadForm`."""
    try:
        form = _read(definition)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise BadForm("shape", str(error)) from error
    for problem in _problems(form):
        raise BadForm(problem)
    return form


def likert(counts: Mapping[str, int]) -> Likert:
    """Counts by value as the five numbers that estimates take."""
    one, two, three, four, five = (counts.get(value, 0) for value in LIKERT_VALUES)
    return one, two, three, four, five


def _read(source: Mapping[str, Any]) -> Form:
    return Form(
        key=str(source["key"]),
        version=int(source["version"]),
        kind=str(source["kind"]),
        title=_words(source, "title_"),
        respondents=_words(source, "respondents_"),
        intro=_words(source, "intro_"),
        source=str(source["source"]),
        verified=bool(source["verified"]),
        answers=tuple(_answer(row) for row in source["answers"]),
        sections=tuple(
            Section(key=str(row["key"]), words=_words(row), items=tuple(map(_item, row["items"])))
            for row in source["sections"]
        ),
        overall=_item(source["overall"]) if source.get("overall") else None,
    )


def _words(row: Mapping[str, Any], prefix: str = "") -> Words:
    return Words(vi=str(row[f"{prefix}vi"]), en=str(row.get(f"{prefix}en", "")))


def _answer(row: Mapping[str, Any]) -> Answer:
    weight = row.get("weight")
    return Answer(
        value=str(row["value"]), words=_words(row), weight=None if weight is None else exact(str(weight))
    )


def _item(row: Mapping[str, Any]) -> Item:
    return Item(key=str(row["key"]), words=_words(row), verified=bool(row["verified"]))


def _problems(form: Form) -> Iterator[str]:
    yield from _head_problems(form)
    keys = [item.key for item in form.items]
    if not keys or len(set(keys)) != len(keys):
        yield "items"
    if not all(key.isidentifier() and key.isascii() for key in keys):
        yield "item_key"
    if len({section.key for section in form.sections}) != len(form.sections):
        yield "sections"
    values = [answer.value for answer in form.answers]
    if len(set(values)) != len(values) or not values or not all(values):
        yield "answers"
    if form.kind == "sipas" and tuple(values) != LIKERT_VALUES:
        yield "likert"
    if form.kind == "option" and not form.weights:
        yield "weights"
    if any(not 0 <= weight <= 1 for weight in form.weights.values()):
        yield "weight_range"
    if form.overall and form.overall.key != OVERALL:
        yield "overall_key"
    if KIND_OF_KEY.get(form.key, form.kind) != form.kind:
        yield "kind_of_key"


def _head_problems(form: Form) -> Iterator[str]:
    if form.kind not in KINDS:
        yield "kind"
    if not 0 < form.version < _MOST_VERSIONS:
        yield "version"
    if not form.key.isascii() or not form.key.isidentifier() or len(form.key) > _LONGEST_KEY:
        yield "key"
    if not 0 < len(form.title.vi) <= _LONGEST_TITLE or len(form.title.en) > _LONGEST_TITLE:
        yield "title"
