"""Words of this part for the event log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.reform.papers.models import PaperKind

ACTIONS: dict[str, Any] = {
    "paper.made": _("Document drafted"),
    "paper.revised": _("Draft of a document changed"),
    "paper.signed": _("Document signed and numbered"),
    "paper.sealed": _("Document sealed"),
    "paper.cancelled": _("Document cancelled"),
}
THINGS: dict[str, Any] = {"paper": _("Document")}
DETAILS: dict[str, Any] = {"symbol": _("Number"), "paper_kind": _("Kind")}
VALUES: dict[str, dict[Any, Any]] = {"paper_kind": dict(PaperKind.choices)}
