"""How reports, their timing and their figures are shown."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from motcua.identity.api import Agency
from motcua.platform.indicators.api import Kind, UnknownIndicator, get_indicator
from motcua.platform.ui import parts
from motcua.reform.plan.forms import named
from motcua.reform.reports.figures import OPEN, PageOf
from motcua.reform.reports.models import ReformReport, ReportFigure, ReportKind, ReportState
from motcua.reform.reports.queries import Owed
from motcua.reform.reports.writing import as_words, value_words
from motcua.reform.rules.reports import Form, Timing, Token, timing

TIMING_WORDS: dict[str, Any] = {
    Timing.NOT_DUE: gettext_lazy("Not due yet"),
    Timing.ON_TIME: gettext_lazy("Sent in time"),
    Timing.LATE: gettext_lazy("Sent late"),
    Timing.MISSING: pgettext_lazy("report", "Missing"),
}
_TIMING_TONES = {
    Timing.NOT_DUE: "neutral",
    Timing.ON_TIME: "done",
    Timing.LATE: "waiting",
    Timing.MISSING: "late",
}
_STATE_TONES = {
    ReportState.DRAFT: "neutral",
    ReportState.SUBMITTED: "waiting",
    ReportState.SIGNED: "info",
    ReportState.SENT: "done",
}


def state_tag(state: str) -> SafeString:
    known = ReportState(state)
    return parts.status_tag(str(known.label), _STATE_TONES[known])


def timing_tag(found: Timing) -> SafeString:
    return parts.status_tag(str(TIMING_WORDS[found]), _TIMING_TONES[found])


def timing_of(report: ReformReport, *, today: date) -> Timing:
    """How a report stands today by its own due date."""
    return timing(due_on=report.due_on, sent_on=report.sent_on, as_of=today)


def line(entry: Owed, *, may_draft: bool) -> dict[str, Any]:
    """One term for a list; ``start_url`` where a draft can be begun."""
    report, term = entry.report, entry.term
    start = "" if report or not may_draft else reverse("reports:start", args=[term.year, term.kind])
    return {
        "name": ReportKind(term.kind).label,
        "term": term,
        "due_on": report.due_on if report else term.due_on,
        "report": report,
        "state": state_tag(report.state) if report else "",
        "timing": timing_tag(entry.timing),
        "start_url": start,
    }


def totals(lines: list[tuple[Agency, list[Owed]]]) -> list[dict[str, Any]]:
    """Figures over the province: sent in time, late, missing, not due."""
    found = [entry.timing for _agency, owed in lines for entry in owed]
    return [
        {
            "label": TIMING_WORDS[known],
            "value": found.count(known),
            "tone": "late" if known == Timing.MISSING and found.count(known) else "",
        }
        for known in (Timing.ON_TIME, Timing.LATE, Timing.MISSING, Timing.NOT_DUE)
    ]


def export_rows(lines: list[tuple[Agency, list[Owed]]], *, language: str) -> Iterator[list[object]]:
    """One row a report that is owed."""
    for agency, owed in lines:
        for entry in owed:
            report = entry.report
            yield [
                agency.name_en if language == "en" else named(agency),
                str(ReportKind(entry.term.kind).label),
                report.due_on if report else entry.term.due_on,
                report.sent_on if report else None,
                report.document_number if report else "",
                str(TIMING_WORDS[entry.timing]),
            ]


def figure_row(figure: ReportFigure) -> dict[str, Any]:
    """A figure in the language of the page, with its value a year before and the change."""
    language = get_language() or "vi"
    change = as_words(Token(figure.key, Form.CHANGE), {figure.key: figure}, language=language)
    return {
        "key": figure.key,
        "name": _name(figure),
        "value": value_words(figure.kind, figure.value, language=language),
        "unit": figure.unit if figure.kind == Kind.NUMBER and language == "vi" else "",
        "earlier": value_words(figure.kind, figure.earlier, language=language),
        "change": change if figure.kind == Kind.NUMBER else "",
        "computed_at": figure.computed_at,
        "url": reverse("reports:figure", args=[figure.report.uuid, figure.key]),
    }


def records_of(figure: ReportFigure, *, page_of: PageOf) -> list[dict[str, Any]]:
    """The records that were named, with dates read back and the address that this reader may open."""
    return [
        {
            **record,
            "on": date.fromisoformat(record["on"]) if record["on"] else None,
            "url": page_of(record),
        }
        for record in figure.records
    ]


def _name(figure: ReportFigure) -> str:
    """Kept in Vietnamese; a room that still offers the figure knows its name in the language of the page."""
    try:
        return str(get_indicator(figure.key).name)
    except UnknownIndicator:
        if figure.key == OPEN:
            return _("Tasks of the reform plan that were due and are not done")
        return figure.name


def problem_words(problem: str) -> str:
    """Why the last run in the background came to nothing; empty when it did not."""
    if not problem:
        return ""
    return {
        "Unwritten": _("The document was not made: sections of the text are not written yet."),
        "UnknownFigures": _("The document was not made: the text names figures that do not exist."),
        "PermissionDenied": _(
            "Nothing was done: whoever asked for it no longer drafts reports of this agency."
        ),
        "broken": _("The figures could not be computed. Ask again; if it stays so, tell the administrator."),
    }.get(problem, _("The report has moved on in the meantime; nothing was changed."))
