"""Computing in the background: ten thousand draws take seconds, so a page asks for them and watches."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, User, get_staff_context, get_user
from motcua.platform.audit.api import record
from motcua.platform.outbox.api import defer
from motcua.platform.signing.api import SigningUnavailable
from motcua.reform.results.models import ResultRun, RunKind, RunState, Snapshot
from motcua.reform.results.policies import may_publish
from motcua.reform.results.queries import current_snapshot, open_runs, provisional
from motcua.reform.results.services import (
    Progress,
    PublishRefused,
    correct_season,
    provisional_document,
    publish_season,
)
from motcua.reform.season.api import Season, State, list_seasons

log = structlog.get_logger()

JOB: Final = "reform.results.run"
# Enough for a rank interval that holds still from night to night; the published one draws what the edition says.
PROVISIONAL_DRAWS: Final = 1000
# Older provisional standings are of no use to anybody.
_KEPT: Final = 2


@transaction.atomic
def ask_run(
    *, season: Season, kind: RunKind, staff: StaffContext, now: datetime, reason: str = ""
) -> ResultRun:
    """Queue a computation; while one of the kind is under way, that one is answered.

    Raises ``PermissionDenied`` and, for what cannot be published now, :class:`PublishRefused`.
    """
    if not may_publish(staff, season):
        raise PermissionDenied
    locked = Season.objects.select_for_update(of=("self",)).get(pk=season.pk)
    under_way = open_runs(locked).filter(kind=kind).first()
    if under_way is not None:
        return under_way
    _require_sense(locked, kind, reason)
    return _queue(locked, kind, get_user(user_id=staff.user_id), now, reason)


def _require_sense(season: Season, kind: RunKind, reason: str) -> None:
    if kind == RunKind.PUBLICATION and season.state != State.FINAL:
        raise PublishRefused("not_final")
    if kind == RunKind.CORRECTION and current_snapshot(season) is None:
        raise PublishRefused("not_published")
    if kind == RunKind.CORRECTION and not reason.strip():
        raise PublishRefused("reason_missing")


def _queue(season: Season, kind: RunKind, user: User | None, now: datetime, reason: str) -> ResultRun:
    run = ResultRun.objects.create(
        season=season, kind=kind, asked_by=user, asked_at=now, reason=reason.strip()
    )
    defer(JOB, run=str(run.uuid))
    record(
        action="result_run.asked",
        now=now,
        actor=user,
        object_type="result_run",
        object_id=run.uuid,
        detail={"year": season.year, "kind": str(kind)},
    )
    return run


@transaction.atomic
def ask_nightly(*, now: datetime) -> int:
    """Queue the provisional standing of every season that still runs; answers how many were queued."""
    queued = 0
    for season in list_seasons().exclude(state=State.PUBLISHED).select_for_update(of=("self",)):
        if not open_runs(season).filter(kind=RunKind.PROVISIONAL).exists():
            _queue(season, RunKind.PROVISIONAL, None, now, "")
            queued += 1
    return queued


@transaction.atomic
def ask_after_switch(season: Season, now: datetime) -> None:
    """Queue the provisional standing at once where the last one goes by another edition than the season.

    While one is under way, nothing is queued: when it ends, it asks this itself.
    """
    last = provisional(season)
    if last is None or (last.document or {}).get("edition") == season.edition.document:
        return
    locked = Season.objects.select_for_update(of=("self",)).get(pk=season.pk)
    if not open_runs(locked).filter(kind=RunKind.PROVISIONAL).exists():
        _queue(locked, RunKind.PROVISIONAL, None, now, "")


def do_run(*, run: UUID | str, now: datetime) -> None:
    """Compute what was asked for. A run that has ended stays ended; one that was interrupted is begun again."""
    row = ResultRun.objects.select_related("season__standing_body", "season__edition").get(uuid=run)
    if not row.is_open:
        return
    ResultRun.objects.filter(pk=row.pk).update(state=RunState.RUNNING, step=1)
    try:
        done = _WORK[RunKind(row.kind)](row, now)
    except (PublishRefused, PermissionDenied) as refused:
        _end(row, now, state=RunState.FAILED, problem=getattr(refused, "code", "not_allowed"))
    except SigningUnavailable as error:
        problem = "signing_down" if error.temporary else "no_key"
        _end(row, now, state=RunState.FAILED, problem=problem)
    except Exception:
        # Whatever it was: a run that is dead must not stand in the way of the next one.
        _end(row, now, state=RunState.FAILED, problem="broken")
        raise
    else:
        _end(row, now, state=RunState.DONE, **done)
        if row.kind == RunKind.PROVISIONAL:
            # Switched while it was computed?
            ask_after_switch(Season.objects.select_related("edition").get(pk=row.season_id), now)


def _provisional(run: ResultRun, now: datetime) -> dict[str, object]:
    document = provisional_document(run.season, now=now, draws=PROVISIONAL_DRAWS)
    kept = ResultRun.objects.filter(season=run.season, kind=run.kind, state=RunState.DONE).order_by("-id")
    ResultRun.objects.filter(pk__in=list(kept.values_list("pk", flat=True)[_KEPT - 1 :])).delete()
    return {"document": document}


def _publication(run: ResultRun, now: datetime) -> dict[str, object]:
    staff = _staff(run, now)
    return {"snapshot": publish_season(season=run.season, staff=staff, now=now, progress=_progress(run))}


def _correction(run: ResultRun, now: datetime) -> dict[str, object]:
    snapshot: Snapshot = correct_season(
        season=run.season, reason=run.reason, staff=_staff(run, now), now=now, progress=_progress(run)
    )
    return {"snapshot": snapshot}


_WORK: Final[dict[RunKind, Callable[[ResultRun, datetime], dict[str, object]]]] = {
    RunKind.PROVISIONAL: _provisional,
    RunKind.PUBLICATION: _publication,
    RunKind.CORRECTION: _correction,
}


def _staff(run: ResultRun, now: datetime) -> StaffContext:
    """Whoever asked, with the offices held at this moment."""
    if run.asked_by_id is None:
        raise PermissionDenied
    return get_staff_context(user_id=run.asked_by_id, on=timezone.localdate(now))


def _progress(run: ResultRun) -> Progress:
    def report(step: int) -> None:
        ResultRun.objects.filter(pk=run.pk).update(step=step)

    return report


def _end(run: ResultRun, now: datetime, *, state: RunState, **fields: object) -> None:
    ResultRun.objects.filter(pk=run.pk).update(state=state, done_at=now, **fields)
    log.info("result_run_ended", kind=run.kind, state=state, problem=fields.get("problem", ""))
