"""What somebody may do with a criterion now: the forms of its page."""

from typing import Any

from motcua.identity.api import StaffRequest
from motcua.platform import clock
from motcua.reform.rules.edition import Criterion
from motcua.reform.season import policies
from motcua.reform.season.appraisal_models import Supplement
from motcua.reform.season.cards import Sheet
from motcua.reform.season.choices import Column, State
from motcua.reform.season.evidence_forms import EvidenceForm, ReuseForm
from motcua.reform.season.evidence_models import EvidenceItem
from motcua.reform.season.forms import (
    AppealForm,
    ClaimForm,
    DecisionForm,
    OpinionForm,
    ReturnForm,
    SupplementForm,
)
from motcua.reform.season.models import Scorecard
from motcua.reform.season.returned import open_supplement
from motcua.reform.season.services import assessment
from motcua.reform.season.services.appeals import is_outdated, newest_appeal
from motcua.reform.season.services.appraisal import (
    FIRST,
    SECOND,
    basis_column,
    current_opinions,
    orders_of,
    settled_codes,
)


def acts_of(
    request: StaffRequest, card: Scorecard, criterion: Criterion, sheets: dict[str, Sheet]
) -> dict[str, Any]:
    """The forms of what may be done now; nothing else is on the page."""
    if not assessment.is_scored_by_hand(criterion, card.block):
        return {}
    if card.season.state == State.APPRAISAL:
        return _appraisal(request, card, criterion, sheets)
    if card.season.state == State.PUBLISHED and policies.decides_on(request.staff, card, clock.today()):
        return {"decision_form": DecisionForm()}
    may_appeal = card.season.state == State.APPEAL and policies.may_coordinate(request.staff, card)
    may_draft = card.is_draft and policies.may_draft(request.staff, card, _unit_id(card, criterion.code))
    acts: dict[str, Any] = {}
    if may_draft and card.season.state == State.OPEN:
        held = sheets[Column.SELF].get(criterion.code) or sheets[Column.COMPUTED].get(criterion.code)
        acts["claim_form"] = ClaimForm(criterion=criterion, held=held)
    if may_appeal:
        known = newest_appeal(card, criterion.code)
        if known is None or is_outdated(known, card):
            acts["appeal_form"] = AppealForm()
    if may_appeal or (may_draft and card.season.state in (State.DRAFT, State.OPEN)):
        acts |= _evidence(card, criterion)
    return acts


def _evidence(card: Scorecard, criterion: Criterion) -> dict[str, Any]:
    """A new document for the criterion, or one that the agency has shown elsewhere."""
    return {
        "evidence_form": EvidenceForm(),
        "reuse_form": ReuseForm(items=reusable(card, criterion.code)),
    }


def _appraisal(
    request: StaffRequest, card: Scorecard, criterion: Criterion, sheets: dict[str, Sheet]
) -> dict[str, Any]:
    returned = open_supplement(card, criterion.code, today=clock.today())
    acts: dict[str, Any] = {"returned": returned}
    if policies.is_inside(request.staff, card):
        return acts | _supplement(request, card, criterion, sheets, returned)
    return acts | _judging(request, card, criterion, sheets, returned)


def _supplement(
    request: StaffRequest,
    card: Scorecard,
    criterion: Criterion,
    sheets: dict[str, Sheet],
    returned: Supplement | None,
) -> dict[str, Any]:
    """What the agency does with a criterion that was returned to it."""
    if returned is None or not policies.may_coordinate(request.staff, card):
        return {}
    acts: dict[str, Any] = {"supplement_form": SupplementForm(), **_evidence(card, criterion)}
    if not card.is_unassessed:
        held = sheets[Column.SELF].get(criterion.code)
        acts["claim_form"] = ClaimForm(criterion=criterion, held=held)
    return acts


def _judging(
    request: StaffRequest,
    card: Scorecard,
    criterion: Criterion,
    sheets: dict[str, Sheet],
    returned: Supplement | None,
) -> dict[str, Any]:
    given = current_opinions(card, criterion.code)
    order = orders_of(card, request.staff.user_id).get(criterion.area)
    acts: dict[str, Any] = {"order": order}
    waits = (order == FIRST and not given) or (order == SECOND and len(given) == 1)
    is_free = not policies.has_conflict(user_id=request.staff.user_id, card=card, today=clock.today())
    if returned is not None or not is_free or criterion.code in settled_codes(card):
        return acts
    if order is not None or policies.manages(request.staff, card.season):
        acts["return_form"] = ReturnForm()
    if waits:
        acts["opinion_form"] = OpinionForm(
            criterion=criterion, held=sheets[basis_column(card)].get(criterion.code)
        )
    return acts


def reusable(card: Scorecard, code: str) -> list[Any]:
    """Documents of the agency that are not shown for this criterion yet."""
    linked = card.evidence.filter(code=code, removed_at=None).values("item_id")
    rows = EvidenceItem.objects.filter(agency_id=card.agency_id).exclude(pk__in=linked)
    return list(rows.order_by("-added_at")[:200])


def _unit_id(card: Scorecard, code: str) -> int | None:
    return card.assignments.filter(code=code).values_list("unit_id", flat=True).first()
