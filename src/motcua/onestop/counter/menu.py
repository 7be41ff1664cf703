"""Assisted filing in the side menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Role
from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("File for somebody"),
        "counter:desk",
        roles=(Role.RECEIVER,),
        icon="user-plus",
        order=15,
        group=_("Dossiers"),
    )
