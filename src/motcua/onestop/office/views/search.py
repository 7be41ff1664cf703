"""Search over all dossiers that the person may know of."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from motcua.identity.api import StaffRequest, staff_required
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.presentation import is_late, state_words, tone_of
from motcua.onestop.office import queries
from motcua.onestop.office.due import due_of_dossier
from motcua.onestop.office.forms import SearchForm
from motcua.onestop.office.listing import EXPORT_LIMIT, in_english, page_number
from motcua.onestop.processes.queries import COUNT_CAP, LAST_PAGE
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.platform.ui.saved import default_query, views_of

LIST_KEY = "dossiers"


@require_safe
@staff_required
def search(request: StaffRequest) -> HttpResponseBase:
    """Filters in the address, twenty rows a page, the same rows as a file."""
    default = default_query(request, page=LIST_KEY)
    if default:
        return redirect(f"{reverse('office:search')}?{default}")
    form = _form(request)
    found = queries.search_dossiers(staff=request.staff, narrow=_narrow(form))
    now = clock.now()
    if request.GET.get("_export") in ("csv", "xlsx"):
        return _export(request, found[:EXPORT_LIMIT], now)
    page = page_number(request.GET.get("page", ""))
    dossiers, has_next = queries.read_dossiers(found, page=page)
    context = {
        "form": form,
        "entries": [_entry(dossier, now) for dossier in dossiers],
        "count": queries.count_dossiers(found),
        "cap": COUNT_CAP,
        "page": page,
        "has_next": has_next and page < LAST_PAGE,
        "list_key": LIST_KEY,
        "saved_views": views_of(request, page=LIST_KEY),
        "is_filtered": any(form.cleaned_data.values()),
    }
    return render(request, "onestop/office/search.html", context)


def _form(request: StaffRequest) -> SearchForm:
    choices = queries.procedure_choices(staff=request.staff, english=in_english())
    form = SearchForm(request.GET, procedures=choices.procedures)
    form.is_valid()
    return form


def _narrow(form: SearchForm) -> queries.DossierFilter:
    good = form.cleaned_data
    return queries.DossierFilter(
        text=good.get("q", ""),
        state=good.get("state"),
        procedure=good.get("procedure", ""),
        received_from=good.get("received_from"),
        received_to=good.get("received_to"),
        late=good.get("late", False),
    )


def _entry(dossier: Dossier, now: datetime) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "procedure": dossier.version.name_en if in_english() else dossier.version.name_vi,
        "state": state_words(dossier),
        "tone": tone_of(dossier),
        "due": due_of_dossier(dossier, now=now),
        "is_late": is_late(dossier, now=now),
    }


def _export(request: StaffRequest, found: Any, now: datetime) -> HttpResponseBase:
    columns = [
        pgettext("dossier", "Code"),
        _("Procedure"),
        _("Applicant"),
        _("State"),
        _("Held by"),
        _("Received on"),
        _("Due"),
        _("Finished on"),
    ]
    return export_response(
        rows=_rows(found, now),
        columns=columns,
        filename="dossiers",
        format=cast(Format, request.GET["_export"]),
    )


def _rows(found: Any, now: datetime) -> Iterator[list[object]]:
    for entry in (_entry(dossier, now) for dossier in found):
        dossier = entry["dossier"]
        yield [
            str(dossier),
            entry["procedure"],
            dossier.applicant_name,
            entry["state"],
            dossier.holder.full_name if dossier.holder else "",
            dossier.received_at,
            dossier.due_at,
            dossier.finished_at,
        ]
