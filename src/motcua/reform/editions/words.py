"""Words of this part for the event log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "edition.started": _("Version of the index begun"),
    "edition.changed": _("Draft of the index changed"),
    "edition.published": _("Version of the index published"),
    "edition.discarded": _("Draft of the index discarded"),
}
THINGS: dict[str, Any] = {"index_edition": _("Version of the index")}
DETAILS: dict[str, Any] = {}
VALUES: dict[str, dict[Any, Any]] = {}
