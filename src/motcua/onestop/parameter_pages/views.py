"""The page of legal numbers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.api import AgencyKind, Role, StaffRequest, list_agencies, role_required
from motcua.onestop.parameter_pages.queries import Row, list_rows, list_unconfirmed
from motcua.onestop.parameter_pages.words import NAMES
from motcua.onestop.procedures.views.words import part_names, standing_text
from motcua.platform import clock

READERS = (Role.ADMINISTRATOR, Role.PROCEDURE_EDITOR, Role.AUDITOR)


@require_safe
@role_required(*READERS)
def show_parameters(request: StaffRequest) -> HttpResponse:
    """Numbers of the clock with source and standing; below, what no source confirms in the procedures."""
    rows = [_row(row) for row in list_rows(on=clock.today())]
    names = part_names()
    unconfirmed = [
        {"version": version, "parts": [names[part] for part in parts]}
        for version, parts in list_unconfirmed(agency_ids=_agency_ids(request), on=clock.today())
    ]
    doubtful = sum(not row["parameter"].verified for row in rows)
    context = {
        "rows": rows,
        "unconfirmed": unconfirmed,
        "figures": [
            {"label": _("Parameters"), "value": len(rows)},
            {"label": _("Not confirmed"), "value": doubtful, "tone": "waiting" if doubtful else "done"},
            {
                "label": _("Procedures with unconfirmed parts"),
                "value": len(unconfirmed),
                "tone": "waiting" if unconfirmed else "done",
            },
        ],
    }
    return render(request, "onestop/parameter_pages/parameters.html", context)


def _agency_ids(request: StaffRequest) -> list[int]:
    """The reader's agencies; all of them for somebody who reads for the province."""
    held = list(request.staff.matching(*READERS))
    if any(membership.agency_kind == AgencyKind.PROVINCE for membership in held):
        return [agency.pk for agency in list_agencies()]
    return [membership.agency_id for membership in held]


def _row(row: Row) -> dict[str, Any]:
    parameter, english = row.parameter, get_language() == "en"
    word, tone = standing_text(row.standing)
    return {
        "parameter": parameter,
        "name": NAMES.get(parameter.name, parameter.name),
        "value": _value(parameter.value),
        "article": parameter.article_en if english else parameter.article_vi,
        "standing": word,
        "tone": tone,
    }


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(value) or _("none")
    text = str(value)
    return text[:5] if text.count(":") == 2 else text
