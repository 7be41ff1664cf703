"""Pages of this part in the menus, and what it does when its documents are signed."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry
from motcua.reform.initiatives.services import councils, recognising
from motcua.reform.papers.api import Follower, follow


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(_("Initiatives"), "initiatives:list", icon="bulb", order=340, group=_("Reform"))
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
        follower=Follower(sealed=recognising.on_certificate_sealed),
    )
