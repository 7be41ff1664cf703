"""What editions need to know of rounds and results, which stand above them: they register it when the house starts."""

from collections.abc import Callable, Iterable
from typing import Final

from motcua.reform.editions.models import IndexEdition

Resting = Callable[[IndexEdition], Iterable[str]]
_sources: Final[list[Resting]] = []


def register_resting(source: Resting) -> None:
    """``source`` answers what rests on an edition in force, a sentence each in the language of the page."""
    if source not in _sources:
        _sources.append(source)


def list_resting(edition: IndexEdition) -> list[str]:
    """What rests on an edition: whoever lets another take its place is told, and says so knowingly."""
    return [sentence for source in _sources for sentence in source(edition)]
