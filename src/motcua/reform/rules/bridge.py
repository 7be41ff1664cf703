"""From one edition to the next: what stayed, changed, came and went, and years compared on what stayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from motcua.reform.rules.canonical import canonical_json
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import HUNDRED, Card, counted

# Words may be polished without changing what is measured.
_WORDS = frozenset(
    {"name_vi", "name_en", "hint_vi", "hint_en", "basis", "source", "verified", "note", "examples"}
)


class Fate(StrEnum):
    """What became of a criterion."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class Link:
    """One line of the bridge; ``fields`` are the parts of the record that differ."""

    fate: Fate
    old: Criterion | None
    new: Criterion | None
    fields: tuple[str, ...] = ()


def compare(old: Edition, new: Edition) -> list[Link]:
    """The bridge from ``old`` to ``new``: in the order of the new edition, then what was dropped.

    Criteria belong together by code, unless the new edition's ``bridge`` names the old code ("" for none).
    """
    before = {criterion.code: criterion for criterion in old.criteria}
    links = []
    for criterion in new.criteria:
        former = before.pop(new.bridge.get(criterion.code, criterion.code), None)
        links.append(_link(former, criterion))
    return [*links, *(Link(fate=Fate.DROPPED, old=criterion, new=None) for criterion in before.values())]


def _link(old: Criterion | None, new: Criterion) -> Link:
    if old is None:
        return Link(fate=Fate.NEW, old=None, new=new)
    fields = _differing(old.record, new.record)
    fate = Fate.CHANGED if set(fields) - _WORDS else Fate.SAME
    return Link(fate=fate, old=old, new=new, fields=fields)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    names = sorted((set(old) | set(new)) - {"code"})
    return tuple(name for name in names if canonical_json(old.get(name)) != canonical_json(new.get(name)))


@dataclass(frozen=True, kw_only=True)
class YearOnYear:
    """Two years on the criteria that stayed the same and applied in both: percent of their points."""

    criteria: tuple[str, ...]
    old: Fraction | None
    new: Fraction | None

    @property
    def change(self) -> Fraction | None:
        return None if self.old is None or self.new is None else self.new - self.old


def year_on_year(old: Edition, old_card: Card, new: Edition, new_card: Card) -> YearOnYear:
    """How far an agency came, like for like. Nothing in common gives None, which is not zero."""
    pairs = []
    for link in compare(old, new):
        if link.fate is Fate.SAME and link.old is not None and link.new is not None:
            former = counted(link.old, old_card, old.settings.missing)
            later = counted(link.new, new_card, new.settings.missing)
            if former[1] and later[1]:
                pairs.append((link.new.code, former, later))
    return YearOnYear(
        criteria=tuple(code for code, _old, _new in pairs),
        old=_percent([former for _code, former, _later in pairs]),
        new=_percent([later for _code, _former, later in pairs]),
    )


def _percent(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    maximum = sum((most for _points, most in pairs), Fraction(0))
    return sum((points for points, _most in pairs), Fraction(0)) / maximum * HUNDRED if maximum else None
