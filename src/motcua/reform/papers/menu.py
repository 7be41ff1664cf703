"""Pages of this part in the menus."""

from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Role
from motcua.platform.ui.navigation import register_office_entry
from motcua.reform.papers.policies import DRAFTERS


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Issued documents"),
        "papers:list",
        roles=(*DRAFTERS, Role.AUDITOR),
        icon="file-certificate",
        order=380,
        group=_("Reform"),
    )
