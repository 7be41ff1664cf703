"""Pages of this part in the menus."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(_("Initiatives"), "initiatives:list", icon="bulb", order=340, group=_("Reform"))
