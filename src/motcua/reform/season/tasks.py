"""Jobs of the yearly round."""

from motcua.platform import clock
from motcua.platform.outbox.jobs import job, periodic
from motcua.reform.season.choices import State
from motcua.reform.season.models import Season
from motcua.reform.season.queries import due_day, list_seasons
from motcua.reform.season.services.computing import compute_season, freeze
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.reminders import remind

COMPUTE = "season.compute"


@job(COMPUTE)
def compute(*, year: int) -> None:
    """What the button on the season's page asks for."""
    season = list_seasons().filter(year=year).first()
    if season is not None and season.state != State.PUBLISHED:
        try:
            compute_season(season=season, now=clock.now())
        except SeasonRefused:
            # Frozen, switched or published meanwhile; the next run sees the season as it is then.
            _stop_waiting(season)
        except Exception:
            _stop_waiting(season)
            raise


def _stop_waiting(season: Season) -> None:
    """The page no longer says that figures are being computed."""
    Season.objects.filter(pk=season.pk).update(compute_asked_at=None)


@periodic("season.compute_nightly", cron="0 17 * * *")
def compute_nightly() -> None:
    """Midnight of the office: the provisional index of every running season, frozen once the cut-off is over."""
    running = list_seasons().filter(state__in=[State.DRAFT, State.OPEN], frozen_at=None)
    for season in running:
        due_on = due_day(season, "cut_off")
        if due_on is not None and due_on < clock.today():
            freeze(season=season, by=None, now=clock.now())
        else:
            compute(year=season.year)


@periodic("season.remind", cron="30 0 * * *")
def remind_of_last_days() -> None:
    remind(now=clock.now())
