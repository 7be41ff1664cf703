"""What a book of numbers is called."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_NAMES: dict[str, Any] = {
    "certificate": _("Certificates"),
    "licence": _("Licences"),
    "decision": _("Decisions"),
    "letter": _("Official letters"),
    "submission": _("Submissions to the leader"),
    "notice": _("Notices"),
    "conclusion": _("Conclusions"),
    "plan": _("Plans"),
    "report": _("Reports"),
    "minutes": _("Minutes"),
}


def book_name(book: str) -> str:
    """``result:SKHCN:licence`` → "Licences"; an unknown kind keeps its name."""
    kind = book.rpartition(":")[2]
    return str(_NAMES.get(kind, kind))
