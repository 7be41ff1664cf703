"""Pages of this part in the menus."""

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.navigation import register_office_entry
from motcua.reform.surveys.policies import INTERVIEWERS, READERS


def register() -> None:
    """Called once when Django is ready."""
    group = _("Reform")
    register_office_entry(
        _("Surveys"), "surveys:list", roles=READERS, icon="chart-bar", order=360, group=group
    )
    register_office_entry(
        _("Interviews"),
        "surveys:interviews",
        roles=INTERVIEWERS,
        icon="clipboard-text",
        order=361,
        group=group,
    )
