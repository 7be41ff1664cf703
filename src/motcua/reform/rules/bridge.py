"""From one edition to the next: what stayed, changed, came and went, and years compared on what stayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from motcua.reform.rules.canonical import canonical_json
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import HUNDRED, ZERO, Card, counted
from motcua.reform.rules.scoring.opinions import Trend

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
class Pair:
    """Points of one criterion in two years; it is worth ``most`` in both."""

    criterion: str
    most: Fraction
    old: Fraction
    new: Fraction


@dataclass(frozen=True, kw_only=True)
class YearOnYear:
    """Two years on the criteria that stayed the same and applied in both: percent of their points."""

    pairs: tuple[Pair, ...]
    old: Fraction | None
    new: Fraction | None

    @property
    def change(self) -> Fraction | None:
        return None if self.old is None or self.new is None else self.new - self.old


def year_on_year(old: Edition, old_card: Card, new: Edition, new_card: Card) -> YearOnYear:
    """How far an agency came, like for like. Nothing in common gives None, which is not zero.

    Criteria that score the change since last year are left out: they would count the same change twice.
    """
    pairs = []
    for link in compare(old, new):
        if link.fate is Fate.SAME and link.old and link.new and link.new.rule.kind != Trend.kind:
            former = counted(link.old, old_card, old.settings.missing)
            later = counted(link.new, new_card, new.settings.missing)
            if former[1] and later[1]:
                pairs.append(Pair(criterion=link.new.code, most=later[1], old=former[0], new=later[0]))
    maximum = sum((pair.most for pair in pairs), ZERO)
    return YearOnYear(
        pairs=tuple(pairs),
        old=sum((pair.old for pair in pairs), ZERO) / maximum * HUNDRED if maximum else None,
        new=sum((pair.new for pair in pairs), ZERO) / maximum * HUNDRED if maximum else None,
    )
