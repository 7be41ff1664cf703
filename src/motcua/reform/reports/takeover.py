"""Taking over reports that were sent before this register was kept: their dates count, their text stays elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Agency
from motcua.platform.audit.api import record
from motcua.reform.reports.models import ReformReport, ReportState
from motcua.reform.reports.terms import find_term


@dataclass(frozen=True, kw_only=True)
class KeptReport:
    """A report that was sent; ``kind`` as in the data file of terms."""

    agency: Agency
    year: int
    kind: str
    sent_on: date
    document_number: str


def take_over_reports(*, kept: list[KeptReport], now: datetime) -> int:
    """Write those that are not there yet; answers how many. Raises ``ValueError`` for a term nobody asks for."""
    rows = [_row(report) for report in kept]
    with transaction.atomic():
        known = set(ReformReport.objects.values_list("agency_id", "year", "kind"))
        fresh = [row for row in rows if (row.agency_id, row.year, row.kind) not in known]
        ReformReport.objects.bulk_create(fresh)
        if fresh:
            record(
                action="reform_report.taken_over",
                now=now,
                object_type="reform_report",
                detail={"reports": len(fresh)},
            )
    return len(fresh)


def _row(kept: KeptReport) -> ReformReport:
    term = find_term(year=kept.year, kind=kept.kind, calendar=kept.agency.calendar)
    if term is None:
        raise ValueError(f"no report {kept.kind} is asked for in {kept.year}")
    return ReformReport(
        agency=kept.agency,
        year=kept.year,
        kind=kept.kind,
        starts_on=term.start,
        ends_on=term.end,
        due_on=term.due_on,
        state=ReportState.SENT,
        document_number=kept.document_number,
        signed_on=kept.sent_on,
        sent_on=kept.sent_on,
        created_at=timezone.make_aware(datetime.combine(kept.sent_on, time(9))),
    )
