"""What follows when the paper of the report is signed or cancelled."""

from motcua.reform.papers.api import Follower, follow
from motcua.reform.reports.services import SUBJECT, on_cancelled, on_signed


def register() -> None:
    """Called once when Django is ready."""
    follow(subject_type=SUBJECT, follower=Follower(signed=on_signed, cancelled=on_cancelled))
