"""Pages of this part in the menus."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry
from motcua.reform.season.policies import READERS


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Reform index rounds"),
        "season:list",
        roles=READERS,
        icon="clipboard-check",
        order=120,
        group=_("Reform"),
    )
