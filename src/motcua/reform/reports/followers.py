"""What follows when the paper of the report is signed or cancelled, and who reads it."""

from motcua.reform.papers.api import Follower, follow, let_read
from motcua.reform.reports.policies import visible_reports
from motcua.reform.reports.services import SUBJECT, on_cancelled, on_signed


def register() -> None:
    """Called once when Django is ready."""
    follow(subject_type=SUBJECT, follower=Follower(signed=on_signed, cancelled=on_cancelled))
    let_read(subject_type=SUBJECT, records=visible_reports)
