"""Words of this part for the event log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "reform_report.begun": _("Reform report begun"),
    "reform_report.saved": _("Text of a reform report saved"),
    "reform_report.computed": _("Figures of a reform report computed anew"),
    "reform_report.submitted": _("Reform report laid before the leader"),
    "reform_report.sent_back": _("Reform report sent back by the leader"),
    "reform_report.signed": _("Reform report signed"),
    "reform_report.sent": _("Reform report sent"),
    "reform_report.taken_over": _("Reform reports taken over"),
}
THINGS: dict[str, Any] = {"reform_report": _("Reform report")}
DETAILS: dict[str, Any] = {}
VALUES: dict[str, dict[Any, Any]] = {}
