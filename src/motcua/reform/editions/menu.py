"""Pages of this part in the menus."""

from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Role
from motcua.platform.ui.navigation import register_office_entry

READERS = (
    Role.REFORM_OFFICER,
    Role.REFORM_MANAGER,
    Role.APPRAISER,
    Role.REFORM_COUNCIL,
    Role.INSPECTOR,
    Role.LEADER,
    Role.AUDITOR,
)


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Editions of the index"),
        "editions:list",
        roles=READERS,
        icon="list-details",
        order=390,
        group=_("Reform"),
    )
