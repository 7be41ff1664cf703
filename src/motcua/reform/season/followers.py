"""What follows when the paper of the self-assessment is signed or cancelled, and who reads it."""

from motcua.reform.papers.api import Follower, follow, let_read
from motcua.reform.season.models import Scorecard
from motcua.reform.season.policies import visible_cards
from motcua.reform.season.services.submission import SUBJECT, on_cancelled, on_signed


def register() -> None:
    """Called once when Django is ready."""
    follow(subject_type=SUBJECT, follower=Follower(signed=on_signed, cancelled=on_cancelled))
    let_read(
        subject_type=SUBJECT,
        records=lambda staff: visible_cards(Scorecard.objects.all(), staff),
        is_private=True,
    )
