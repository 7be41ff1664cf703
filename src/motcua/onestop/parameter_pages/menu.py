"""Legal numbers in the side menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.onestop.parameter_pages.views import READERS
from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Legal parameters"),
        "parameters:list",
        roles=READERS,
        icon="adjustments-horizontal",
        order=830,
        group=_("Administration"),
    )
