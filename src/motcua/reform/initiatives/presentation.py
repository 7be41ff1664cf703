"""Initiatives as pages show them: rows, tones, figures rounded once."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, get_user
from motcua.platform.ui.formats import format_date, format_money, format_number
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.initiatives.deadlines import score_by
from motcua.reform.initiatives.documents import percent
from motcua.reform.initiatives.models import (
    CouncilState,
    Initiative,
    InitiativeAuthor,
    InitiativeCouncil,
    InitiativeReview,
    ReviewState,
    State,
)
from motcua.reform.initiatives.parameters import CRITERIA
from motcua.reform.initiatives.policies import is_involved
from motcua.reform.initiatives.queries import Progress
from motcua.reform.initiatives.tables import COUNCIL_TONES, TONES
from motcua.reform.papers.api import Paper, readable_papers
from motcua.reform.rules.numbers import round_half_up

_REVIEW_TONES = {
    ReviewState.SCORING: "waiting",
    ReviewState.PASSED: "info",
    ReviewState.FAILED: "neutral",
    ReviewState.RECOGNISED: "done",
}


def tone(initiative: Initiative) -> str:
    """Colour of the state."""
    return TONES[State(initiative.state)]


def council_tone(council: InitiativeCouncil) -> str:
    """Colour of the state."""
    return COUNCIL_TONES[CouncilState(council.state)]


def _author(author: InitiativeAuthor) -> str:
    known = (
        _("another person than the officer of this or a like name, as the authors say")
        if author.is_namesake
        else ""
    )
    about = "; ".join(filter(None, [author.workplace, known]))
    return f"{author.full_name}{f' ({about})' if about else ''}: {percent(author.share)} %"


def summary(initiative: Initiative) -> list[dict[str, Any]]:
    """Everything the authors wrote, for the summary list."""
    applied = initiative.first_applied_on
    authors = [_author(author) for author in initiative.authors.all()]
    rows = [
        (_("Agency"), bilingual(initiative.agency, "name")),
        (_("Area of reform"), initiative.get_area_display()),
        (_("The problem before"), initiative.problem),
        (_("The solution"), initiative.solution),
        (_("First applied on"), format_date(applied) if applied else ""),
        (_("Units that apply it"), initiative.units_applying),
        (_("Measured benefit"), initiative.benefit),
        (_("Saved a year"), _saved(initiative)),
        (_("Prizes or recognition elsewhere"), initiative.prior_recognition or _("None")),
    ]
    return [
        {"label": _("Authors"), "lines": authors},
        *({"label": label, "value": value} for label, value in rows),
        *([{"label": _("Legal basis"), "value": initiative.legal_basis}] if initiative.legal_basis else []),
    ]


def annexes(initiative: Initiative, *, may_remove: bool) -> list[dict[str, Any]]:
    """Papers for the file list."""
    rows = []
    for annex in sorted(initiative.annexes.all(), key=lambda item: item.pk):
        url = reverse("initiatives:annex", args=[annex.uuid])
        is_pdf = annex.file.blob.media_type == "application/pdf"
        is_image = annex.file.blob.media_type.startswith("image/")
        rows.append(
            {
                "name": annex.file.name,
                "url": url,
                "preview_url": f"{url}?xem" if is_pdf or is_image else "",
                "kind": "pdf" if is_pdf else "image" if is_image else "other",
                "size": annex.file.blob.size,
                "at": annex.added_at,
                "uuid": annex.uuid,
                "removable": may_remove,
            }
        )
    return rows


def readable(
    reviews: Iterable[InitiativeReview], staff: StaffContext, *others: Paper | None
) -> frozenset[int]:
    """Decisions and certificates that this person may open: pages name the others without a link."""
    papers = [paper for review in reviews for paper in (review.decision, review.certificate)]
    return readable_papers(staff=staff, papers=[*papers, *others])


def reviews(initiative: Initiative) -> list[dict[str, Any]]:
    """Each council's result; nothing of it before the scoring is closed."""
    return [_review(review) for review in initiative.reviews.all()]


def council_rows(
    council: InitiativeCouncil, found: Sequence[InitiativeReview], staff: StaffContext
) -> list[dict[str, Any]]:
    """What is before a council: sheets in and entitled, the result once closed, and the reader's own part."""
    sits = any(member.user_id == staff.user_id for member in council.members.all())
    reader = get_user(user_id=staff.user_id)
    own = {review.pk for review in found if is_involved(reader, review.initiative)}
    cast = set(
        council.reviews.filter(ballots__member__user_id=staff.user_id).values_list("pk", flat=True)
        if sits
        else ()
    )
    return [
        {
            **_review(review),
            "initiative": review.initiative,
            "cast": getattr(review, "cast", 0),
            "entitled": review.result.get("entitled") or _entitled(council, review),
            "may_score": sits and review.pk not in own,
            "has_scored": review.pk in cast,
            "score_by": score_by(review),
            "is_conflict": sits and review.pk in own,
            "is_own": review.pk in own,
        }
        for review in found
    ]


def chooser(candidates: Sequence[Initiative]) -> dict[str, Any] | None:
    """The field that chooses what is put before a council; None when nothing waits."""
    if not candidates:
        return None
    return {
        "kind": "checkboxes",
        "id": "initiative",
        "name": "initiative",
        "label": _("Accepted and not yet before a council"),
        "choices": [
            {"value": str(item.uuid), "label": item.title, "hint": bilingual(item.agency, "name")}
            for item in candidates
        ],
    }


def progress_chart(progress: Sequence[Progress]) -> dict[str, Any]:
    """Recognised beside the target, with the table of the same figures."""
    names = [item.agency.code for item in progress]
    return {
        "option": {
            "tooltip": {},
            "legend": {"top": 0, "data": [_("Target"), _("Recognised")]},
            "grid": {"left": 40, "right": 16, "top": 40, "bottom": 40},
            "xAxis": {"type": "category", "data": names},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [
                {"name": _("Target"), "type": "bar", "data": [item.target or 0 for item in progress]},
                {"name": _("Recognised"), "type": "bar", "data": [item.recognised for item in progress]},
            ],
        },
        "columns": [
            _("Agency"),
            _("Target"),
            _("Filed"),
            _("Recognised"),
            _("of these at provincial or national level"),
        ],
        "rows": [
            [
                bilingual(item.agency, "name"),
                "—" if item.target is None else item.target,
                item.filed,
                item.recognised,
                item.provincial,
            ]
            for item in progress
        ],
    }


def _review(review: InitiativeReview) -> dict[str, Any]:
    result = review.result
    closed = review.state != ReviewState.SCORING and bool(result)
    return {
        "review": review,
        "tone": _REVIEW_TONES[ReviewState(review.state)],
        "mean": _figure(result["mean"]) if closed else "",
        "means": [(_criterion(name), _figure(result["means"][name])) for name in CRITERIA] if closed else [],
        "ballots": result.get("ballots"),
        "is_closed": closed,
    }


def _criterion(name: str) -> str:
    names = {
        "novelty": _("Novelty"),
        "benefit": _("Benefit"),
        "replicability": _("Replicability"),
        "dossier": _("Quality of the dossier"),
    }
    return names[name]


def _figure(text: str) -> str:
    rounded = str(round_half_up(Fraction(text), 2))
    return rounded if get_language() == "en" else rounded.replace(".", ",")


def _entitled(council: InitiativeCouncil, review: InitiativeReview) -> int:
    return sum(not is_involved(member.user, review.initiative) for member in council.members.all())


def _saved(initiative: Initiative) -> str:
    language = get_language() or "vi"
    hours = initiative.saved_hours
    parts = [
        _("%(hours)s working hours") % {"hours": format_number(hours, language=language)} if hours else "",
        format_money(initiative.saved_vnd, language=language) if initiative.saved_vnd else "",
    ]
    return "; ".join(part for part in parts if part)
