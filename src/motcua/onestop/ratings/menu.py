"""The line of ratings in the side menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.onestop.ratings.policies import READERS
from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Ratings of dossiers"),
        "ratings:figures",
        roles=READERS,
        icon="star",
        order=55,
        group=_("Dossiers"),
    )
