"""Where the catalogue stands in the menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once while the application starts."""
    register_office_entry(
        _("Procedures"), "procedures:office_list", icon="license", order=60, group=_("Catalogue")
    )
