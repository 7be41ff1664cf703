"""Reading snapshots and runs."""

from uuid import UUID

from django.db.models import QuerySet

from motcua.reform.results.models import OPEN_STATES, ResultRun, RunKind, RunState, Snapshot, SnapshotState
from motcua.reform.season.api import Season


def list_snapshots() -> QuerySet[Snapshot]:
    """All snapshots without their bytes, in the order of the chain."""
    return Snapshot.objects.defer("content", "signature").order_by("number")


def published_snapshots() -> QuerySet[Snapshot]:
    """The result in force of each published season, newest year first."""
    return Snapshot.objects.filter(state=SnapshotState.PUBLISHED).order_by("-year")


def current_snapshot(season: Season) -> Snapshot | None:
    """The result in force of a season."""
    return published_snapshots().filter(season_id=season.pk).first()


def snapshot_of(year: int) -> Snapshot | None:
    """The result in force of a year."""
    return published_snapshots().filter(year=year).first()


def get_snapshot(uuid: UUID | str) -> Snapshot:
    """Raises ``Snapshot.DoesNotExist``."""
    return Snapshot.objects.get(uuid=uuid)


def get_numbered(*, year: int, number: int) -> Snapshot:
    """A result of a year by its number in the chain, in force or replaced. Raises ``Snapshot.DoesNotExist``."""
    return Snapshot.objects.get(year=year, number=number)


def last_snapshot() -> Snapshot | None:
    """The end of the chain."""
    return list_snapshots().order_by("-number").first()


def newest_run(season: Season, kind: str) -> ResultRun | None:
    """The last computation asked for, whatever became of it."""
    return ResultRun.objects.filter(season=season, kind=kind).defer("document").order_by("-id").first()


def provisional(season: Season) -> ResultRun | None:
    """The last provisional standing that was computed."""
    done = ResultRun.objects.filter(season=season, kind=RunKind.PROVISIONAL, state=RunState.DONE)
    return done.order_by("-id").first()


def open_runs(season: Season) -> QuerySet[ResultRun]:
    """Computations that have not ended."""
    return ResultRun.objects.filter(season=season, state__in=OPEN_STATES).defer("document").order_by("-id")
