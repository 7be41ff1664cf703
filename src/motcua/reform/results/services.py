"""Publishing the result of a season, and correcting it: built and signed first, then stored under the season's lock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, User, get_user
from motcua.platform.audit.api import record
from motcua.platform.signing.api import KeyKind, SigningKey, sign_bytes
from motcua.reform.results.gathering import gather
from motcua.reform.results.models import Snapshot, SnapshotState
from motcua.reform.results.policies import may_publish
from motcua.reform.results.queries import current_snapshot, last_snapshot
from motcua.reform.results.reading import document_of
from motcua.reform.rules.canonical import canonical_json
from motcua.reform.rules.snapshot import AgencyCard, Document, Frame, build, write_agencies
from motcua.reform.season.api import Season, State, edition_of, get_season, mark_published, tell_agencies

log = structlog.get_logger()

# Anybody may draw again: the seed is no secret, only the same for everybody.
SEED: Final = 1
_TRIES: Final = 3
_CHAIN_LOCK: Final = 0x5265666F726D  # "Reform"
Progress = Callable[[int], None]


class PublishRefused(Exception):
    """The result cannot be published so; ``code`` names the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _ChainMoved(Exception):
    """Another snapshot was stored meanwhile; this one names the wrong one before it."""


def publish_season(
    *, season: Season, staff: StaffContext, now: datetime, progress: Progress = lambda step: None
) -> Snapshot:
    """The signed result of a season whose council has closed. Published before, that one is answered.

    Call it outside a transaction: key and timestamp come from other machines. Raises ``PermissionDenied``,
    :class:`PublishRefused` and ``SigningUnavailable``.
    """
    if not may_publish(staff, season):
        raise PermissionDenied
    season = get_season(season.uuid)
    existing = current_snapshot(season)
    if existing is not None:
        return existing
    if season.state != State.FINAL:
        raise PublishRefused("not_final")
    return _make(season, get_user(user_id=staff.user_id), now, progress, corrects=None, reason="")


def correct_season(
    *,
    season: Season,
    reason: str,
    staff: StaffContext,
    now: datetime,
    progress: Progress = lambda step: None,
) -> Snapshot:
    """A new snapshot in place of the published one, which is kept; ``reason`` is published with it.

    Raises as :func:`publish_season` does; also when nothing has changed since.
    """
    if not may_publish(staff, season):
        raise PermissionDenied
    if not reason.strip():
        raise PublishRefused("reason_missing")
    season = get_season(season.uuid)
    former = current_snapshot(season)
    if former is None:
        raise PublishRefused("not_published")
    return _make(
        season, get_user(user_id=staff.user_id), now, progress, corrects=former, reason=reason.strip()
    )


def _make(
    season: Season, user: User, now: datetime, progress: Progress, *, corrects: Snapshot | None, reason: str
) -> Snapshot:
    """Compute and sign, then store; once more when another season was published in between."""
    for _try in range(_TRIES):
        draft = _draft(season, user, now, progress, corrects=corrects, reason=reason)
        progress(4)
        try:
            return _store(draft, season, user, now)
        except _ChainMoved:
            continue
    raise PublishRefused("chain_moved")


def _draft(
    season: Season, user: User, now: datetime, progress: Progress, *, corrects: Snapshot | None, reason: str
) -> Snapshot:
    progress(1)
    agencies, last = gather(season), last_snapshot()
    _require_news(agencies, corrects)
    progress(2)
    frame = Frame(
        number=last.number + 1 if last else 1,
        season=str(season.uuid),
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        seed=SEED,
        previous=last.sha256 if last else "",
        corrects=corrects.sha256 if corrects else "",
        reason=reason,
    )
    document = build(edition=edition_of(season), agencies=agencies, frame=frame)
    content = canonical_json(document)
    progress(3)
    key = SigningKey(name=f"seal:{season.standing_body.code}", kind=KeyKind.SEAL)
    return Snapshot(
        season=season,
        year=season.year,
        number=frame.number,
        content=content,
        sha256=document["sha256"],
        previous=frame.previous,
        signature=sign_bytes(content=content, key=key, at=now),
        reason=reason,
        corrects=corrects,
        made_by=user,
        made_at=now,
    )


def _require_news(agencies: list[AgencyCard], corrects: Snapshot | None) -> None:
    if not agencies:
        raise PublishRefused("no_agencies")
    if corrects is not None and write_agencies(agencies) == document_of(corrects)["agencies"]:
        raise PublishRefused("nothing_changed")


@transaction.atomic(durable=True)
def _store(draft: Snapshot, season: Season, user: User, now: datetime) -> Snapshot:
    """Under the lock of the season: who came first is answered, and what moved meanwhile is not published."""
    locked = Season.objects.select_for_update(of=("self",)).get(pk=season.pk)
    existing = current_snapshot(locked)
    if existing is not None and existing != draft.corrects:
        return existing
    if locked.state != season.state or _moved(locked, draft):
        raise PublishRefused("changed_meanwhile")
    _require_tail(draft)
    if draft.corrects is not None:
        Snapshot.objects.filter(pk=draft.corrects.pk).update(state=SnapshotState.SUPERSEDED)
    draft.save(force_insert=True)
    _note(draft, user, now)
    if draft.corrects is None:
        mark_published(season=locked, snapshot_uuid=draft.uuid, by=user, now=now)
    else:
        tell_agencies(
            season=locked, news=lambda: _("the published result is corrected"), now=now, reason=draft.reason
        )
    return draft


def _moved(season: Season, draft: Snapshot) -> bool:
    is_same: bool = write_agencies(gather(season)) == document_of(draft)["agencies"]
    return not is_same


def _require_tail(draft: Snapshot) -> None:
    # One chain for all seasons: whoever appends to it stands in line here, also for its first link.
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = last_snapshot()
    if draft.number != (last.number + 1 if last else 1) or draft.previous != (last.sha256 if last else ""):
        raise _ChainMoved


def _note(snapshot: Snapshot, user: User, now: datetime) -> None:
    detail: dict[str, Any] = {"year": snapshot.year, "sha256": snapshot.sha256}
    if snapshot.corrects is not None:
        detail["corrects"] = snapshot.corrects.sha256
    record(
        action="snapshot.published" if snapshot.corrects is None else "snapshot.corrected",
        now=now,
        actor=user,
        object_type="snapshot",
        object_id=snapshot.uuid,
        detail=detail,
    )
    log.info("snapshot_stored", year=snapshot.year, number=snapshot.number)


def provisional_document(season: Season, *, now: datetime, draws: int) -> Document:
    """What the season's standing would be published as today, with fewer draws; not signed, never in the chain."""
    edition = edition_of(season)
    lighter = replace(edition, settings=replace(edition.settings, draws=min(draws, edition.settings.draws)))
    frame = Frame(
        number=0,
        season=str(season.uuid),
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        seed=SEED,
    )
    return build(edition=lighter, agencies=gather(season), frame=frame)
