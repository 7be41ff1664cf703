"""Jobs of reports."""

from uuid import UUID

from motcua.platform import clock
from motcua.platform.outbox.api import job
from motcua.reform.reports import runs


@job(runs.JOB)
def run(*, report: int, run: str) -> None:
    """What a button on the page of a report asks for."""
    runs.do_run(report_id=report, run=UUID(run), now=clock.now())
