"""Self-assessment: units and the reform officer draft, by figures or by points with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, Unit, User
from motcua.platform.audit.api import record
from motcua.reform.rules.edition import Criterion
from motcua.reform.rules.scoring import BadInput, Inputs, MissingInput
from motcua.reform.rules.season import differs
from motcua.reform.season import policies
from motcua.reform.season.cards import TREND
from motcua.reform.season.choices import Column, State
from motcua.reform.season.models import CriterionAssignment, Scorecard, ScoreEntry
from motcua.reform.season.queries import edition_of, newest_entries
from motcua.reform.season.returned import open_supplement
from motcua.reform.season.services.entries import (
    SeasonRefused,
    add_entry,
    lock_card,
    require_draft,
    require_state,
)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What somebody says of a criterion: figures (then the rule gives the points), or points, or not applicable."""

    inputs: Inputs = field(default_factory=dict)
    points: Fraction | None = None
    not_applicable: bool = False
    reason: str = ""
    reason_code: str = ""


def is_scored_by_hand(criterion: Criterion, block: str) -> bool:
    """Surveys of the house and the change since last year are nobody's to assess."""
    return criterion.applies_to(block) and not criterion.is_only_measured and criterion.rule.kind != TREND


def criterion_of(card: Scorecard, code: str) -> Criterion:
    """The criterion if it may be assessed on this card. Raises :class:`SeasonRefused` (``no_such_criterion``)."""
    try:
        criterion = edition_of(card.season).criterion(code)
    except KeyError as error:
        raise SeasonRefused("no_such_criterion") from error
    if not is_scored_by_hand(criterion, card.block):
        raise SeasonRefused("no_such_criterion")
    return criterion


def points_of(criterion: Criterion, claim: Claim) -> Fraction | None:
    """What a claim is worth by the rule. Raises :class:`SeasonRefused` (``not_applicable_reason``, ``bad_input`` with
    ``name``, ``missing_input`` with ``name``, ``more_than_all``, ``points_missing``, ``points_outside``,
    ``points_reason``).
    """
    if claim.not_applicable:
        if not claim.reason.strip():
            raise SeasonRefused("not_applicable_reason")
        return None
    if claim.inputs:
        _require_reason_for_more_than_all(claim)
        return _by_rule(criterion, claim.inputs)
    if claim.points is None:
        raise SeasonRefused("points_missing")
    if not 0 <= claim.points <= criterion.points:
        raise SeasonRefused("points_outside", most=criterion.points)
    if not claim.reason.strip():
        raise SeasonRefused("points_reason")
    return claim.points


def _require_reason_for_more_than_all(claim: Claim) -> None:
    """60 of 59 is mostly a slip of the keys; budgets and targets can be exceeded, and then somebody can say so."""
    part, whole = claim.inputs.get("num"), claim.inputs.get("den")
    if not isinstance(part, Fraction) or not isinstance(whole, Fraction) or claim.reason.strip():
        return
    if part > whole:
        raise SeasonRefused("more_than_all")


def _by_rule(criterion: Criterion, inputs: Inputs) -> Fraction | None:
    try:
        return criterion.rule.score(inputs).points
    except BadInput as error:
        raise SeasonRefused("bad_input", name=error.name, criterion=criterion) from error
    except MissingInput as error:
        raise SeasonRefused("missing_input", name=error.name, criterion=criterion) from error


@transaction.atomic
def assess(
    *, scorecard: Scorecard, code: str, claim: Claim, staff: StaffContext, by: User, now: datetime
) -> ScoreEntry:
    """Draft the self-assessed points of one criterion; the same once more adds nothing. While appraising it may be
    changed only where the criterion was returned to the agency, and with a reason.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``wrong_state``, ``submitted``, ``no_such_criterion``,
    ``reason_missing``, ``unassessed``, ``deviation_reason`` where the claim leaves the computed points by more than
    the edition's tolerance, and those of :func:`points_of`).
    """
    card = lock_card(scorecard)
    _require_open_for_points(card, code, claim, staff, now)
    criterion = criterion_of(card, code)
    points = points_of(criterion, claim)
    _require_reason_for_deviation(card, code, points, claim.reason)
    entry = add_entry(
        card=card,
        code=code,
        column=Column.SELF,
        points=points,
        inputs=claim.inputs if not claim.not_applicable else {},
        reason=claim.reason.strip(),
        reason_code=claim.reason_code,
        by=by,
        now=now,
    )
    note_card(card, "scorecard.scored", by, now, code=code, column=Column.SELF)
    return entry


def _require_open_for_points(
    card: Scorecard, code: str, claim: Claim, staff: StaffContext, now: datetime
) -> None:
    if open_supplement(card, code, today=timezone.localdate(now)) is None:
        require_state(card.season, State.OPEN)
        require_draft(card)
        if not policies.may_draft(staff, card, _unit_of(card, code)):
            raise PermissionDenied("draft")
        return
    if not policies.may_coordinate(staff, card):
        raise PermissionDenied("supplement")
    if card.is_unassessed:
        raise SeasonRefused("unassessed")
    if not claim.reason.strip():
        raise SeasonRefused("reason_missing")


def _require_reason_for_deviation(card: Scorecard, code: str, points: Fraction | None, reason: str) -> None:
    computed = {row.code: row for row in newest_entries(card.season, [Column.COMPUTED], scorecards=[card])}
    if code in computed and not reason.strip():
        tolerance = edition_of(card.season).settings.tolerance
        if differs(points, computed[code].points, tolerance):
            raise SeasonRefused("deviation_reason", computed=computed[code].points)


@transaction.atomic
def adopt_computed(*, scorecard: Scorecard, staff: StaffContext, by: User, now: datetime) -> int:
    """Take the computed points over where nobody has assessed yet; answers for how many criteria.

    Raises ``PermissionDenied`` and :class:`SeasonRefused`.
    """
    card = lock_card(scorecard)
    require_state(card.season, State.OPEN)
    require_draft(card)
    if not policies.may_coordinate(staff, card):
        raise PermissionDenied("adopt")
    by_hand = {item.code for item in edition_of(card.season).criteria if is_scored_by_hand(item, card.block)}
    rows = newest_entries(card.season, [Column.COMPUTED, Column.SELF], scorecards=[card])
    assessed = {row.code for row in rows if row.column == Column.SELF}
    new = [
        ScoreEntry(
            scorecard=card,
            edition_id=row.edition_id,
            code=row.code,
            column=Column.SELF,
            points=row.points,
            inputs=row.inputs,
            by=by,
            at=now,
        )
        for row in rows
        if row.column == Column.COMPUTED and row.code in by_hand - assessed
    ]
    ScoreEntry.objects.bulk_create(new)
    if new:
        note_card(
            card, "scorecard.scored", by, now, code=", ".join(row.code for row in new), column=Column.SELF
        )
    return len(new)


@transaction.atomic
def assign(
    *,
    scorecard: Scorecard,
    units: Mapping[str, Unit | None],
    staff: StaffContext,
    by: User,
    now: datetime,
) -> None:
    """Give criteria (by code) to units of the agency, or take them back (None).

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``published``, ``foreign_unit``).
    """
    card = lock_card(scorecard)
    if not policies.may_coordinate(staff, card):
        raise PermissionDenied("assign")
    if card.season.state == State.PUBLISHED:
        raise SeasonRefused("published")
    if any(unit is not None and unit.agency_id != card.agency_id for unit in units.values()):
        raise SeasonRefused("foreign_unit")
    before = {row.code: row.unit_id for row in card.assignments.all()}
    wanted = {code: unit for code, unit in units.items() if before.get(code) != (unit.pk if unit else None)}
    if not wanted:
        return
    card.assignments.filter(code__in=wanted).delete()
    CriterionAssignment.objects.bulk_create(
        CriterionAssignment(scorecard=card, code=code, unit=unit)
        for code, unit in wanted.items()
        if unit is not None
    )
    note_card(card, "scorecard.assigned", by, now, code=", ".join(sorted(wanted)))


def _unit_of(card: Scorecard, code: str) -> int | None:
    return card.assignments.filter(code=code).values_list("unit_id", flat=True).first()


def note_card(card: Scorecard, action: str, by: User | None, now: datetime, **detail: str) -> None:
    """One event of a card in the log, under its agency."""
    record(
        action=action,
        now=now,
        actor=by,
        agency_code=card.agency.code,
        object_type="scorecard",
        object_id=card.uuid,
        detail={"year": card.season.year, **detail},
    )


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What still keeps a card from being signed: ``unscored``, ``deviation`` or ``evidence`` of a criterion."""

    code: str
    kind: str


def list_gaps(card: Scorecard) -> list[Gap]:
    """Everything that is missing, in the order of the edition; three statements."""
    edition = edition_of(card.season)
    rows = newest_entries(card.season, [Column.COMPUTED, Column.SELF], scorecards=[card])
    own = {row.code: row for row in rows if row.column == Column.SELF}
    computed = {row.code: row for row in rows if row.column == Column.COMPUTED}
    shown = set(card.evidence.filter(removed_at=None).values_list("code", flat=True))
    criteria = [item for item in edition.criteria if is_scored_by_hand(item, card.block)]
    return [
        Gap(code=item.code, kind=kind)
        for item in criteria
        for kind in _gaps_of(item, own, computed, shown, edition.settings.tolerance)
    ]


def _gaps_of(
    criterion: Criterion,
    own: Mapping[str, ScoreEntry],
    computed: Mapping[str, ScoreEntry],
    shown: set[str],
    tolerance: Fraction,
) -> Iterable[str]:
    entry, reckoned = own.get(criterion.code), computed.get(criterion.code)
    if entry is None:
        return ["unscored"]
    if entry.reason.strip():
        return []
    if reckoned is not None and differs(entry.points, reckoned.points, tolerance):
        return ["deviation"]
    is_proved = criterion.code in shown or reckoned is not None
    return ["evidence"] if criterion.needs_evidence and entry.points and not is_proved else []
