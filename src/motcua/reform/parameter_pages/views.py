"""The page of numbers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.reform.parameter_pages.queries import list_parts

READERS = (Role.ADMINISTRATOR, Role.REFORM_MANAGER, Role.AUDITOR)


@require_safe
@role_required(*READERS)
def show_parameters(request: StaffRequest) -> HttpResponse:
    """Every number by part, with its first day and source, and whether somebody has seen the text that fixes it."""
    parts = list_parts()
    rows = [row for _name, found in parts for row in found]
    doubtful = sum(not row.verified for row in rows)
    figures = [
        {"label": _("Numbers"), "value": len(rows)},
        {"label": _("Not confirmed"), "value": doubtful, "tone": "waiting" if doubtful else "done"},
    ]
    return render(request, "reform/parameter_pages/parameters.html", {"parts": parts, "figures": figures})
