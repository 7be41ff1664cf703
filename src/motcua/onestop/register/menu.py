"""The register's line in the side menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.onestop.register.policies import READERS
from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Register of dossiers"),
        "register:book",
        roles=READERS,
        icon="table",
        order=30,
        group=_("Dossiers"),
    )
