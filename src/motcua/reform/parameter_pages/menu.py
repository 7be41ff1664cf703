"""Numbers of the reform work in the side menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry
from motcua.reform.parameter_pages.views import READERS


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Numbers of the reform work"),
        "reform_parameters:list",
        roles=READERS,
        icon="adjustments-horizontal",
        order=831,
        group=_("Administration"),
    )
