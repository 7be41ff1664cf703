"""Late and missing reports, offered to the index: derived from dates, for every agency that owes reports.

Nothing is missing before anything was kept: an agency is judged from the year of its first report on, one that has none
from that of the house. Before that, and where no term applies, the figure is not known, which is not zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Agency
from motcua.platform import clock
from motcua.platform.indicators.api import Indicator, Period, Record, Value, register_indicators
from motcua.platform.indicators.opening import register_opener
from motcua.platform.ui.formats import format_date
from motcua.reform.reports.models import ReformReport, ReportKind, ReportState
from motcua.reform.reports.policies import visible_reports
from motcua.reform.reports.terms import list_terms, regime_of
from motcua.reform.rules.reports import Term, Timing, last_day_due, timing


@dataclass(frozen=True)
class _Judged:
    agency_code: str
    term: Term
    report: ReformReport | None
    timing: Timing


def judge(period: Period, *, agency_code: str = "") -> list[_Judged]:
    """Every report due in the period with how it stood at its end, by agency and due date; three statements."""
    found = _judged_by_agency(period, agency_code=agency_code)
    return [judged for rows in found.values() for judged in rows]


def _judged_by_agency(period: Period, *, agency_code: str = "") -> dict[str, list[_Judged]]:
    """By agency, also those with nothing due so far; an agency whose reports are not known in the period is absent."""
    years = range(period.start.year - 1, period.end.year + 2)
    begun = _first_years()
    reports = {
        (report.agency_id, report.year, report.kind): report
        for report in ReformReport.objects.filter(state=ReportState.SENT, year__in=years)
    }
    agencies = Agency.objects.filter(is_active=True).order_by("code")
    if agency_code:
        agencies = agencies.filter(code=agency_code)
    found: dict[str, list[_Judged]] = {}
    for agency in agencies:
        first = begun.get(agency.pk, begun.get(None, years.stop))
        terms = [term for term in _owed_by(agency, years) if term.year >= first]
        if any(period.start <= term.due_on <= period.end for term in terms):
            judged = (
                _judge(agency, term, reports.get((agency.pk, term.year, term.kind)), period) for term in terms
            )
            found[agency.code] = [row for row in judged if row]
    return found


def _first_years() -> dict[int | None, int]:
    """The year of the first report kept, by agency id; under None that of the house."""
    rows = ReformReport.objects.values_list("agency_id").annotate(first=Min("year"))
    found: dict[int | None, int] = dict(rows)
    return found | ({None: min(found.values())} if found else {})


def _owed_by(agency: Agency, years: range) -> list[Term]:
    return [
        term
        for year in years
        if (regime := regime_of(year)) and agency.kind in regime.agency_kinds
        for term in list_terms(year=year, calendar=agency.calendar)
    ]


def _judge(agency: Agency, term: Term, report: ReformReport | None, period: Period) -> _Judged | None:
    due_on = report.due_on if report else term.due_on
    last = last_day_due(end=period.end, today=clock.today())
    if not period.start <= due_on <= last:
        return None
    sent_on = report.sent_on if report and report.sent_on and report.sent_on <= period.end else None
    # The day after the last one judged: nothing that was due by then is still to come.
    found = timing(due_on=due_on, sent_on=sent_on, as_of=last + timedelta(days=1))
    return _Judged(agency.code, term, report, found)


def _counted(key: str, name: object, wanted: Timing) -> Indicator:
    def values(period: Period) -> Mapping[str, Value]:
        return {
            code: Fraction(sum(judged.timing == wanted for judged in rows))
            for code, rows in _judged_by_agency(period).items()
        }

    def records(agency_code: str, period: Period) -> Sequence[Record]:
        found = judge(period, agency_code=agency_code)
        return [_record(judged) for judged in found if judged.timing == wanted]

    return Indicator(
        key=key,
        name=name,  # type: ignore[arg-type]
        unit=_("reports"),
        values=values,
        records=records,
        absent=None,
    )


def _record(judged: _Judged) -> Record:
    term, report = judged.term, judged.report
    due_on = report.due_on if report else term.due_on
    sent_on = report.sent_on if report else None
    page = reverse("reports:report", args=[report.uuid]) if report else ""
    return Record(
        key=f"{judged.agency_code}/{term.year}/{term.kind}",
        label=f"{ReportKind(term.kind).label} {term.year}",
        url=page,
        proof_url=page,
        on=sent_on or due_on,
        note=f"{format_date(due_on)} → {format_date(sent_on) if sent_on else '—'}",
    )


def register() -> None:
    """Called once when Django is ready."""
    register_opener("reports:report", visible_reports)
    register_indicators(
        [
            _counted("rpt.late", _("Regular reform reports sent late"), Timing.LATE),
            _counted("rpt.missing", _("Regular reform reports missing"), Timing.MISSING),
        ]
    )
