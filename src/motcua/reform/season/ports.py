"""What the round needs to know of results, which stand above it: they register it when the house starts."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from motcua.reform.season.models import Season

PublishedIndexes = Callable[[Season], Mapping[str, Fraction]]
_sources: Final[list[PublishedIndexes]] = []


def register_published_indexes(source: PublishedIndexes) -> None:
    """``source`` answers the exact published index of each agency of a season, by code; the last one counts."""
    _sources[:] = [source]


def published_indexes(season: Season) -> Mapping[str, Fraction]:
    """As the signed result in force says, whatever has happened on the cards since. Empty before publication."""
    return _sources[0](season)
