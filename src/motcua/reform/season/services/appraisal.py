"""Appraisal by two: the first proposes, the second confirms or differs; what they differ on goes to the council."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from motcua.identity.api import Agency, Role, StaffContext, User, get_staff_context
from motcua.reform import offices
from motcua.reform.rules.edition import Criterion, read_figure
from motcua.reform.season import policies
from motcua.reform.season.appraisal_models import Appraiser, Motion, Opinion, Supplement
from motcua.reform.season.choices import Column, MotionKind, MotionState, State
from motcua.reform.season.models import Scorecard, ScoreEntry, Season
from motcua.reform.season.queries import edition_of, list_scorecards, newest_entries
from motcua.reform.season.returned import open_supplements, returned_codes, touched_at
from motcua.reform.season.services.assessment import (
    Claim,
    criterion_of,
    is_scored_by_hand,
    note_card,
    points_of,
)
from motcua.reform.season.services.entries import (
    SeasonRefused,
    add_entry,
    lock_card,
    lock_season,
    require_state,
    write_inputs,
)
from motcua.reform.season.services.motions import open_motion, option, withdraw_motion
from motcua.reform.season.services.rounds import note

FIRST, SECOND = 1, 2


@transaction.atomic
def name_appraiser(
    *,
    season: Season,
    area: str,
    order: int,
    user: User,
    staff: StaffContext,
    by: User,
    now: datetime,
    agency: Agency | None = None,
) -> Appraiser:
    """Make ``user`` the first (1) or second (2) appraiser of an area, for all agencies or only for one.

    Who is named for all agencies judges every one but the own, which needs somebody named for it alone.
    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``not_an_appraiser``, ``own_agency``, ``twice``,
    ``wrong_state``).
    """
    locked = lock_season(season)
    if not policies.manages(staff, locked):
        raise PermissionDenied("appraiser")
    if locked.state in (State.FINAL, State.PUBLISHED):
        raise SeasonRefused("wrong_state", state=locked.get_state_display())
    today = timezone.localdate(now)
    if not get_staff_context(user_id=user.pk, on=today).has_role(Role.APPRAISER):
        raise SeasonRefused("not_an_appraiser")
    belongs = offices.agencies_of(user_ids=[user.pk], year=locked.year, today=today).get(user.pk, set())
    if agency is not None and agency.pk in belongs:
        raise SeasonRefused("own_agency")
    try:
        with transaction.atomic():
            row, _new = Appraiser.objects.update_or_create(
                season=locked,
                area=area,
                order=order,
                agency=agency,
                defaults={"user": user, "named_by": by, "named_at": now},
            )
    except IntegrityError as error:
        raise SeasonRefused("twice") from error
    note(locked, "season.appraiser_named", by, now, area=area, order=str(order), user=str(user.pk))
    return row


def orders_of(card: Scorecard, user_id: int) -> dict[str, int]:
    """Areas of a card that this person appraises, and whether first or second. Who is named for one agency stands
    before who is named for all.
    """
    named: dict[tuple[str, int], Appraiser] = {}
    rows = Appraiser.objects.filter(season=card.season_id, agency_id__in=[card.agency_id])
    general = Appraiser.objects.filter(season=card.season_id, agency=None)
    for row in [*general, *rows]:
        named[row.area, row.order] = row
    return {area: order for (area, order), row in named.items() if row.user_id == user_id}


def require_appraiser(card: Scorecard, area: str, staff: StaffContext, now: datetime) -> int:
    """First or second; raises ``PermissionDenied`` for everybody else, and for the own agency."""
    order = orders_of(card, staff.user_id).get(area)
    # The office counts as held by oneself: it is never delegated.
    if order is None or not staff.has_role(Role.APPRAISER):
        raise PermissionDenied("appraiser")
    if policies.has_conflict(user_id=staff.user_id, card=card, today=timezone.localdate(now)):
        raise PermissionDenied("conflict")
    return order


@transaction.atomic
def give_opinion(
    *,
    scorecard: Scorecard,
    code: str,
    claim: Claim | None,
    staff: StaffContext,
    by: User,
    now: datetime,
) -> Opinion:
    """Appraise one criterion. ``claim`` None agrees: the first with the self-assessment (or, where there is none,
    with the computed points), the second with the first.

    When both agree the points are recognised; when they differ a motion is put before the council. Raises
    ``PermissionDenied`` and :class:`SeasonRefused` (``wrong_state``, ``returned``, ``first_missing``, ``settled``,
    ``reason_missing``, ``reason_code_missing``, ``nothing_to_accept`` and those of :func:`points_of`).
    """
    card = lock_card(scorecard)
    require_state(card.season, State.APPRAISAL)
    criterion = criterion_of(card, code)
    order = require_appraiser(card, criterion.area, staff, now)
    return _judge(_standing_of(card, now), criterion, order, claim, by, now)


@transaction.atomic
def agree_with_rest(*, scorecard: Scorecard, area: str, staff: StaffContext, by: User, now: datetime) -> int:
    """Agree on every criterion of an area that still waits for this person; answers on how many.

    The first appraiser's agreement leaves out what departs from the computed points: that wants a look at each.
    Raises ``PermissionDenied`` and :class:`SeasonRefused`.
    """
    card = lock_card(scorecard)
    require_state(card.season, State.APPRAISAL)
    order = require_appraiser(card, area, staff, now)
    waiting = waiting_codes(card, order, area, today=timezone.localdate(now))
    # Criteria do not depend on each other: what is known of all at the start serves for each.
    standing = _standing_of(card, now)
    computed = _points_by_code(card, Column.COMPUTED)
    count = 0
    for criterion in edition_of(card.season).criteria:
        if criterion.code in waiting:
            own = standing.basis.get(criterion.code)
            departs = own is None or (
                criterion.code in computed and computed[criterion.code].points != own.points
            )
            if order == SECOND or not departs:
                _judge(standing, criterion, order, None, by, now)
                count += 1
    return count


def basis_column(card: Scorecard) -> Column:
    """Whose points the first appraiser looks at: without self-assessment the computed ones."""
    return Column.COMPUTED if card.is_unassessed else Column.SELF


def waiting_codes(card: Scorecard, order: int, area: str | None = None, *, today: date) -> set[str]:
    """Criteria that wait for the first, or for the second appraiser; not what is with the agency for supplement."""
    newest = newest_opinions([card])
    settled = settled_codes(card)
    codes = {
        item.code
        for item in edition_of(card.season).criteria
        if is_scored_by_hand(item, card.block) and (area is None or item.area == area)
    }
    given = {code for (_card, code, at), _opinion in newest.items() if at == order}
    if order == SECOND:
        codes &= {code for (_card, code, at) in newest if at == FIRST}
    return codes - settled - given - returned_codes(card, codes, today=today)


def newest_opinions(cards: Collection[Scorecard]) -> dict[tuple[int, str, int], Opinion]:
    """The opinion that counts, by card id, criterion and order: the newest, unless the agency has changed points or
    documents of the criterion since. A fixed number of statements.
    """
    rows = Opinion.objects.filter(scorecard__in=[card.pk for card in cards])
    editions = {card.season.edition_id for card in cards}
    touched = touched_at([card.pk for card in cards])
    newest = (
        rows.filter(edition_id__in=editions)
        .select_related("by")
        .order_by("scorecard_id", "code", "order", "-id")
        .distinct("scorecard_id", "code", "order")
    )
    return {
        (row.scorecard_id, row.code, row.order): row
        for row in newest
        if row.at >= touched.get((row.scorecard_id, row.code), row.at)
    }


def current_opinions(card: Scorecard, code: str) -> list[Opinion]:
    """What first and second hold of a criterion, as far as it still counts, in their order."""
    newest = newest_opinions([card])
    return [newest[card.pk, code, order] for order in (FIRST, SECOND) if (card.pk, code, order) in newest]


def settled_codes(card: Scorecard) -> set[str]:
    """Criteria of a card as :func:`settled_by_card` says."""
    return settled_by_card(card.season, [card])[card.pk]


def unsettled_codes(season: Season) -> dict[str, list[str]]:
    """Criteria without a recognised score and without a motion, by agency; a fixed number of statements."""
    edition = edition_of(season)
    rows = list(list_scorecards(season))
    settled = settled_by_card(season, rows)
    return {
        row.agency.code: [
            item.code
            for item in edition.criteria
            if is_scored_by_hand(item, row.block) and item.code not in settled[row.pk]
        ]
        for row in rows
    }


def settled_by_card(season: Season, rows: Collection[Scorecard]) -> dict[int, set[str]]:
    """Criteria that both agreed on, that the council decided or that lie before it, by card id; what the agency has
    changed since is none of these. Four statements.
    """
    ids = [row.pk for row in rows]
    touched = touched_at(ids)
    recognised = newest_entries(season, [Column.APPRAISED, Column.COUNCIL], scorecards=rows)
    motions = Motion.objects.filter(scorecard__in=ids, state=MotionState.OPEN)
    settled: dict[int, set[str]] = defaultdict(set)
    for card_id, code, at in (
        *((entry.scorecard_id, entry.code, entry.at) for entry in recognised),
        *motions.values_list("scorecard_id", "code", "opened_at"),
    ):
        if at >= touched.get((card_id, code), at):
            settled[card_id].add(code)
    return settled


@dataclass(frozen=True, kw_only=True)
class _Standing:
    """How far a card is in the appraisal, under its lock; by code of the criterion."""

    card: Scorecard
    settled: set[str]
    opinions: Mapping[tuple[int, str, int], Opinion]
    returned: Mapping[str, Supplement]
    basis: Mapping[str, ScoreEntry]

    def opinion(self, code: str, order: int) -> Opinion | None:
        return self.opinions.get((self.card.pk, code, order))

    def supplement(self, code: str) -> Supplement | None:
        """What returned the criterion, by itself or with the whole card."""
        return self.returned.get(code) or self.returned.get("")


def _standing_of(card: Scorecard, now: datetime) -> _Standing:
    supplements = open_supplements(today=timezone.localdate(now)).filter(scorecard=card)
    return _Standing(
        card=card,
        settled=settled_codes(card),
        opinions=newest_opinions([card]),
        returned={row.code: row for row in reversed(list(supplements))},
        basis=_points_by_code(card, basis_column(card)),
    )


def _judge(
    standing: _Standing, criterion: Criterion, order: int, claim: Claim | None, by: User, now: datetime
) -> Opinion:
    card, code = standing.card, criterion.code
    same = standing.opinion(code, order)
    if code in standing.settled:
        if same is not None and same.by_id == by.pk and same.accepts == (claim is None):
            return same
        raise SeasonRefused("settled")
    returned = standing.supplement(code)
    if returned is not None:
        raise SeasonRefused("returned", due_on=returned.until)
    first = standing.opinion(code, FIRST)
    if order == SECOND and first is None:
        raise SeasonRefused("first_missing")
    if order == SECOND and first is not None and first.by_id == by.pk:
        raise PermissionDenied("same person twice")
    opinion = _opinion(standing, criterion, order, claim, first if order == SECOND else None)
    if same is not None and same.by_id == by.pk and _says(same) == _says(opinion):
        return same
    opinion.by, opinion.at = by, now
    opinion.save(force_insert=True)
    if order == SECOND and first is not None:
        _conclude(card, criterion, first, opinion, now)
    note_card(card, "appraisal.opinion", by, now, code=code, order=str(order))
    return opinion


def _says(opinion: Opinion) -> tuple[object, ...]:
    return opinion.points, opinion.inputs, opinion.accepts, opinion.reason, opinion.reason_code


def _opinion(
    standing: _Standing, criterion: Criterion, order: int, claim: Claim | None, first: Opinion | None
) -> Opinion:
    card = standing.card
    points, inputs = _worth(standing, criterion, claim, first)
    if claim is not None and not claim.reason.strip():
        raise SeasonRefused("reason_missing")
    if claim is not None and not claim.reason_code:
        raise SeasonRefused("reason_code_missing")
    return Opinion(
        scorecard=card,
        edition_id=card.season.edition_id,
        code=criterion.code,
        order=order,
        points=points,
        inputs=inputs,
        accepts=claim is None,
        reason=claim.reason.strip() if claim else "",
        reason_code=claim.reason_code if claim else "",
    )


def _worth(
    standing: _Standing, criterion: Criterion, claim: Claim | None, first: Opinion | None
) -> tuple[Fraction | None, dict[str, object]]:
    if claim is not None:
        return points_of(criterion, claim), write_inputs({} if claim.not_applicable else claim.inputs)
    if first is not None:
        return first.points, first.inputs
    own = standing.basis.get(criterion.code)
    if own is None:
        raise SeasonRefused("nothing_to_accept")
    return own.points, own.inputs


def _conclude(card: Scorecard, criterion: Criterion, first: Opinion, second: Opinion, now: datetime) -> None:
    # What still lies before the council is about points or documents that the agency has changed since.
    withdraw_motion(card, criterion.code, second.by, now)
    if first.points == second.points:
        add_entry(
            card=card,
            code=criterion.code,
            column=Column.APPRAISED,
            points=first.points,
            inputs={name: read_figure(value) for name, value in first.inputs.items()},
            reason=first.reason,
            reason_code=first.reason_code,
            by=second.by,
            now=now,
            anew=True,
        )
        return
    open_motion(
        card=card,
        code=criterion.code,
        kind=MotionKind.DIFFERENCE,
        question="\n".join(text for text in (first.reason, second.reason) if text),
        options=[
            option("first", first.points, first.inputs),
            option("second", second.points, second.inputs),
        ],
        by=second.by,
        now=now,
    )


def _points_by_code(card: Scorecard, column: str) -> dict[str, ScoreEntry]:
    return {row.code: row for row in newest_entries(card.season, [column], scorecards=[card])}
