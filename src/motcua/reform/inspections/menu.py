"""Pages of this part in the menus."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry
from motcua.reform.inspections.policies import READERS


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Reform inspections"),
        "inspections:list",
        roles=READERS,
        icon="clipboard-check",
        order=150,
        group=_("Reform"),
    )
    register_office_entry(
        _("Shortcomings"),
        "inspections:shortcomings",
        roles=READERS,
        icon="alert-triangle",
        order=151,
        group=_("Reform"),
    )
