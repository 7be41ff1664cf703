"""Pages of this part in the menus."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry
from motcua.reform.reports.policies import READERS


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Reform reports"),
        "reports:list",
        roles=READERS,
        icon="report-analytics",
        order=170,
        group=_("Reform"),
    )
