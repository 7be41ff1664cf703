"""Reading editions."""

from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from motcua.reform.editions.models import EditionState, IndexEdition
from motcua.reform.rules.edition import Edition, read_edition


def list_editions() -> QuerySet[IndexEdition]:
    """All editions without their documents, newest year first."""
    return IndexEdition.objects.defer("document").order_by("-year", "code", "-version")


def get_edition(uuid: UUID | str) -> IndexEdition:
    """Raises ``IndexEdition.DoesNotExist``."""
    return IndexEdition.objects.get(uuid=uuid)


def published_edition(year: int) -> IndexEdition | None:
    """The edition in force for a year, or None."""
    return (
        IndexEdition.objects.filter(year=year, state=EditionState.PUBLISHED).order_by("published_at").last()
    )


def former_edition(edition: IndexEdition) -> IndexEdition | None:
    """What came before: the earlier version of the same year, else the newest one of an earlier year."""
    past = IndexEdition.objects.exclude(state=EditionState.DRAFT)
    same = past.filter(code=edition.code, year=edition.year, version__lt=edition.version)
    earlier = past.filter(year__lt=edition.year)
    return same.order_by("version").last() or earlier.order_by("year", "version").last()


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
