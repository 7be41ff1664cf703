"""What follows when decisions and certificates about initiatives are signed, sealed or cancelled."""

from motcua.reform.initiatives.services import councils, recognising
from motcua.reform.papers.api import Follower, follow


def register() -> None:
    """Called once when Django is ready."""
    follow(
        subject_type=councils.SUBJECT,
        follower=Follower(signed=councils.seat_council, cancelled=councils.end_council),
    )
    follow(
        subject_type=councils.DECISION,
        follower=Follower(signed=recognising.recognise, cancelled=recognising.undo_decision),
    )
    follow(
        subject_type=recognising.CERTIFICATE,
        follower=Follower(signed=recognising.on_certificate_signed, sealed=recognising.on_certificate_sealed),
    )
