"""The office's entries of the side menu."""

from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Role
from motcua.platform.ui.navigation import register_office_entry


def register() -> None:
    """Called once when Django is ready."""
    register_office_entry(_("Worklist"), "office:worklist", icon="inbox", order=10, group=_("Dossiers"))
    register_office_entry(
        _("All dossiers"), "office:search", icon="files", order=20, group=_("Dossiers"), roles=WORKERS
    )


WORKERS = (
    Role.RECEIVER,
    Role.SPECIALIST,
    Role.HEAD_OF_UNIT,
    Role.LEADER,
    Role.CLERK,
    Role.COUNCIL,
    Role.AUDITOR,
)
