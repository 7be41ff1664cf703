"""From the bytes of a snapshot to values; bytes with the same hash are read once per process."""

import json
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from motcua.reform.results.models import Snapshot, SnapshotState
from motcua.reform.rules.edition import Edition, read_edition
from motcua.reform.rules.recompute import read_agencies
from motcua.reform.rules.snapshot import AgencyCard
from motcua.reform.season.api import Season

Document = dict[str, Any]
_KEPT = 8


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A snapshot's document with its edition and cards as values that compute."""

    document: Document = field(hash=False, repr=False)
    edition: Edition
    agencies: tuple[AgencyCard, ...] = field(hash=False)

    @property
    def results(self) -> dict[str, Any]:
        """Results by agency code."""
        found: dict[str, Any] = self.document["results"]["agencies"]
        return found

    def agency(self, code: str) -> AgencyCard:
        """Raises ``KeyError``."""
        for agency in self.agencies:
            if agency.code == code:
                return agency
        raise KeyError(code)


def document_of(snapshot: Snapshot) -> Document:
    """The document of a snapshot."""
    document: Document = json.loads(bytes(snapshot.content))
    return document


def reading_of(snapshot: Snapshot) -> Reading:
    """A published snapshot, read."""
    return _read(snapshot.sha256, bytes(snapshot.content))


@lru_cache(maxsize=_KEPT)
def _read(_sha256: str, content: bytes) -> Reading:
    return read_document(json.loads(content))


def published_indexes(season: Season) -> dict[str, Fraction]:
    """The exact index of each agency in the result in force; one small statement once a document was read."""
    rows = Snapshot.objects.filter(season=season, state=SnapshotState.PUBLISHED)
    sha256 = rows.values_list("sha256", flat=True).first()
    return {} if sha256 is None else dict(_indexes(sha256))


@lru_cache(maxsize=_KEPT)
def _indexes(sha256: str) -> tuple[tuple[str, Fraction], ...]:
    results = document_of(Snapshot.objects.get(sha256=sha256))["results"]["agencies"]
    return tuple((code, Fraction(row["index"])) for code, row in results.items())


def read_document(document: Document) -> Reading:
    """Any document of the format, such as a provisional one."""
    return Reading(
        document=document,
        edition=read_edition(document["edition"]),
        agencies=tuple(read_agencies(document)),
    )
