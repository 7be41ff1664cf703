"""The calendar's line in the side menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Working calendar"),
        "calendar:year",
        icon="calendar",
        order=820,
        group=_("Administration"),
    )
