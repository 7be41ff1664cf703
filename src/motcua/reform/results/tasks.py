"""Jobs of the results."""

from motcua.platform import clock
from motcua.platform.outbox.api import job
from motcua.platform.outbox.jobs import periodic
from motcua.reform.results import runs


@job(runs.JOB)
def run_result(run: str) -> None:
    """Compute a season: its provisional standing, its publication or a correction."""
    runs.do_run(run=run, now=clock.now())


# 02:40 in Viet Nam (UTC+7), when the figures of the day have been computed.
@periodic("reform.results.nightly", cron="40 19 * * *")
def compute_standings() -> None:
    """The provisional standing of every running season."""
    runs.ask_nightly(now=clock.now())
