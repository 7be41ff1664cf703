"""From the rule of a data file to a rule of code; every field is read by name and nothing is guessed."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from motcua.reform.rules.numbers import NotANumber, exact
from motcua.reform.rules.scoring.base import ZERO, Policy, Rule, RuleRefused
from motcua.reform.rules.scoring.counts import Counted, Deducted
from motcua.reform.rules.scoring.facts import ByDate, Checklist, Done, Item, NoViolation
from motcua.reform.rules.scoring.opinions import External, OptionSurvey, Trend
from motcua.reform.rules.scoring.ratios import Band, Linear, Proportional, Stepped, ToTarget, WithFloor
from motcua.reform.rules.scoring.satisfaction import Satisfaction, Source

Record = Mapping[str, Any]
# Beyond these, days could not be reckoned any more: the most days or answers, the years to a due day.
_MOST: Final = 1_000_000
_FARTHEST: Final = 10


class _Reader:
    """One rule's record; notices fields that nobody read, since a misspelt field would change a score."""

    def __init__(self, record: Record, year: int) -> None:
        self.record, self.year = record, year
        self.read = {"kind"}

    def _take(self, name: str) -> Any:
        self.read.add(name)
        if name not in self.record:
            raise RuleRefused("field_missing", name)
        return self.record[name]

    def has(self, name: str) -> bool:
        return name in self.record

    def number(self, name: str) -> Fraction:
        return _number(self._take(name), name)

    def whole(self, name: str) -> int | None:
        value: Any = self._take(name)
        is_whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST
        if value is not None and not is_whole:
            raise RuleRefused("not_a_number", name)
        whole: int | None = value
        return whole

    def day(self, name: str) -> date:
        """``2022-01-31``, or ``01-31`` for that day of the edition's year."""
        text = self._take(name)
        try:
            day = date.fromisoformat(f"{self.year}-{text}" if len(text) == len("01-31") else text)
        except (TypeError, ValueError) as error:
            raise RuleRefused("not_a_date", name) from error
        if abs(day.year - self.year) > _FARTHEST:
            raise RuleRefused("not_a_date", name)
        return day

    def policy(self, name: str) -> Policy:
        text = self._take(name)
        try:
            return Policy(text)
        except ValueError as error:
            raise RuleRefused("unknown_policy", name) from error

    def source(self, name: str) -> Source:
        text = self._take(name)
        try:
            return Source(text)
        except ValueError as error:
            raise RuleRefused("unknown_source", name) from error

    def items(self, name: str, points: str = "points") -> tuple[Item, ...]:
        return tuple(
            Item(key=_key(row, name), points=_number(row.get(points), name)) for row in self._rows(name)
        )

    def bands(self, name: str) -> tuple[Band, ...]:
        return tuple(
            Band(lower=_number(row.get("from"), name), points=_number(row.get("points"), name))
            for row in self._rows(name)
        )

    def names(self, name: str) -> tuple[str, ...]:
        return tuple(_key(row, name) for row in self._rows(name))

    def _rows(self, name: str) -> list[Record]:
        rows = self._take(name)
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise RuleRefused("not_a_list", name)
        return rows

    def finish(self) -> None:
        unread = sorted(set(self.record) - self.read)
        if unread:
            raise RuleRefused("unknown_field", unread[0])


def _number(value: Any, where: str) -> Fraction:
    try:
        return exact(value)
    except NotANumber as error:
        raise RuleRefused("not_a_number", where) from error


def _key(row: Record, where: str) -> str:
    key = row.get("key")
    if not isinstance(key, str) or not key.isidentifier():
        raise RuleRefused("bad_key", where)
    return key


def _vetoes(reader: _Reader) -> tuple[str, ...]:
    return reader.names("vetoes") if reader.has("vetoes") else ()


def _satisfaction(points: Fraction, reader: _Reader) -> Satisfaction:
    """Without a source it is the survey's, as every edition meant before there were ratings."""
    source = reader.source("source") if reader.has("source") else Source.SURVEY
    if source is Source.SURVEY:
        return Satisfaction(points=points)
    minimum = reader.whole("minimum")
    if minimum is None:
        raise RuleRefused("not_a_number", "minimum")
    if source is Source.BOTH:
        return Satisfaction(points=points, source=source, weight=reader.number("weight"), minimum=minimum)
    policy = reader.policy("zero_denominator")
    return Satisfaction(points=points, source=source, minimum=minimum, zero_denominator=policy)


Build = Callable[[Fraction, _Reader], Rule]
KINDS: Final[dict[str, Build]] = {
    "BOOL": lambda points, _read: Done(points=points),
    "CHK": lambda points, read: Checklist(points=points, items=read.items("items")),
    "DATE": lambda points, read: ByDate(
        points=points,
        due=read.day("due"),
        late_points=read.number("late_points"),
        grace_days=read.whole("grace_days"),
    ),
    "STEP": lambda points, read: Stepped(
        points=points, bands=read.bands("bands"), zero_denominator=read.policy("zero_denominator")
    ),
    "PROP": lambda points, read: Proportional(
        points=points, zero_denominator=read.policy("zero_denominator")
    ),
    "PFLR": lambda points, read: WithFloor(
        points=points, floor=read.number("floor"), zero_denominator=read.policy("zero_denominator")
    ),
    "PTGT": lambda points, read: ToTarget(
        points=points, target=read.number("target"), zero_denominator=read.policy("zero_denominator")
    ),
    "LIN": lambda points, read: Linear(
        points=points,
        nothing_at=read.number("nothing_at"),
        full_at=read.number("full_at"),
        zero_denominator=read.policy("zero_denominator"),
    ),
    "DED": lambda points, read: Deducted(points=points, items=read.items("items"), vetoes=_vetoes(read)),
    "CNT": lambda points, read: Counted(points=points, items=read.items("items")),
    "VETO": lambda points, _read: NoViolation(points=points),
    "SOPT": lambda points, read: OptionSurvey(
        points=points,
        options=read.items("options", "weight"),
        zero_denominator=read.policy("zero_denominator"),
    ),
    "SAT": lambda points, read: _satisfaction(points, read),
    "EXT": lambda points, _read: External(points=points),
    "TRND": lambda points, read: Trend(
        points=points, bands=read.bands("bands"), without_previous=read.policy("without_previous")
    ),
}


def read_rule(record: Record, *, points: Fraction, year: int) -> Rule:
    """The rule that ``record`` describes (``kind`` and the numbers of that kind), worth at most ``points`` in ``year``.

    Texts of items (``name_vi``, ``name_en``) stay in the record; they change no score. Raises :class:`RuleRefused`.
    """
    build = KINDS.get(str(record.get("kind")))
    if build is None:
        raise RuleRefused("unknown_kind", str(record.get("kind")))
    reader = _Reader(record, year)
    rule = build(max(points, ZERO), reader)
    reader.finish()
    return rule
