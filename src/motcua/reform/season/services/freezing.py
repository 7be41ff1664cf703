"""The cut-off: figures and the records behind them are kept as they stand, and nothing moves afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation

from motcua.identity.api import StaffContext, User
from motcua.platform.audit.api import record
from motcua.platform.indicators.api import Period, Record
from motcua.platform.outbox.jobs import defer
from motcua.reform.rules.edition import Edition
from motcua.reform.season import policies
from motcua.reform.season.choices import State
from motcua.reform.season.models import MetricValue, Season
from motcua.reform.season.queries import due_day, edition_of, get_season, list_scorecards, period_of
from motcua.reform.season.services.computing import (
    Found,
    ask,
    known_indicators,
    lock_as_asked,
    write_computed,
)
from motcua.reform.season.services.entries import SeasonRefused, lock_season, require_state
from motcua.reform.season.surveys import unpublished_surveys

FREEZE: Final = "season.freeze"
_TRIES: Final = 3
Records = Mapping[tuple[str, int], list[dict[str, Any]]]


@transaction.atomic
def ask_to_freeze(*, season: Season, staff: StaffContext, by: User, now: datetime) -> None:
    """What the standing body's manager does from the last day of the cut-off on, before the clock does it that night;
    a job freezes.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``wrong_state``, ``too_early`` with ``due_on``,
    ``surveys_unpublished`` with ``names``).
    """
    locked = lock_season(season)
    if not policies.manages(staff, locked):
        raise PermissionDenied("freeze")
    require_state(locked, State.DRAFT, State.OPEN)
    due_on = due_day(locked, "cut_off")
    if due_on is not None and timezone.localdate(now) < due_on:
        raise SeasonRefused("too_early", due_on=due_on)
    _require_surveys(locked)
    if locked.frozen_at is None:
        Season.objects.filter(pk=locked.pk).update(compute_asked_at=now, compute_done=0, compute_total=0)
        defer(FREEZE, year=locked.year, by=by.pk)


def freeze(*, season: Season, by: User | None, now: datetime) -> Season:
    """Keep every figure with its records and the points that follow, in one transaction. Frozen before, it stays.

    Raises :class:`SeasonRefused` (``published``, ``changed_meanwhile``, also when the rooms do not stand still;
    ``surveys_unpublished`` with ``names``).
    """
    season = get_season(season.uuid)
    if season.frozen_at:
        return season
    _require_surveys(season)
    found, records = _ask_twice(season)
    with transaction.atomic():
        locked = lock_as_asked(season)
        write_computed(season, found, now)
        _keep_records(locked, found, records)
        Season.objects.filter(pk=locked.pk).update(frozen_at=now)
        record(
            action="season.frozen",
            now=now,
            actor=by,
            object_type="season",
            object_id=locked.uuid,
            detail={"year": locked.year},
        )
    return get_season(season.uuid)


def _require_surveys(season: Season) -> None:
    """A survey has no figure before it is published, and frozen without it its criteria would stand empty for good."""
    surveys = unpublished_surveys(season)
    if surveys and season.frozen_at is None:
        raise SeasonRefused("surveys_unpublished", names="; ".join(found.name_vi for found in surveys))


def _ask_twice(season: Season) -> tuple[Found, Records]:
    """Figures and their records of one moment: nothing was counted anew while the records were listed."""
    found = ask(season)
    for _try in range(_TRIES):
        records = _records(season)
        again = ask(season)
        if again == found:
            return found, records
        found = again
    raise SeasonRefused("changed_meanwhile")


def _records(season: Season) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """The records behind every figure, by indicator and agency id."""
    edition, period = edition_of(season), period_of(season)
    with translation.override("vi"):
        # What is kept is part of the official record, whoever pressed the button.
        return _listed(season, edition, period)


def _listed(season: Season, edition: Edition, period: Period) -> dict[tuple[str, int], list[dict[str, Any]]]:
    return {
        (key, row.agency_id): [write_record(item) for item in indicator.records(row.agency.code, period)]
        for key, indicator in known_indicators(edition).items()
        for row in list_scorecards(season)
    }


def write_record(item: Record) -> dict[str, Any]:
    """A record as a frozen figure keeps it."""
    return {
        "key": item.key,
        "label": item.label,
        "url": item.url,
        "proof_url": item.proof_url,
        "on": item.on.isoformat() if item.on else None,
        "note": item.note,
    }


def _keep_records(season: Season, found: Found, records: Records) -> None:
    """Figures that nobody said any more are not frozen: their points were taken back."""
    season.metrics.exclude(key__in=found).delete()
    rows = list(season.metrics.all())
    for row in rows:
        row.is_frozen, row.records = True, records.get((row.key, row.agency_id), [])
    MetricValue.objects.bulk_update(rows, ["is_frozen", "records"], batch_size=500)
