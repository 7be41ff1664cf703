"""Reading editions."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from motcua.platform.indicators.api import list_indicators
from motcua.reform.editions.models import EditionState, IndexEdition
from motcua.reform.editions.ports import list_resting
from motcua.reform.rules.edition import Edition, read_edition
from motcua.reform.rules.publication import list_problems
from motcua.reform.rules.scoring import Problem


def list_editions() -> QuerySet[IndexEdition]:
    """All editions without their documents, newest year first."""
    return IndexEdition.objects.defer("document").order_by("-year", "code", "-version")


def get_edition(uuid: UUID | str) -> IndexEdition:
    """Raises ``IndexEdition.DoesNotExist``."""
    return IndexEdition.objects.get(uuid=uuid)


def published_edition(year: int) -> IndexEdition | None:
    """The edition in force for a year, or None."""
    return IndexEdition.objects.filter(year=year, state=EditionState.PUBLISHED).first()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The edition in force that gives way when a draft is published; ``resting`` says what rests on it.

    ``is_other`` when it goes by another code, so that the draft is no version of it.
    """

    edition: IndexEdition
    resting: tuple[str, ...]
    is_other: bool


def standing_in_the_way(edition: IndexEdition) -> Standing | None:
    """What has to be asked about before this draft is published; None where an earlier version just gives way."""
    in_force = published_edition(edition.year)
    if in_force is None or in_force.pk == edition.pk:
        return None
    is_other, resting = in_force.code != edition.code, tuple(list_resting(in_force))
    return Standing(edition=in_force, resting=resting, is_other=is_other) if is_other or resting else None


def former_edition(edition: IndexEdition) -> IndexEdition | None:
    """What came before: the earlier version of the same year, else what was in force for that year before, by
    whatever code, else the newest one of an earlier year.
    """
    past = IndexEdition.objects.exclude(state=EditionState.DRAFT)
    same = past.filter(code=edition.code, year=edition.year, version__lt=edition.version)
    others = past.filter(year=edition.year).exclude(code=edition.code)
    if edition.published_at:
        others = others.filter(published_at__lt=edition.published_at)
    earlier = past.filter(year__lt=edition.year)
    return (
        same.order_by("version").last()
        or others.order_by("published_at").last()
        or earlier.order_by("year", "published_at").last()
    )


def list_stoppers(edition: IndexEdition) -> list[Problem]:
    """Everything in a draft that stops its publication; empty when it may be published."""
    former = former_edition(edition)
    offered = {indicator.key for indicator in list_indicators()}
    return list_problems(reading(edition), former=reading(former) if former else None, offered=offered)


# Readings of the last editions asked for: equal hashes are equal documents.
_KEPT: Final = 32
_readings: dict[str, Edition] = {}


def reading(row: IndexEdition) -> Edition:
    """The edition as values that compute."""
    if row.sha256 not in _readings:
        if len(_readings) >= _KEPT:
            _readings.clear()
        _readings[row.sha256] = read_edition(row.document)
    return _readings[row.sha256]
