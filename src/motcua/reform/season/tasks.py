"""Jobs of the yearly round."""

import structlog

from motcua.identity.api import get_user
from motcua.platform import clock
from motcua.platform.outbox.jobs import RetryLater, defer, job, periodic
from motcua.reform.season.choices import State
from motcua.reform.season.models import Season
from motcua.reform.season.ports import tell_computed
from motcua.reform.season.queries import due_day, list_seasons, season_of
from motcua.reform.season.services.computing import COMPUTE, compute_season
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.freezing import FREEZE, freeze
from motcua.reform.season.services.held_up import tell_of_surveys
from motcua.reform.season.services.reminders import list_running, remind
from motcua.reform.season.surveys import unpublished_surveys

log = structlog.get_logger(__name__)
REMIND = "season.remind_round"
HELD_UP = "season.tell_what_holds_up"


@job(COMPUTE)
def compute(*, year: int) -> None:
    """What the button on the season's page asks for."""
    season = season_of(year)
    if season is not None and season.state in (State.DRAFT, State.OPEN):
        try:
            compute_season(season=season, now=clock.now())
            tell_computed(season, clock.now())
        except SeasonRefused:
            # Frozen, switched or published meanwhile; the next run sees the season as it is then.
            _stop_waiting(season)
        except Exception:
            _stop_waiting(season)
            raise


def _stop_waiting(season: Season) -> None:
    """The page no longer says that figures are being computed."""
    Season.objects.filter(pk=season.pk).update(compute_asked_at=None)


@job(FREEZE)
def freeze_after_cut_off(*, year: int, by: int | None = None) -> None:
    """By the clock, or ``by`` whoever asked. Frozen meanwhile, nothing happens; while the rooms do not stand still it
    is tried again. Where a survey was begun meanwhile, the figures are computed: its publication is no matter of
    minutes, and the night freezes after it.
    """
    season = season_of(year)
    if season is None or season.state not in (State.DRAFT, State.OPEN):
        return
    try:
        freeze(season=season, by=get_user(user_id=by) if by else None, now=clock.now())
    except SeasonRefused as refused:
        log.warning("season_not_frozen", year=year, why=refused.code)
        _stop_waiting(season)
        if refused.code != "surveys_unpublished":
            raise RetryLater from refused
        defer(COMPUTE, year=year)


@job(HELD_UP)
def tell_what_holds_up(*, year: int) -> None:
    season = season_of(year)
    if season is not None and season.state in (State.DRAFT, State.OPEN):
        tell_of_surveys(season=season, now=clock.now())


@periodic("season.compute_nightly", cron="0 17 * * *")
def compute_nightly() -> None:
    """Midnight of the office: the provisional index of every running season, frozen once the cut-off is over and the
    surveys of the year are published; its managers hear what it waits for.

    A job for each season: one that fails does not stop the others.
    """
    for season in list_seasons().filter(state__in=[State.DRAFT, State.OPEN], frozen_at=None):
        for name in _work_of_night(season):
            defer(name, year=season.year)


def _work_of_night(season: Season) -> tuple[str, ...]:
    due_on = due_day(season, "cut_off")
    if due_on is None or due_on >= clock.today():
        return (COMPUTE,)
    return (COMPUTE, HELD_UP) if unpublished_surveys(season) else (FREEZE,)


@job(REMIND)
def remind_in_round(*, year: int) -> None:
    remind(now=clock.now(), year=year)


@periodic("season.remind", cron="30 0 * * *")
def remind_of_last_days() -> None:
    for season in list_running():
        defer(REMIND, year=season.year)
