"""Places and who stands together: over all agencies, or within one peer block."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from motcua.reform.results.reading import Reading
from motcua.reform.rules.outcome import peer_blocks
from motcua.reform.rules.ranking import rank

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A rank with the best and worst it could also be; None where the document does not say these."""

    rank: int
    low: int | None
    high: int | None

    @property
    def span(self) -> str:
        """The possible ranks; a dash where nobody computed them."""
        if self.low is None or self.high is None:
            return "–"
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def blocks_of(reading: Reading) -> tuple[str, ...]:
    """The peer blocks of a year; none where all agencies stand in one."""
    return tuple(peer_blocks(agency.block for agency in reading.agencies))


def places(reading: Reading, block: str = "") -> dict[str, Place]:
    """The place of each agency; with ``block`` of its members among themselves."""
    if not block:
        return {code: _place(row) for code, row in reading.results.items()}
    held = reading.document["results"].get("blocks", {}).get(block)
    if held is not None:
        return {code: _place(row) for code, row in held["agencies"].items()}
    # Recorded before places within blocks were: the order among all of them is the order among some.
    order = rank({code: -reading.results[code]["rank"] for code in members(reading, block)})
    return {code: Place(rank=place, low=None, high=None) for code, place in order.items()}


def members(reading: Reading, block: str = "") -> list[str]:
    """The agencies of a block, or all."""
    return [agency.code for agency in reading.agencies if not block or agency.block == block]


def overlapping(reading: Reading, block: str = "") -> Groups:
    """Agencies that surveys leave intervals which hang together, group by group, best first."""
    results = reading.document["results"]
    held = results.get("blocks", {}).get(block, results) if block else results
    chosen = set(members(reading, block))
    groups = [tuple(code for code in group if code in chosen) for group in held["groups"]]
    return tuple(
        group
        for group in groups
        if len(group) > 1 and any(_has_interval(reading.results[code]) for code in group)
    )


def tied(reading: Reading, block: str = "") -> Groups:
    """Agencies with the same index that no overlap of intervals names already, best first."""
    named = [set(group) for group in overlapping(reading, block)]
    by_index: dict[Decimal, list[str]] = defaultdict(list)
    for code in members(reading, block):
        by_index[Decimal(reading.results[code]["shown"])].append(code)
    return tuple(
        tuple(sorted(codes))
        for _index, codes in sorted(by_index.items(), reverse=True)
        if len(codes) > 1 and not _is_within(codes, named)
    )


def _is_within(codes: Iterable[str], groups: Iterable[set[str]]) -> bool:
    return any(set(codes) <= group for group in groups)


def _has_interval(row: dict[str, Any]) -> bool:
    return bool(row["interval"]["low"] != row["interval"]["high"])


def _place(row: dict[str, Any]) -> Place:
    return Place(rank=row["rank"], low=row["rank_low"], high=row["rank_high"])
