"""Ratings as the office reads them: figures of its own agency, as a page and as a file."""

from typing import cast

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from motcua.identity.api import Agency, StaffRequest, role_required
from motcua.onestop.ratings import figures_page
from motcua.onestop.ratings.forms import FiguresForm
from motcua.onestop.ratings.policies import OWN_FIGURES, READERS, readable_agencies
from motcua.onestop.ratings.queries import list_procedures, list_years
from motcua.onestop.ratings.services import note_export
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response

TEMPLATE = "onestop/ratings/figures.html"


@require_safe
@role_required(*READERS)
def show_figures(request: StaffRequest) -> HttpResponseBase:
    """Counts, shares and means by month, factor and procedure; nothing where few people rated."""
    agencies = readable_agencies(staff=request.staff)
    form = _form(request, agencies)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=404 if "agency" in form.errors else 422)
    chosen = form.cleaned_data
    agency = next(item for item in agencies if item.code == chosen["agency"])
    figures = figures_page.read_figures(
        agency=agency, year=int(chosen["year"]), procedure=chosen["procedure"], today=clock.today()
    )
    if request.GET.get("_export") in ("csv", "xlsx") and figures.whole is not None:
        note_export(agency_code=agency.code, year=chosen["year"], actor=request.user, now=clock.now())
        return export_response(
            # A download is written when the language of the request has been put away.
            rows=list(figures_page.export_rows(figures)),
            columns=figures_page.export_columns(),
            filename=f"danh-gia-{agency.code}-{chosen['year']}",
            format=cast(Format, request.GET["_export"]),
        )
    context = {"form": form, "agency": agency, "year": chosen["year"], **figures_page.page_of(figures)}
    return render(request, TEMPLATE, context)


def _form(request: StaffRequest, agencies: list[Agency]) -> FiguresForm:
    ids = [agency.pk for agency in agencies]
    this_year = clock.today().year
    years = sorted({this_year, *list_years(agency_ids=ids)}, reverse=True)
    own = request.staff.agencies_with(*OWN_FIGURES)
    first = next((agency.code for agency in agencies if agency.pk in own), agencies[0].code)
    codes = {agency.code for agency in agencies}
    asked = request.GET["agency"] if request.GET.get("agency") in codes else first
    return FiguresForm(
        request.GET.dict(),
        agencies=agencies,
        own=first,
        years=years,
        procedures=list_procedures(agency_code=asked, language="en" if get_language() == "en" else "vi"),
    )
