"""Pages of this part in the menus."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry, register_portal_entry
from motcua.reform.results.policies import READERS
from motcua.reform.results.reading import published_indexes
from motcua.reform.results.runs import ask_after_switch
from motcua.reform.season.api import register_published_indexes, register_when_computed


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(
        _("Results and ranking"),
        "results:newest",
        roles=READERS,
        icon="trophy",
        order=125,
        group=_("Reform"),
    )
    register_published_indexes(published_indexes)
    register_when_computed(ask_after_switch)
    register_portal_entry(_("Reform index"), "reform_index", order=60)
