"""Reads of regular reports; each asks for the person it reads for."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from motcua.identity.api import Agency, Role, StaffContext, User
from motcua.reform.reports.models import ReformReport, ReportState
from motcua.reform.reports.policies import visible_reports
from motcua.reform.reports.terms import list_terms, regime_of
from motcua.reform.rules.reports import Term, Timing, timing


@dataclass(frozen=True)
class Owed:
    """One term of one agency, the report when this person may know of it, and how it stands."""

    term: Term
    report: ReformReport | None
    timing: Timing


def get_report_for(*, staff: StaffContext, uuid: UUID) -> ReformReport:
    """One report; raises ``ReformReport.DoesNotExist`` for everybody who may not know of it."""
    return visible_reports(staff).select_related("agency").get(uuid=uuid)


def list_owed(*, staff: StaffContext, agency: Agency, year: int, today: date) -> list[Owed]:
    """The reports that the year asks of an agency, in order; none when it asks for none."""
    known = {report.kind: report for report in visible_reports(staff).filter(agency=agency, year=year)}
    return _owed(agency, year, known, today)


def list_province(*, year: int, today: date) -> list[tuple[Agency, list[Owed]]]:
    """Every agency that owes reports, with what it has sent; two statements. For those who oversee the province."""
    regime = regime_of(year)
    if regime is None:
        return []
    sent: dict[int, dict[str, ReformReport]] = {}
    for report in ReformReport.objects.filter(year=year, state=ReportState.SENT):
        sent.setdefault(report.agency_id, {})[report.kind] = report
    agencies = Agency.objects.filter(is_active=True, kind__in=regime.agency_kinds).order_by("code")
    return [(agency, _owed(agency, year, sent.get(agency.pk, {}), today)) for agency in agencies]


def list_years(*, staff: StaffContext, current: int) -> list[int]:
    """Years with reports that this person may know of, and the current one, newest first."""
    return sorted({current, *visible_reports(staff).values_list("year", flat=True).distinct()}, reverse=True)


def list_managers(*, on: date) -> list[User]:
    """Who holds the role of the standing body on a day, anywhere in the province."""
    in_office = Q(appointments__valid_from__lte=on) & (
        Q(appointments__valid_to__isnull=True) | Q(appointments__valid_to__gte=on)
    )
    managers = User.objects.filter(in_office, appointments__grants__role=Role.REFORM_MANAGER, is_active=True)
    return list(managers.distinct().order_by("id"))


def _owed(agency: Agency, year: int, known: dict[str, ReformReport], today: date) -> list[Owed]:
    regime = regime_of(year)
    if regime is None or agency.kind not in regime.agency_kinds:
        return []
    return [
        Owed(term, report, _timing(term, report, today))
        for term in list_terms(year=year, calendar=agency.calendar)
        for report in (known.get(term.kind),)
    ]


def _timing(term: Term, report: ReformReport | None, today: date) -> Timing:
    # What was begun is judged by the due date it was begun with.
    due_on = report.due_on if report else term.due_on
    return timing(due_on=due_on, sent_on=report.sent_on if report else None, as_of=today)
