"""Delivery by post in the side menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.onestop.postal_pages.queries import READERS
from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Delivery by post"),
        "postal:list",
        roles=READERS,
        icon="truck-delivery",
        order=40,
        group=_("Dossiers"),
    )
