"""Regular reports: begun from the records, written, computed anew, signed, sent."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from motcua.identity.api import Agency, StaffContext, User, get_province, get_user
from motcua.platform.audit.api import record
from motcua.platform.indicators.api import Period
from motcua.platform.ui.formats import format_date
from motcua.reform.papers.api import (
    Paper,
    PaperKind,
    PaperRefused,
    PaperState,
    list_papers_of,
    make_paper,
)
from motcua.reform.reports import policies, writing
from motcua.reform.reports.figures import Computed, Progress, by_key, compute
from motcua.reform.reports.models import (
    ReformReport,
    ReportFigure,
    ReportKind,
    ReportSection,
    ReportState,
    RunKind,
)
from motcua.reform.reports.notices import tell_sent
from motcua.reform.reports.queries import list_managers
from motcua.reform.reports.terms import find_term, list_outlines
from motcua.reform.standing_body import list_bodies_above

SUBJECT = "reform_report"
_TITLES = {
    ReportKind.Q1: "công tác cải cách hành chính quý I năm {year}",
    ReportKind.H1: "công tác cải cách hành chính 6 tháng đầu năm {year}",
    ReportKind.M9: "công tác cải cách hành chính 9 tháng năm {year}",
    ReportKind.YEAR: "công tác cải cách hành chính năm {year}",
}


class NotPossible(Exception):
    """The report is no longer in a state where this can be done."""


class NotOver(Exception):
    """The period of the figures is not over; ``ends_on`` is its last day."""

    def __init__(self, ends_on: date) -> None:
        super().__init__(ends_on.isoformat())
        self.ends_on = ends_on


class NotSealed(Exception):
    """Nothing is sent before the clerk has sealed it."""


class NotOwed(Exception):
    """No such report is asked of this agency in that year."""


class ChangedMeanwhile(Exception):
    """Somebody else has saved the text since it was opened."""


class UnknownFigures(Exception):
    """The text names figures that do not exist, or names them wrong; ``names`` are as written, with brackets."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class Unwritten(Exception):
    """Sections are empty or have places left to be filled in; ``keys`` are theirs, in order."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


REFUSALS = (NotPossible, NotOver, Unwritten, UnknownFigures)
"""Why a report is not laid before the leader."""


def start_report(*, agency_id: int, year: int, kind: str, staff: StaffContext, now: datetime) -> ReformReport:
    """The agency's report of a term, with a first text and its figures, unless it is there already.

    The whole at once, outside of any page; a page asks :func:`motcua.reform.reports.runs.ask_start`. Raises
    ``PermissionDenied``, :class:`NotOwed`.
    """
    with transaction.atomic():
        report, is_new = begin_report(agency_id=agency_id, year=year, kind=kind, staff=staff, now=now)
        if is_new:
            keep_figures(report=report, computed=figures_of(report=report), now=now)
    return report


def begin_report(
    *, agency_id: int, year: int, kind: str, staff: StaffContext, now: datetime
) -> tuple[ReformReport, bool]:
    """The report of a term without figures or text yet, and whether it is new. Raises like :func:`start_report`."""
    policies.require(policies.may_draft(staff, agency_id))
    agency = Agency.objects.get(pk=agency_id)
    term = find_term(year=year, kind=kind, calendar=agency.calendar)
    if term is None:
        raise NotOwed(f"{kind} {year}")
    actor = get_user(user_id=staff.user_id)
    with transaction.atomic():
        report, is_new = ReformReport.objects.get_or_create(
            agency=agency,
            year=year,
            kind=kind,
            defaults={
                "starts_on": term.start,
                "ends_on": term.end,
                "due_on": term.due_on,
                "created_at": now,
                "created_by": actor,
            },
        )
        if is_new:
            _trace("begun", report, actor, now, {"year": year, "kind": kind})
    return report, is_new


def save_text(
    *, report_id: int, texts: Mapping[str, str], revision: int, staff: StaffContext, now: datetime
) -> ReformReport:
    """Keep the text of the sections; figures stay where they are named.

    Raises ``PermissionDenied``, :class:`NotPossible`, :class:`ChangedMeanwhile`.
    """
    with transaction.atomic():
        report = _draft(report_id, staff)
        if report.revision != revision:
            raise ChangedMeanwhile
        sections = list(report.sections.all())
        for section in sections:
            section.text = texts.get(section.key, section.text).replace("\r\n", "\n").strip()
        ReportSection.objects.bulk_update(sections, ["text"])
        report.revision += 1
        report.save(update_fields=["revision"])
        _trace("saved", report, get_user(user_id=staff.user_id), now, {"revision": report.revision})
    return report


def renew_figures(*, report: ReformReport, computed: Sequence[Computed], actor: User, now: datetime) -> None:
    """Keep figures that were computed anew for a draft that the caller has locked."""
    keep_figures(report=report, computed=computed, now=now)
    _trace("computed", report, actor, now)


def require_submittable(*, report: ReformReport, staff: StaffContext, now: datetime) -> None:
    """A draft whose period is over, written to the end, with a text that names known figures.

    What is signed speaks of days that have been. Raises ``PermissionDenied``, :class:`NotPossible`, :class:`NotOver`,
    :class:`Unwritten`, :class:`UnknownFigures`.
    """
    policies.require(policies.may_draft(staff, report.agency_id))
    if report.state != ReportState.DRAFT:
        raise NotPossible(report.state)
    if timezone.localdate(now) < report.ends_on:
        raise NotOver(report.ends_on)
    unwritten = [
        section.key for section in report.sections.order_by("order") if writing.is_unwritten(section)
    ]
    if unwritten or not report.sections.exists():
        raise Unwritten(unwritten)
    _require_known(report)


def lay_before_leader(
    *, report: ReformReport, computed: Sequence[Computed], actor: User, now: datetime
) -> Paper:
    """The paper with these figures, for a draft that the caller has locked and judged."""
    keep_figures(report=report, computed=computed, now=now)
    content = _content(report, now)
    report.state = ReportState.SUBMITTED
    report.save(update_fields=["state"])
    _trace("submitted", report, actor, now)
    return make_paper(
        kind=PaperKind.REPORT,
        agency=report.agency,
        title=title_of(report),
        template="reform/papers/typst/document.typ",
        data=content,
        made_by=actor,
        subject=(SUBJECT, report.uuid),
        addressees=[get_province()],
        now=now,
    )


def send_report(*, report_id: int, staff: StaffContext, now: datetime) -> ReformReport:
    """Note that the signed and sealed report has gone out today; the province is told.

    Sent twice, the first day counts.

    Raises ``PermissionDenied``, :class:`NotPossible`, :class:`NotSealed`.
    """
    with transaction.atomic():
        report = locked_report(report_id)
        policies.require(policies.may_send(staff, report.agency_id))
        if report.state == ReportState.SENT:
            return report
        if report.state != ReportState.SIGNED:
            raise NotPossible(report.state)
        if not papers_of(report).filter(state=PaperState.SEALED).exists():
            raise NotSealed
        report.state, report.sent_on = ReportState.SENT, timezone.localdate(now)
        report.save(update_fields=["state", "sent_on"])
        _trace("sent", report, get_user(user_id=staff.user_id), now, {"symbol": report.document_number})
        for manager in list_managers(on=report.sent_on):
            tell_sent(report, manager, now=now)
    return report


def papers_of(report: ReformReport) -> QuerySet[Paper]:
    """Papers of the report, unordered."""
    return list_papers_of(subject_type=SUBJECT, subject_id=report.uuid)


def title_of(report: ReformReport) -> str:
    """What the document is about, in Vietnamese."""
    return _TITLES[ReportKind(report.kind)].format(year=report.year)


def locked_report(report_id: int) -> ReformReport:
    """The report with its agency, locked."""
    return ReformReport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=report_id)


def on_signed(paper: Paper, now: datetime) -> None:
    report = _report_of(paper)
    if report.state != ReportState.SUBMITTED:
        raise PaperRefused("cancelled")
    report.state, report.signed_on, report.document_number = ReportState.SIGNED, paper.issued_on, paper.symbol
    report.save(update_fields=["state", "signed_on", "document_number"])
    _trace("signed", report, paper.signer, now, {"symbol": paper.symbol})


def on_cancelled(paper: Paper, now: datetime) -> None:
    """A refused or withdrawn paper leads back to the desk; what was sent stays sent."""
    report = _report_of(paper)
    if report.state not in (ReportState.SUBMITTED, ReportState.SIGNED):
        return
    report.state, report.signed_on, report.document_number = ReportState.DRAFT, None, ""
    report.save(update_fields=["state", "signed_on", "document_number"])
    _trace("sent_back", report, paper.cancelled_by, now, {"reason": paper.cancel_reason})


def _report_of(paper: Paper) -> ReformReport:
    return locked_report(ReformReport.objects.values_list("pk", flat=True).get(uuid=paper.subject_id))


def _draft(report_id: int, staff: StaffContext) -> ReformReport:
    report = locked_report(report_id)
    policies.require(policies.may_draft(staff, report.agency_id))
    if report.state != ReportState.DRAFT or report.run == RunKind.SUBMISSION:
        raise NotPossible(report.state)
    return report


def figures_of(*, report: ReformReport, progress: Progress | None = None) -> list[Computed]:
    """What the records say of its period now; seconds of work where records are many."""
    period = Period(start=report.starts_on, end=report.ends_on)
    watched = {} if progress is None else {"progress": progress}
    return compute(agency_code=report.agency.code, period=period, **watched)


def keep_figures(*, report: ReformReport, computed: Sequence[Computed], now: datetime) -> None:
    """Write figures, and the first text where there is none yet; inside the caller's transaction."""
    rows = [
        ReportFigure(
            report=report,
            key=each.key,
            kind=each.kind,
            name=each.name,
            unit=each.unit,
            value=each.value,
            earlier=each.earlier,
            records=each.records,
            computed_at=now,
        )
        for each in computed
    ]
    ReportFigure.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["report", "key"],
        update_fields=["kind", "name", "unit", "value", "earlier", "records", "computed_at"],
    )
    if report.computed_at is None:
        _write_first_text(report)
    report.computed_at = now
    report.save(update_fields=["computed_at"])


def _write_first_text(report: ReformReport) -> None:
    texts = writing.first_texts(report.figures.order_by("key"))
    ReportSection.objects.bulk_create(
        ReportSection(report=report, key=each.key, order=order, heading=each.heading, text=texts[each.key])
        for order, each in enumerate(list_outlines())
    )


def _require_known(report: ReformReport) -> None:
    texts = report.sections.values_list("text", flat=True)
    unknown = writing.unknown_tokens(texts, by_key(report.figures.all()))
    if unknown:
        raise UnknownFigures(unknown)


def _content(report: ReformReport, now: datetime) -> dict[str, Any]:
    figures = by_key(report.figures.all())
    sections = list(report.sections.order_by("order"))
    days = {"first": format_date(report.starts_on), "last": format_date(report.ends_on)}
    return {
        "heading": "Báo cáo",
        "subject": title_of(report),
        "addressee": "; ".join(list_bodies_above(agency=report.agency, on=timezone.localdate(now))),
        "sections": [
            {"heading": "", "paragraphs": ["Số liệu từ ngày {first} đến ngày {last}.".format(**days)]},
            *(
                {"heading": section.heading, "paragraphs": writing.paper_lines(section.text, figures)}
                for section in sections
                if section.text
            ),
        ],
        "recipients": ["Như trên", "Lãnh đạo cơ quan"],
        "archive": "VT",
    }


def _trace(
    act: str, report: ReformReport, actor: User | None, now: datetime, detail: dict[str, object] | None = None
) -> None:
    record(
        action=f"reform_report.{act}",
        now=now,
        actor=actor,
        agency_code=report.agency.code,
        object_type="reform_report",
        object_id=report.uuid,
        detail=detail,
    )
