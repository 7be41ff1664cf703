"""Regular reports in the office: what is owed, one report, its text, its figures, the province."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Agency, Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.platform.ui.formats import format_date
from motcua.reform.offices import JUDGES, judges
from motcua.reform.plan.forms import named
from motcua.reform.reports import policies, presentation, queries, runs, services, writing
from motcua.reform.reports.figures import by_key, pages_of
from motcua.reform.reports.forms import TextForm
from motcua.reform.reports.models import (
    ReformReport,
    ReportFigure,
    ReportKind,
    ReportSection,
    ReportState,
    RunKind,
)
from motcua.reform.reports.terms import regime_of

OVERSEERS = (*JUDGES, Role.AUDITOR)


@require_safe
@role_required(*policies.READERS)
def show_list(request: StaffRequest) -> HttpResponse:
    """The reports that the year asks of the own agency."""
    agency, year = _own_agency(request), _year(request)
    owed = queries.list_owed(staff=request.staff, agency=agency, year=year, today=clock.today())
    may_draft = policies.may_draft(request.staff, agency.pk)
    context = {
        "agency": agency,
        "year": year,
        "years": queries.list_years(staff=request.staff, current=clock.today().year),
        "lines": [presentation.line(entry, may_draft=may_draft) for entry in owed],
        "regime": regime_of(year),
        "tabs": _tabs(request, "list"),
    }
    return render(request, "reform/reports/list.html", context)


@require_safe
@role_required(*OVERSEERS)
def show_province(request: StaffRequest) -> HttpResponseBase:
    """Who has reported, who is late, who is missing."""
    policies.require(judges(request.staff))
    year = _year(request)
    lines = queries.list_province(year=year, today=clock.today())
    wanted = request.GET.get("_export", "")
    if wanted in ("csv", "xlsx"):
        return _export(lines, wanted, year)
    context = {
        "year": year,
        "years": queries.list_years(staff=request.staff, current=clock.today().year),
        "kinds": ReportKind.choices,
        "lines": [
            (named(agency), [presentation.line(entry, may_draft=False) for entry in owed])
            for agency, owed in lines
        ],
        "figures": presentation.totals(lines),
        "tabs": _tabs(request, "province"),
    }
    return render(request, "reform/reports/province.html", context)


@require_POST
@role_required(Role.REFORM_OFFICER)
def start(request: StaffRequest, year: int, kind: str) -> HttpResponse:
    """Begin the draft of a term from the records; the one that is there already is opened instead."""
    agency_id = next(held.agency_id for held in request.staff.matching(Role.REFORM_OFFICER))
    try:
        report = runs.ask_start(
            agency_id=agency_id, year=year, kind=kind, staff=request.staff, now=clock.now()
        )
    except services.NotOwed:
        raise Http404
    return redirect("reports:report", uuid=report.uuid)


@require_safe
@role_required(*policies.READERS)
def show_report(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The report as it will read, with its figures and what comes next."""
    report = _load(request, uuid)
    figures = by_key(report.figures.order_by("key"))
    sections = list(report.sections.order_by("order"))
    paper = services.papers_of(report).order_by("-id").first()
    page_of = writing.pages_of_listed(
        (section.text for section in sections),
        figures,
        is_inside=policies.is_inside(request.staff, report),
        reader=request.staff,
    )
    context = {
        "report": report,
        "title": services.title_of(report),
        "agency_name": named(report.agency),
        "tag": presentation.state_tag(report.state),
        "timing": presentation.timing_tag(presentation.timing_of(report, today=clock.today())),
        "sections": [
            (section.heading, writing.as_html(section.text, figures, report, page_of=page_of))
            for section in sections
        ],
        "figures": [
            presentation.figure_row(figure) for figure in figures.values() if figure.value or figure.earlier
        ],
        "unwritten": [section.heading for section in sections if writing.is_unwritten(section)],
        "unknown": writing.unknown_tokens((section.text for section in sections), figures),
        "paper": paper if report.state != ReportState.DRAFT else None,
        "may_draft": policies.may_draft(request.staff, report.agency_id)
        and report.state == ReportState.DRAFT
        and report.run != RunKind.SUBMISSION,
        "may_ask": policies.may_draft(request.staff, report.agency_id) and report.state == ReportState.DRAFT,
        "problem": presentation.problem_words(report.run_problem),
        "is_over": clock.today() >= report.ends_on,
        "may_send": policies.may_send(request.staff, report.agency_id) and report.state == ReportState.SIGNED,
        "is_sealed": paper is not None and paper.sealed_at is not None,
    }
    return render(request, "reform/reports/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_OFFICER)
def edit(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Write the sections; figures are named, not typed."""
    report = _load(request, uuid)
    policies.require(policies.may_draft(request.staff, report.agency_id))
    sections = list(report.sections.order_by("order"))
    form = TextForm(request.POST or None, sections=sections, initial={"revision": report.revision})
    if request.method != "POST" or not form.is_valid():
        return _render_edit(request, report, form)
    try:
        services.save_text(
            report_id=report.pk,
            texts=form.texts(),
            revision=form.cleaned_data["revision"],
            staff=request.staff,
            now=clock.now(),
        )
    except services.ChangedMeanwhile:
        words = _(
            "Somebody else has saved this report since it was opened. Copy your text and open it again."
        )
        form.add_error(None, words)
        return _render_edit(request, report, form)
    except services.NotPossible:
        messages.error(request, _("The report has moved on in the meantime; nothing was changed."))
    else:
        messages.success(request, _("The text is saved."))
    return redirect("reports:report", uuid=uuid)


@require_POST
@role_required(*policies.READERS)
def refresh(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Compute the figures anew."""
    report = _load(request, uuid)
    return _act(
        request,
        report,
        lambda: runs.ask_run(report_id=report.pk, kind=RunKind.FIGURES, staff=request.staff, now=clock.now()),
        _("The figures are being computed anew; the text stays as it is."),
    )


@require_POST
@role_required(*policies.READERS)
def submit(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Lay it before the leader; what is not written to the end is shown to be written first."""
    report = _load(request, uuid)
    try:
        return _act(
            request,
            report,
            lambda: runs.ask_run(
                report_id=report.pk, kind=RunKind.SUBMISSION, staff=request.staff, now=clock.now()
            ),
            _("The figures are computed once more; then the report lies before the leader for signature."),
        )
    except services.Unwritten as error:
        return _ask_for_words(request, report, error.keys)


@require_POST
@role_required(*policies.READERS)
def send(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Note that it has gone out."""
    report = _load(request, uuid)
    return _act(
        request,
        report,
        lambda: services.send_report(report_id=report.pk, staff=request.staff, now=clock.now()),
        _("The report is sent; the province can read it."),
    )


@require_safe
@role_required(*policies.READERS)
def show_figure(request: StaffRequest, uuid: UUID, key: str) -> HttpResponse:
    """The records behind one figure, as they were when it was computed."""
    report = _load(request, uuid)
    try:
        figure = report.figures.get(key=key)
    except ReportFigure.DoesNotExist:
        raise Http404
    is_inside = policies.is_inside(request.staff, report)
    page_of = pages_of(figure.records, is_inside=is_inside, reader=request.staff)
    context = {
        "report": report,
        "title": services.title_of(report),
        "figure": figure,
        "row": presentation.figure_row(figure),
        "records": presentation.records_of(figure, page_of=page_of),
    }
    return render(request, "reform/reports/figure.html", context)


def _load(request: StaffRequest, uuid: UUID) -> ReformReport:
    try:
        return queries.get_report_for(staff=request.staff, uuid=uuid)
    except ReformReport.DoesNotExist:
        raise Http404


def _act(request: StaffRequest, report: ReformReport, do: Callable[[], object], words: str) -> HttpResponse:
    try:
        do()
    except services.NotPossible:
        messages.error(request, _("The report has moved on in the meantime; nothing was changed."))
    except services.NotOver as error:
        words = _("Its figures go up to %(day)s; it can be laid before the leader from that day on.")
        messages.error(request, words % {"day": format_date(error.ends_on)})
    except services.NotSealed:
        messages.error(request, _("The clerk has to put the seal on it first."))
    except services.UnknownFigures as error:
        names = ", ".join(error.names)
        messages.error(request, _("The text names figures that do not exist: %(names)s") % {"names": names})
    else:
        messages.success(request, words)
    return redirect("reports:report", uuid=report.uuid)


def _ask_for_words(request: StaffRequest, report: ReformReport, keys: list[str]) -> HttpResponse:
    """The text as it stands, with an error at each section that is not written to the end."""
    sections = list(report.sections.order_by("order"))
    typed = {"revision": report.revision, **{section.key: section.text for section in sections}}
    form = TextForm(typed, sections=sections)
    for section in sections:
        if section.key in keys:
            form.add_error(section.key, _unwritten_words(section))
    if not sections:
        form.add_error(None, _("The text of this report is not kept here."))
    return _render_edit(request, report, form)


def _unwritten_words(section: ReportSection) -> str:
    if section.text.strip():
        words = _(
            "“%(heading)s” has a place left to be filled in (…). Write it out; an enumeration ends with “v.v.”."
        )
    else:
        words = _(
            "“%(heading)s” is not written yet. Where there is nothing to say, write that there is nothing."
        )
    return words % {"heading": section.heading}


def _render_edit(request: StaffRequest, report: ReformReport, form: TextForm) -> HttpResponse:
    context = {
        "report": report,
        "title": services.title_of(report),
        "form": form,
        "figures": [presentation.figure_row(figure) for figure in report.figures.order_by("key")],
    }
    return render(request, "reform/reports/edit.html", context, status=422 if form.errors else 200)


def _own_agency(request: StaffRequest) -> Agency:
    return Agency.objects.get(pk=next(held.agency_id for held in request.staff.matching(*policies.READERS)))


def _year(request: StaffRequest) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 and asked >= "1900" else clock.today().year


def _tabs(request: StaffRequest, current: str) -> list[dict[str, Any]]:
    if not judges(request.staff):
        return []
    return [
        {"label": label, "url": reverse(f"reports:{name}"), "current": name == current}
        for name, label in (("list", _("Own agency")), ("province", _("Whole province")))
    ]


def _export(lines: list[tuple[Agency, list[queries.Owed]]], wanted: str, year: int) -> HttpResponseBase:
    language = get_language() or "vi"
    format: Format = "csv" if wanted == "csv" else "xlsx"
    return export_response(
        rows=presentation.export_rows(lines, language=language),
        columns=[_("Agency"), _("Report"), _("Due date"), _("Sent on"), _("Number and symbol"), _("State")],
        filename=f"bao-cao-cchc-{year}",
        format=format,
    )
