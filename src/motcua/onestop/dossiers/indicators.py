"""Figures of dossiers for reports and indexes, each with the dossiers behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from motcua.identity.api import agency_by_code
from motcua.onestop.dossiers.models import ClockPause, Dossier, State
from motcua.onestop.dossiers.parameters import policy_for
from motcua.onestop.dossiers.rules.deadlines import Limit, LimitUnit, Pause
from motcua.onestop.dossiers.rules.punctuality import Judgement, judge
from motcua.platform.calendar.api import calendar_for

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

    Resolved, returned and punctual as they stand today. Three statements, whatever the number of dossiers.
    """
    received = tuple(_received(agency_code, start, end))
    resolved = tuple(item for item in received if item.state in RESOLVED)
    judged = judge_all(resolved)
    returned = tuple(item for item in resolved if item.state == State.RETURNED)
    by_post = set(
        _returned_via("post", [item.pk for item in returned]),
    )
    return DossierFigures(
        received=received,
        resolved=resolved,
        early_or_on_time=tuple(item for item in resolved if judged[item.pk].counts_as_on_time),
        returned=returned,
        returned_by_post=tuple(item for item in returned if item.pk in by_post),
    )


def judge_all(dossiers: Iterable[Dossier]) -> dict[int, Judgement]:
    """Early, on time or late for every received dossier, recomputed from the facts (Decision 766, 2.1)."""
    rows = [item for item in dossiers if item.received_at is not None]
    pauses: dict[int, list[Pause]] = {item.pk: [] for item in rows}
    for row in ClockPause.objects.filter(dossier__in=list(pauses)).order_by("started_at"):
        pauses[row.dossier_id].append(Pause(row.cause, row.started_at, row.ended_at, row.ground))
    return {item.pk: _judge(item, pauses[item.pk]) for item in rows}


def _judge(dossier: Dossier, pauses: list[Pause]) -> Judgement:
    received_at = dossier.received_at
    assert received_at is not None
    return judge(
        limit=Limit(dossier.version.committed_limit, LimitUnit(dossier.version.limit_unit)),
        policy=policy_for(version=dossier.version, agency=dossier.agency, on=timezone.localdate(received_at)),
        calendar=calendar_for(dossier.agency.calendar),
        received_at=received_at,
        finished_at=dossier.finished_at,
        as_of=dossier.finished_at or timezone.now(),
        pauses=pauses,
    )


def _received(agency_code: str, start: date, end: date) -> Any:
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
