"""An edition of the index: areas, criteria, components, their rules and the settings, read from its document.

The document (JSON) is the truth; these values are a reading of it that refuses what it does not understand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from motcua.reform.rules.document import flaws
from motcua.reform.rules.numbers import NotANumber, exact, restored
from motcua.reform.rules.scoring import Example, Figure, Rule, RuleRefused, read_rule

Record = Mapping[str, Any]
FORMAT: Final = 1
# Peer blocks: agencies that are ranked beside one another and share the criteria of their block.
BLOCKS: Final = ("with_dossiers", "without_dossiers", "vertical")
YEARS: Final = range(1990, 2200)


class EditionRefused(ValueError):
    """The document is no edition: ``code`` says what is wrong, ``where`` at which place of the document."""

    def __init__(self, code: str, where: str) -> None:
        super().__init__(f"{code} {where}")
        self.code, self.where = code, where


class MissingPolicy(StrEnum):
    """What not applicable means for the index: taken out above and below the line, full points, or none."""

    REBASE = "rebase"
    FULL = "full"
    ZERO = "zero"


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion or component that is scored (tiêu chí, tiêu chí thành phần)."""

    code: str
    area: str
    parent: str
    name_vi: str
    name_en: str
    points: Fraction
    rule: Rule
    record: Record = field(repr=False, hash=False)
    inputs: Mapping[str, str] = field(hash=False)
    blocks: frozenset[str]
    is_survey: bool
    needs_evidence: bool
    is_verified: bool
    examples: tuple[Example, ...] = field(hash=False)

    @property
    def is_only_measured(self) -> bool:
        """A survey whose figures the house holds: nobody assesses it by hand."""
        return self.is_survey and bool(self.inputs)

    def applies_to(self, block: str) -> bool:
        """Is an agency of this peer block scored on it? No block named means everybody is."""
        return not self.blocks or block in self.blocks


@dataclass(frozen=True, kw_only=True)
class Area:
    """One field of reform (lĩnh vực); ``appraiser`` is the code of the agency that leads its appraisal."""

    code: str
    name_vi: str
    name_en: str
    appraiser: str
    criteria: tuple[Criterion, ...]

    @property
    def points(self) -> Fraction:
        return sum((criterion.points for criterion in self.criteria), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Extra:
    """Bonus or penalty outside the hundred points: ``each`` per case, at most ``cap``."""

    code: str
    name_vi: str
    name_en: str
    each: Fraction
    cap: Fraction


@dataclass(frozen=True, kw_only=True)
class Band:
    """A class of results: from ``lower`` (inclusive, on the displayed index) on."""

    code: str
    name_vi: str
    name_en: str
    lower: Fraction


@dataclass(frozen=True, kw_only=True)
class Disqualifier:
    """A fact that lowers the class by ``drops`` classes, whatever the index."""

    code: str
    name_vi: str
    name_en: str
    drops: int


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the index is computed and shown; each is a line of the edition."""

    precision: int
    missing: MissingPolicy
    tolerance: Fraction
    bands: tuple[Band, ...]
    disqualifiers: tuple[Disqualifier, ...]
    tie_breakers: tuple[str, ...]
    survey_method: str
    minimum_answers: int
    noise: Fraction
    draws: int


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A whole edition; ``document`` is what it was read from."""

    code: str
    year: int
    title_vi: str
    title_en: str
    areas: tuple[Area, ...]
    bonuses: tuple[Extra, ...]
    penalties: tuple[Extra, ...]
    settings: Settings
    bridge: Mapping[str, str] = field(hash=False)
    document: Record = field(repr=False, hash=False)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for area in self.areas for criterion in area.criteria)

    @property
    def points(self) -> Fraction:
        return sum((area.points for area in self.areas), Fraction(0))

    def criterion(self, code: str) -> Criterion:
        """Raises ``KeyError``."""
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise KeyError(code)


def read_edition(document: Record) -> Edition:
    """Raises :class:`EditionRefused` for a document that cannot be read; publication asks more
    (:func:`motcua.reform.rules.publication.list_problems`).
    """
    if document.get("format") != FORMAT:
        raise EditionRefused("unknown_format", "format")
    for code, where in flaws(document):
        raise EditionRefused(code, where[:200])
    year = _whole(document, "year", "")
    if year not in YEARS:
        raise EditionRefused("year_outside", str(year)[:20])
    return Edition(
        code=_text(document, "code", ""),
        year=year,
        title_vi=_text(document, "title_vi", ""),
        title_en=_text(document, "title_en", ""),
        areas=tuple(_area(row, year, f"areas.{at}") for at, row in enumerate(_rows(document, "areas", ""))),
        bonuses=_extras(document, "bonuses"),
        penalties=_extras(document, "penalties"),
        settings=_settings(_mapping(document, "settings", "")),
        bridge=dict(document.get("bridge", {})),
        document=document,
    )


def _area(row: Record, year: int, where: str) -> Area:
    code = _text(row, "code", where)
    criteria = tuple(_leaves(code, _rows(row, "criteria", where), year, where))
    return Area(
        code=code,
        name_vi=_text(row, "name_vi", where),
        name_en=_text(row, "name_en", where),
        appraiser=str(row.get("appraiser", "")),
        criteria=criteria,
    )


def _leaves(area: str, rows: list[Record], year: int, where: str) -> Iterator[Criterion]:
    """Criteria that are scored themselves, and the components of those that are not."""
    for at, row in enumerate(rows):
        place = f"{where}.criteria.{at}"
        if "components" not in row:
            yield _criterion(area, "", row, year, place)
            continue
        parent = _text(row, "code", place)
        if "points" in row:
            _number(row, "points", place)
        for number, component in enumerate(_rows(row, "components", place)):
            yield _criterion(area, parent, component, year, f"{place}.components.{number}")


def _criterion(area: str, parent: str, row: Record, year: int, where: str) -> Criterion:
    points = _number(row, "points", where)
    try:
        rule = read_rule(_mapping(row, "rule", where), points=points, year=year)
    except RuleRefused as error:
        raise EditionRefused(f"rule_{error.code}", f"{where}.rule.{error.where}") from error
    return Criterion(
        code=_text(row, "code", where),
        area=area,
        parent=parent,
        name_vi=_text(row, "name_vi", where),
        name_en=_text(row, "name_en", where),
        points=points,
        rule=rule,
        record=row,
        inputs={name: _text(row["inputs"], name, f"{where}.inputs") for name in row.get("inputs", {})},
        blocks=frozenset(row.get("blocks", ())),
        is_survey=bool(row.get("survey", False)),
        needs_evidence=bool(row.get("evidence")),
        is_verified=bool(row.get("verified", False)),
        examples=tuple(_example(item, where) for item in row.get("examples", ())),
    )


def _example(item: Record, where: str) -> Example:
    points = item.get("points")
    return Example(
        inputs={name: _typed_figure(value, where) for name, value in _mapping(item, "inputs", where).items()},
        points=None if points is None else _exact(points, f"{where}.examples"),
    )


def _typed_figure(value: Any, where: str) -> Figure:
    figure = read_figure(value)
    return _exact(value, f"{where}.examples") if isinstance(figure, Fraction) else figure


def read_figure(value: Any) -> Figure:
    """A figure as it is kept: number or fraction text of any length, ISO date, true/false, null.

    Raises :class:`EditionRefused`.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value.count("-") == 2:
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise EditionRefused("not_a_date", value[:40]) from error
    try:
        return restored(value)
    except NotANumber as error:
        raise EditionRefused("not_a_number", "figure") from error


def write_figure(value: Figure) -> Any:
    """The inverse of :func:`read_figure`."""
    if value is None or isinstance(value, bool):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _extras(document: Record, name: str) -> tuple[Extra, ...]:
    return tuple(
        Extra(
            code=_text(row, "code", name),
            name_vi=_text(row, "name_vi", name),
            name_en=_text(row, "name_en", name),
            each=_number(row, "each", name),
            cap=_number(row, "cap", name),
        )
        for row in document.get(name, ())
    )


def _settings(row: Record) -> Settings:
    where = "settings"
    try:
        missing = MissingPolicy(_text(row, "missing", where))
    except ValueError as error:
        raise EditionRefused("unknown_policy", "settings.missing") from error
    return Settings(
        precision=_whole(row, "precision", where),
        missing=missing,
        tolerance=_number(row, "tolerance", where),
        bands=tuple(_band(item) for item in _rows(row, "bands", where)),
        disqualifiers=tuple(_disqualifier(item) for item in row.get("disqualifiers", ())),
        tie_breakers=tuple(row.get("tie_breakers", ())),
        survey_method=_text(row, "survey_method", where),
        minimum_answers=_whole(row, "minimum_answers", where),
        noise=_number(row, "noise", where),
        draws=_whole(row, "draws", where),
    )


def _band(row: Record) -> Band:
    where = "settings.bands"
    return Band(
        code=_text(row, "code", where),
        name_vi=_text(row, "name_vi", where),
        name_en=_text(row, "name_en", where),
        lower=_number(row, "from", where),
    )


def _disqualifier(row: Record) -> Disqualifier:
    where = "settings.disqualifiers"
    return Disqualifier(
        code=_text(row, "code", where),
        name_vi=_text(row, "name_vi", where),
        name_en=_text(row, "name_en", where),
        drops=_whole(row, "drops", where),
    )


def _text(row: Record, name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise EditionRefused("text_missing", _place(where, name))
    return value


def _whole(row: Record, name: str, where: str) -> int:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise EditionRefused("not_a_number", _place(where, name))
    return value


def _number(row: Record, name: str, where: str) -> Fraction:
    return _exact(row.get(name), _place(where, name))


def _exact(value: Any, where: str) -> Fraction:
    try:
        return exact(value)
    except NotANumber as error:
        raise EditionRefused("not_a_number", where) from error


def _rows(row: Record, name: str, where: str) -> list[Record]:
    value = row.get(name)
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise EditionRefused("not_a_list", _place(where, name))
    return value


def _mapping(row: Record, name: str, where: str) -> Record:
    value = row.get(name)
    if not isinstance(value, Mapping):
        raise EditionRefused("not_a_record", _place(where, name))
    return value


def _place(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
