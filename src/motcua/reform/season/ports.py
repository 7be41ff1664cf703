"""What the round needs to know of results, which stand above it: they register it when the house starts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Final

from motcua.reform.season.models import Season

PublishedIndexes = Callable[[Season], Mapping[str, Fraction]]
_sources: Final[list[PublishedIndexes]] = []
WhenComputed = Callable[[Season, datetime], None]
_hearers: Final[list[WhenComputed]] = []


def register_published_indexes(source: PublishedIndexes) -> None:
    """``source`` answers the exact published index of each agency of a season, by code; the last one counts."""
    _sources[:] = [source]


def published_indexes(season: Season) -> Mapping[str, Fraction]:
    """As the signed result in force says, whatever has happened on the cards since. Empty before publication."""
    return _sources[0](season)


def register_when_computed(hearer: WhenComputed) -> None:
    """``hearer`` is called after the computed column of a season was brought up to date; the last one counts."""
    _hearers[:] = [hearer]


def tell_computed(season: Season, now: datetime) -> None:
    """The figures of a season that runs are computed anew."""
    _hearers[0](season, now)
