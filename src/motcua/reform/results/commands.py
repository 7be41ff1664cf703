"""What ``motcua reform`` answers: a ranking to read, and a snapshot computed again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from motcua.reform.results.chain import (
    check_against_stored,
    check_chain,
    check_file,
    check_snapshot,
    signers_of,
)
from motcua.reform.results.models import Snapshot
from motcua.reform.results.places import Place, blocks_of, places
from motcua.reform.results.queries import snapshot_of
from motcua.reform.results.reading import reading_of
from motcua.reform.rules.recompute import Difference

_LONGEST_NUMBER = 9


class UnknownResult(Exception):
    """There is no such published result; ``args`` say what was asked for."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One agency of a ranking; ``rank_low`` is the best place it could also have, ``rank_high`` the worst. With
    several peer blocks ``block`` and ``place`` are its own and its place there.
    """

    agency: str
    index: Decimal
    rank: int
    rank_low: int
    rank_high: int
    band: str
    block: str = ""
    place: Place | None = None

    def record(self) -> dict[str, Any]:
        """As the command prints it."""
        peers = {} if self.place is None else _peers(self.block, self.place)
        return {
            "agency": self.agency,
            "index": float(self.index),
            "rank": self.rank,
            "rank_low": self.rank_low,
            "rank_high": self.rank_high,
            "class": self.band,
            **peers,
        }

    @property
    def text(self) -> str:
        """A line of the table."""
        own = (
            f"{self.rank:3}  {self.agency:10} {self.index:>7}  {self.rank_low}–{self.rank_high}  {self.band}"
        )
        return own if self.place is None else f"{own}  {self.block} {self.place.rank} ({self.place.span})"


def _peers(block: str, place: Place) -> dict[str, Any]:
    return {
        "block": block,
        "block_rank": place.rank,
        "block_rank_low": place.low,
        "block_rank_high": place.high,
    }


def ranking(year: int) -> list[Line]:
    """The published ranking of a year, best first. Raises :class:`UnknownResult`."""
    snapshot = snapshot_of(year)
    if snapshot is None:
        raise UnknownResult(f"no result of {year} has been published")
    reading = reading_of(snapshot)
    peers = {
        code: (block, place) for block in blocks_of(reading) for code, place in places(reading, block).items()
    }
    lines = [_line(code, row, *peers.get(code, ("", None))) for code, row in reading.results.items()]
    return sorted(lines, key=lambda line: (line.rank, line.agency))


def ranking_text(year: int, *, as_json: bool) -> str:
    """:func:`ranking` as JSON or as a table."""
    lines = ranking(year)
    if as_json:
        return json.dumps([line.record() for line in lines], indent=2, ensure_ascii=False)
    return "\n".join(line.text for line in lines)


def _line(code: str, row: dict[str, Any], block: str, place: Place | None) -> Line:
    return Line(
        agency=code,
        index=Decimal(row["shown"]),
        rank=row["rank"],
        rank_low=row["rank_low"],
        rank_high=row["rank_high"],
        band=row["class"],
        block=block,
        place=place,
    )


@dataclass(frozen=True, kw_only=True)
class Check:
    """What a recomputation found, and what was looked at."""

    what: str
    signers: tuple[str, ...]
    differences: list[Difference]

    @property
    def text(self) -> str:
        """A line for each difference, or one that says that there is none, and whose signature it bears."""
        names = ", ".join(self.signers)
        signed = (
            f"signature valid: {names}" if names else "no signature beside the file, so nobody vouches for it"
        )
        fits = f"{self.what}: every figure follows from its data; {signed}"
        return "\n".join(map(str, self.differences)) or fits


def recompute_result(target: str) -> Check:
    """Compute a snapshot again: by its uuid, its number in the chain, its year, or from an exported ``.json`` file.

    A file's signature is read from the file of the same name that ends in ``.p7s``, if there is one. Raises
    :class:`UnknownResult`.
    """
    path = Path(target)
    if path.suffix == ".json" or path.is_file():
        return _check_file(path)
    snapshot = next(_candidates(target), None)
    if snapshot is None:
        raise UnknownResult(f"no snapshot {target}")
    return Check(
        what=f"{snapshot.year} number {snapshot.number} {snapshot.sha256}",
        signers=signers_of(content=bytes(snapshot.content), signature=bytes(snapshot.signature)),
        differences=[*check_snapshot(snapshot), *check_chain()],
    )


def _check_file(path: Path) -> Check:
    if not path.is_file():
        raise UnknownResult(f"no file {path}")
    beside = path.with_suffix(".p7s")
    signature = beside.read_bytes() if beside.is_file() else b""
    content = path.read_bytes()
    return Check(
        what=path.name,
        signers=signers_of(content=content, signature=signature),
        differences=[*check_file(content=content, signature=signature), *check_against_stored(content)],
    )


def _candidates(target: str) -> Iterator[Snapshot]:
    """A uuid, a year that has a result, or a number of the chain."""
    rows = Snapshot.objects.all()
    if target.isascii() and target.isdecimal() and len(target) <= _LONGEST_NUMBER:
        by_year = snapshot_of(int(target))
        if by_year is not None:
            yield by_year
        yield from rows.filter(number=int(target))
        return
    try:
        yield from rows.filter(uuid=UUID(target))
    except ValueError:
        return
