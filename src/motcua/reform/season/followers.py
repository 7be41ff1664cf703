"""What follows when the paper of the self-assessment is signed or cancelled, who reads it, what rests on an edition."""

from motcua.reform.editions.api import register_resting
from motcua.reform.papers.api import Follower, follow, let_read
from motcua.reform.season.models import Scorecard
from motcua.reform.season.policies import visible_cards
from motcua.reform.season.resting import resting_on
from motcua.reform.season.services.submission import SUBJECT, on_cancelled, on_signed


def register() -> None:
    """Called once when Django is ready."""
    register_resting(resting_on)
    follow(subject_type=SUBJECT, follower=Follower(signed=on_signed, cancelled=on_cancelled))
    let_read(
        subject_type=SUBJECT,
        records=lambda staff: visible_cards(Scorecard.objects.all(), staff),
        is_private=True,
    )
