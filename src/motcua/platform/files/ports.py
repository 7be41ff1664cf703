"""What the file store needs from outside: somebody who knows viruses."""

from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from motcua.platform.adapters import Problem


class ScanOutcome(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNAVAILABLE = "unavailable"
    NOT_SCANNED = "not_scanned"


@dataclass(frozen=True, kw_only=True)
class ScanResult:
    """What a scanner found; ``signature`` names the virus when there is one."""

    outcome: ScanOutcome
    signature: str = ""


class Scanner(Protocol):
    """A virus scanner. ``scan`` never raises for a scanner that is down: it answers UNAVAILABLE."""

    def scan(self, *, stream: BinaryIO) -> ScanResult: ...

    def check(self) -> list[Problem]: ...
