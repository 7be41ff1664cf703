"""Who is told what of a report: the province that it was sent, whoever asked for a run that it came to nothing."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.identity.api import User
from motcua.reform.news import tell_news
from motcua.reform.reports.models import ReformReport, RunKind
from motcua.reform.reports.presentation import problem_words


def tell_sent(report: ReformReport, manager: User, *, now: datetime) -> None:
    """Tell a manager of the standing body that the report has gone out."""
    with translation.override(manager.language):
        in_english = manager.language == "en"
        context = {
            "code": _("Reform report %(number)s") % {"number": report.document_number},
            "state_text": _("has been sent"),
            "items": [report.agency.name_en if in_english else report.agency.name_vi],
        }
    _tell(report, manager, context, now)


def tell_failed(report: ReformReport, kind: RunKind, problem: str, *, now: datetime) -> None:
    """Tell whoever asked that what they asked for came to nothing, and why."""
    asker = report.run_by
    if asker is None:
        return
    with translation.override(asker.language):
        failed = {
            RunKind.FIGURES: _("the figures were not computed"),
            RunKind.SUBMISSION: _("the document for the leader was not made"),
        }
        context = {
            "code": _("Reform report: %(kind)s %(year)s")
            % {"kind": report.get_kind_display(), "year": report.year},
            "state_text": failed[kind],
            "reason": problem_words(problem),
        }
    _tell(report, asker, context, now)


def _tell(report: ReformReport, user: User, context: dict[str, Any], now: datetime) -> None:
    tell_news(
        person=user,
        subject=("reform_report", report.uuid),
        context=context,
        url=reverse("reports:report", args=[report.uuid]),
        now=now,
    )
