"""The steps of the round: prepared, opened, moved on, opened again, published."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.api import Agency, User
from motcua.platform.audit.api import record
from motcua.platform.calendar.api import calendar_for
from motcua.reform.editions.api import EditionState, IndexEdition, reading
from motcua.reform.rules.season import Move, MoveRefused, after, last_days
from motcua.reform.season.choices import State
from motcua.reform.season.models import Scorecard, Season, SeasonDate
from motcua.reform.season.notices import tell_agencies
from motcua.reform.season.parameters import terms_on
from motcua.reform.season.services.entries import SeasonRefused, lock_season

log = structlog.get_logger(__name__)


@transaction.atomic
def start_season(
    *,
    year: int,
    edition: IndexEdition,
    standing_body: Agency,
    agencies: Iterable[Agency],
    by: User | None,
    now: datetime,
    blocks: Mapping[str, str] | None = None,
) -> Season:
    """Prepare the round of ``year`` with a card for each agency; a round that is there is answered as it is.

    ``blocks`` are peer blocks by agency code. Raises :class:`SeasonRefused` for an edition that is not published.
    """
    if edition.state == EditionState.DRAFT:
        raise SeasonRefused("edition_draft")
    season, is_new = Season.objects.get_or_create(
        year=year,
        defaults={
            "edition": edition,
            "standing_body": standing_body,
            "made_by": by,
            "made_at": now,
            "state_since": now,
        },
    )
    if is_new:
        Scorecard.objects.bulk_create(
            Scorecard(season=season, agency=agency, block=(blocks or {}).get(agency.code, ""))
            for agency in agencies
        )
        _set_dates(season, by, now)
        note(season, "season.started", by, now)
    return season


def usual_blocks(edition: IndexEdition, agencies: Iterable[Agency]) -> dict[str, str]:
    """The peer block of each agency as in its last card, else the first block that the edition names."""
    named = sorted({block for item in reading(edition).criteria for block in item.blocks})
    usual = named[0] if named else ""
    former = Scorecard.objects.order_by("agency_id", "-season__year").distinct("agency_id")
    known = dict(former.values_list("agency__code", "block"))
    return {agency.code: known.get(agency.code, usual) for agency in agencies}


def _set_dates(season: Season, by: User | None, now: datetime) -> None:
    terms = terms_on(date(season.year, 1, 1))
    days = last_days(terms, year=season.year, calendar=calendar_for(season.standing_body.calendar))
    SeasonDate.objects.bulk_create(
        SeasonDate(
            season=season,
            step=term.step,
            due_on=days[term.step],
            source=term.source,
            is_choice=term.is_choice,
            set_by=by,
            set_at=now,
        )
        for term in terms
    )


@transaction.atomic
def mark_published(*, season: Season, snapshot_uuid: UUID, by: User | None, now: datetime) -> Season:
    """The signed snapshot is out: the round is over. Marked before with the same snapshot, nothing changes.

    Raises :class:`SeasonRefused` before the council has closed.
    """
    locked = lock_season(season)
    if locked.state == State.PUBLISHED and locked.snapshot_uuid == snapshot_uuid:
        return locked
    move(locked, Move.PUBLISH)
    locked.snapshot_uuid, locked.published_at, locked.state_since = snapshot_uuid, now, now
    locked.save()
    note(locked, "season.published", by, now, snapshot=str(snapshot_uuid))
    tell_agencies(season=locked, news=lambda: _("the result is published"), now=now)
    return locked


def move(season: Season, step: Move) -> None:
    """Change the state of a locked season, unsaved. Raises :class:`SeasonRefused`."""
    try:
        season.state = State(after(season.state, step))
    except MoveRefused as error:
        raise SeasonRefused("wrong_state", state=season.get_state_display()) from error


def note(season: Season, action: str, by: User | None, now: datetime, **detail: str) -> None:
    """One event of the season in the log."""
    record(
        action=action,
        now=now,
        actor=by,
        object_type="season",
        object_id=season.uuid,
        detail={"year": season.year, **detail},
    )
    log.info("season_changed", year=season.year, what=action)
