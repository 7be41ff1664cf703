"""Where the e-forms stand in the menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Role
from motcua.platform.ui.navigation import register_office_entry

EDITORS = (Role.PROCEDURE_EDITOR, Role.ADMINISTRATOR)


def register() -> None:
    """Called once while the application starts."""
    register_office_entry(
        _("E-forms"), "forms:office_list", icon="forms", order=65, group=_("Catalogue"), roles=EDITORS
    )
