"""What was said of a criterion and by whom: appraisers, supplements, the appeal; it stays readable after its step."""

from typing import Any

from motcua.identity.api import StaffRequest
from motcua.reform.editions.presentation import points_text
from motcua.reform.rules.edition import Criterion
from motcua.reform.season import policies
from motcua.reform.season import presentation as shown
from motcua.reform.season.appealed import outcomes
from motcua.reform.season.appraisal_models import Appeal, Opinion, Supplement
from motcua.reform.season.cards import FINAL, Sheet
from motcua.reform.season.choices import State
from motcua.reform.season.models import Scorecard
from motcua.reform.season.services.appeals import newest_appeal
from motcua.reform.season.services.appraisal import current_opinions


def said_of(
    request: StaffRequest,
    card: Scorecard,
    criterion: Criterion,
    sheets: dict[str, Sheet],
    *,
    returned: Supplement | None,
) -> dict[str, Any]:
    """For the page of a criterion; who looks from within the agency learns points, not which appraiser held what.

    ``returned`` is the supplement that is still open and has its own place on the page.
    """
    past = card.supplements.filter(code__in=[criterion.code, ""]).exclude(pk=returned.pk if returned else 0)
    said: dict[str, Any] = {
        "supplements": past.select_related("asked_by", "answered_by").order_by("-id"),
    }
    appeal = newest_appeal(card, criterion.code) if FINAL in sheets else None
    if appeal is not None:
        said |= {"appeal": appeal, "appeal_points": _appeal_points(appeal)}
    if not policies.is_inside(request.staff, card):
        said["opinions"] = [shown.opinion_row(one) for one in _opinions(card, criterion.code)]
    return said


def _appeal_points(appeal: Appeal) -> dict[str, str]:
    asked = points_text(appeal.asked_points) if appeal.asked_points is not None else "—"
    return {"asked": asked, **shown.outcome_words(outcomes([appeal])[appeal.pk])}


def _opinions(card: Scorecard, code: str) -> list[Opinion]:
    """The newest of first and second. While they appraise only what still counts; afterwards documents of an appeal
    make nothing out of date.
    """
    if card.season.state == State.APPRAISAL:
        return current_opinions(card, code)
    rows = card.opinions.filter(code=code, edition_id=card.season.edition_id).select_related("by")
    return list(rows.order_by("order", "-id").distinct("order"))
