"""Figures of dossiers for reports and indexes, each with the dossiers behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from motcua.identity.api import agency_by_code
from motcua.onestop.dossiers.clocked import read_clocked
from motcua.onestop.dossiers.models import Dossier, State

RESOLVED = (State.DONE, State.RETURNED)


@dataclass(frozen=True)
class DossierFigures:
    """Dossiers received in a period, sorted into the figures they count for."""

    received: tuple[Dossier, ...]
    resolved: tuple[Dossier, ...]
    early_or_on_time: tuple[Dossier, ...]
    returned: tuple[Dossier, ...]
    returned_by_post: tuple[Dossier, ...]


def figures(*, agency_code: str, start: date, end: date) -> DossierFigures:
    """Figures of the dossiers that the agency received from ``start`` to ``end``, both days included.

    Resolved, returned and punctual as they stand today. A few statements, whatever the number of dossiers.
    """
    found = _received(agency_code, start, end)
    received = tuple(found)
    resolved = tuple(item for item in received if item.state in RESOLVED)
    clocked = read_clocked(found.filter(state__in=RESOLVED).select_related(None))
    punctual = {item.pk for item in clocked if item.judge().counts_as_on_time}
    returned = tuple(item for item in resolved if item.state == State.RETURNED)
    by_post = set(
        _returned_via("post", [item.pk for item in returned]),
    )
    return DossierFigures(
        received=received,
        resolved=resolved,
        early_or_on_time=tuple(item for item in resolved if item.pk in punctual),
        returned=returned,
        returned_by_post=tuple(item for item in returned if item.pk in by_post),
    )


def _received(agency_code: str, start: date, end: date) -> QuerySet[Dossier]:
    agency = agency_by_code(agency_code)
    return (
        Dossier.objects.filter(agency=agency, received_at__gte=_midnight(start))
        .filter(received_at__lt=_midnight(end + timedelta(days=1)))
        .select_related("version", "agency")
        .defer("form_data", "search_text")
        .order_by("received_at", "id")
    )


def _returned_via(via: str, dossier_ids: list[int]) -> Iterable[int]:
    events = Dossier.objects.filter(pk__in=dossier_ids, events__kind="returned", events__data__via=via)
    return events.values_list("pk", flat=True)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
