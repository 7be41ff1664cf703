"""What the pages of an inspection and of a written notice say of documents that wait: until when, and the way out."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from motcua.identity.api import StaffContext
from motcua.reform.inspections.choices import Stage
from motcua.reform.inspections.models import Inspection
from motcua.reform.inspections.services._base import today_of
from motcua.reform.inspections.services.conclusions import CONCLUSION
from motcua.reform.papers.api import (
    Paper,
    PaperState,
    caution_about,
    list_papers_of,
    readable_papers,
    way_out,
)


def list_cautions(papers: list[Paper | None], *, staff: StaffContext, now: datetime) -> list[dict[str, Any]]:
    """Of each waiting document what it has to mind, and, where it is too late, who takes it back."""
    found = [(paper, caution_about(paper, now=now)) for paper in papers if paper is not None]
    readable = readable_papers(staff=staff, papers=[paper for paper, _caution in found])
    return [
        {
            "paper": paper,
            "text": caution.text,
            "way_out": way_out(paper, staff=staff, on=today_of(now)) if caution.blocks else "",
            "url": reverse("papers:paper", args=[paper.uuid]) if paper.pk in readable else "",
        }
        for paper, caution in found
        if caution is not None
    ]


def waiting_context(inspection: Inspection, staff: StaffContext, *, now: datetime) -> dict[str, Any]:
    """For the organiser and the team of an inspection."""
    conclusion = getattr(inspection, "conclusion", None)
    concluding = conclusion.paper if conclusion is not None and inspection.concluded_at is None else None
    announcing = inspection.notice_paper if inspection.notified_at is None else None
    return {
        "cautions": list_cautions([announcing, concluding], staff=staff, now=now),
        "taken_back": _taken_back(inspection) if conclusion is not None and concluding is None else None,
    }


def _taken_back(inspection: Inspection) -> Paper | None:
    """The signed conclusion that was withdrawn last, until the next one is drafted."""
    if inspection.stage not in (Stage.DRAFT_SENT, Stage.ANSWERED):
        return None
    papers = list_papers_of(subject_type=CONCLUSION, subject_id=inspection.uuid)
    signed = papers.filter(state=PaperState.CANCELLED, signed_at__isnull=False)
    return signed.order_by("-cancelled_at").first()
