"""Words of this part for the event log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "snapshot.published": _("Result of the reform index published"),
    "snapshot.corrected": _("Result of the reform index corrected"),
    "result_run.asked": _("Computation of the reform index asked for"),
}
THINGS: dict[str, Any] = {
    "snapshot": _("Result of the reform index"),
    "result_run": _("Computation of the reform index"),
}
DETAILS: dict[str, Any] = {"sha256": _("Fingerprint"), "corrects": _("Replaces")}
VALUES: dict[str, dict[Any, Any]] = {}
