"""Books of numbers in the side menu of the office."""

from django.utils.translation import gettext_lazy as _

from motcua.onestop.book_pages.views import READERS
from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Number books"), "books:list", roles=READERS, icon="notes", order=50, group=_("Dossiers")
    )
