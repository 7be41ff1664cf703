"""For tests: run what the code under test has queued."""

from motcua.platform.outbox.inline import run_jobs

__all__ = ["run_jobs"]
