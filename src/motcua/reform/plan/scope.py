"""Which agency and year a page of the plan shows: read from its address, kept within what the person may know."""

from dataclasses import dataclass

from django.http import Http404

from motcua.identity.api import Agency, StaffRequest
from motcua.platform import clock
from motcua.reform.offices import reads_province
from motcua.reform.plan.policies import READERS
from motcua.reform.plan.queries import list_years


@dataclass(frozen=True)
class Scope:
    """``agencies`` and ``years`` are what the person may choose from."""

    agency: Agency
    year: int
    agencies: list[Agency]
    years: list[int]

    @property
    def query(self) -> str:
        """The choice as the end of an address."""
        return f"?agency={self.agency.code}&year={self.year}"


def read_scope(request: StaffRequest) -> Scope:
    """Agency ``agency=`` and year ``year=`` of the address; 404 for an agency that the person may not know of."""
    agencies = readable_agencies(request)
    wanted = request.GET.get("agency", "")
    agency = _own(request, agencies) if not wanted else _named(wanted, agencies)
    years = list_years(staff=request.staff, agency_id=agency.pk)
    current = clock.today().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else current
    return Scope(agency, year, agencies, sorted({*years, current, year}, reverse=True))


def readable_agencies(request: StaffRequest) -> list[Agency]:
    """Agencies whose plans this person may read, by code."""
    agencies = Agency.objects.filter(is_active=True).order_by("code")
    if not reads_province(request.staff):
        agencies = agencies.filter(pk__in=request.staff.agencies_with(*READERS))
    return list(agencies)


def _own(request: StaffRequest, agencies: list[Agency]) -> Agency:
    own = next((held.agency_id for held in request.staff.matching(*READERS)), None)
    return next((agency for agency in agencies if agency.pk == own), agencies[0])


def _named(code: str, agencies: list[Agency]) -> Agency:
    for agency in agencies:
        if agency.code == code:
            return agency
    raise Http404
