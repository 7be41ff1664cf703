"""What follows when the paper of the self-assessment is signed or cancelled."""

from motcua.reform.papers.api import Follower, follow
from motcua.reform.season.services.submission import SUBJECT, on_cancelled, on_signed


def register() -> None:
    """Called once when Django is ready."""
    follow(subject_type=SUBJECT, follower=Follower(signed=on_signed, cancelled=on_cancelled))
