"""What would lift an agency and by how much. Only rules that never punish doing better.

Of a finished year this is what would have been: any figure may be thought otherwise. Of a running :class:`Year` it is
what can still be done: what has happened stays, and only cases still to come count.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from motcua.reform.rules.edition import Band, Criterion, Edition, Extra
from motcua.reform.rules.index import Card, Result, band_of, compute
from motcua.reform.rules.robustness import index_without
from motcua.reform.rules.scoring import BadInput, Figure, Inputs, MissingInput, Motion, Rest, Rule, Step
from motcua.reform.rules.scoring.opinions import Trend

ZERO = Fraction(0)
FigureTable = Mapping[str, Inputs]
# What a bonus or a penalty counts.
CASES = "cases"
# A shorter part of the year says little about its pace.
_TELLING = Fraction(1, 12)


@dataclass(frozen=True, kw_only=True)
class Year:
    """A running year, counted from ``first`` to ``today``. ``motions`` say by criterion how its cases move (settled
    where nothing is said), ``former`` are last year's figures.
    """

    first: date
    today: date
    last: date
    motions: Mapping[str, Motion] = field(default_factory=dict, hash=False)
    former: FigureTable = field(default_factory=dict, hash=False)

    @property
    def elapsed(self) -> Fraction:
        """The share of the year that has passed, its present day included: above 0, at most 1."""
        return Fraction((self.today - self.first).days + 1, (self.last - self.first).days + 1)

    def rest(self, criterion: Criterion, inputs: Inputs) -> Rest:
        """What the criterion can still hope for. Raises :class:`MissingInput` and :class:`BadInput`."""
        motion = self.motions.get(criterion.code, Motion.SETTLED)
        return Rest(today=self.today, last=self.last, motion=motion, coming=self._coming(criterion, inputs))

    def _coming(self, criterion: Criterion, inputs: Inputs) -> Fraction:
        """Whole cases still to come, at the pace of this year; in its first month at that of the year before."""
        former = self.former.get(criterion.code)
        if self.elapsed < _TELLING and former is not None:
            a_year = _cases(criterion.rule, former)
            if a_year is not None:
                return Fraction(a_year * (1 - self.elapsed) // 1)
        so_far = _cases(criterion.rule, inputs) or ZERO
        return Fraction(so_far * (1 - self.elapsed) / self.elapsed // 1)


def _cases(rule: Rule, inputs: Inputs) -> Fraction | None:
    try:
        return rule.cases(inputs)
    except (BadInput, MissingInput):
        return None


@dataclass(frozen=True, kw_only=True)
class Action:
    """One change of one figure and what it brings: points of the criterion, index points, the index after it.

    Of a bonus or a penalty ``criterion`` is its code and ``input`` is :data:`CASES`; its points are index points.
    ``total`` is what a share is taken of, before and after: more where cases are still to come. ``instead_of`` is the
    figure that falls by as much as this one rises.
    """

    criterion: str
    input: str
    before: Figure
    after: Figure
    points: Fraction
    gain: Fraction
    index: Decimal
    total: tuple[Fraction, Fraction] | None = None
    instead_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What a criterion still has to give: points now, the most that can be reached, and the index points that lie
    between; ``full`` is what the criterion is worth.
    """

    criterion: str
    points: Fraction
    most: Fraction
    full: Fraction
    gain: Fraction


@dataclass(frozen=True, kw_only=True)
class Way:
    """The fewest actions that reach a band, greatest gain first; ``reached`` is False when all together do not.
    The ``index`` of an action is the one after it and all that were taken before it.
    """

    band: Band
    actions: tuple[Action, ...]
    index: Decimal
    reached: bool


def with_points(card: Card, code: str, points: Fraction | None) -> Card:
    """The same card with other points for one criterion."""
    return replace(card, scores={**card.scores, code: points})


def with_cases(card: Card, code: str, number: int) -> Card:
    """The same card with another number of cases of one bonus or penalty."""
    return replace(card, extras={**card.extras, code: number})


def reachable(
    edition: Edition, card: Card, figures: FigureTable | None = None, *, year: Year | None = None
) -> list[Reach]:
    """What the most points in each applicable criterion would bring, greatest gain first.

    The most is full points; in a running ``year`` what ``figures`` and the days that are left still allow.
    """
    most = _all_points(edition, card) if year is None else _still_possible(edition, card, figures or {}, year)
    present = compute(edition, card).index
    found = [
        Reach(
            criterion=criterion.code,
            points=card.scores.get(criterion.code) or ZERO,
            most=most[criterion.code],
            full=criterion.points,
            gain=compute(edition, with_points(card, criterion.code, most[criterion.code])).index - present,
        )
        for criterion in applicable(edition, card)
    ]
    return sorted(found, key=lambda reach: (-reach.gain, reach.criterion))


def _all_points(edition: Edition, card: Card) -> dict[str, Fraction]:
    return {criterion.code: criterion.points for criterion in applicable(edition, card)}


def _still_possible(edition: Edition, card: Card, figures: FigureTable, year: Year) -> dict[str, Fraction]:
    """The most points by criterion; those on the change since last year follow from the most of all others."""
    most: dict[str, Fraction] = {}
    for criterion in applicable(edition, card):
        points, inputs = card.scores.get(criterion.code) or ZERO, figures.get(criterion.code)
        most[criterion.code] = max(
            points, _most_of(criterion, inputs, year) - taken_off(criterion, card, inputs)
        )
    best = replace(card, scores={**card.scores, **most})
    for criterion in applicable(edition, card):
        inputs = figures.get(criterion.code)
        if criterion.rule.kind == Trend.kind and inputs:
            after = {**inputs, "present": index_without(edition, best, [criterion.code])}
            points = (criterion.rule.score(after).points or ZERO) - taken_off(criterion, card, inputs)
            most[criterion.code] = max(most[criterion.code], points)
    return most


def _most_of(criterion: Criterion, inputs: Inputs | None, year: Year) -> Fraction:
    """Points set without figures can still become all of them."""
    if not inputs:
        return criterion.points
    try:
        return criterion.rule.most(inputs, year.rest(criterion, inputs))
    except (BadInput, MissingInput):
        return criterion.points


def taken_off(criterion: Criterion, card: Card, inputs: Inputs | None) -> Fraction:
    """By how much the points were set lower than the figures say: better figures do not bring that back."""
    if not inputs:
        return ZERO
    try:
        said = criterion.rule.score(inputs).points or ZERO
    except (BadInput, MissingInput):
        return ZERO
    return max(ZERO, said - (card.scores.get(criterion.code) or ZERO))


def applicable(edition: Edition, card: Card) -> Iterator[Criterion]:
    """Criteria of the agency's block that are not left out as not applicable."""
    for criterion in edition.criteria:
        if criterion.applies_to(card.block) and card.scores.get(criterion.code, ZERO) is not None:
            yield criterion


def actions(edition: Edition, card: Card, figures: FigureTable, *, year: Year | None = None) -> list[Action]:
    """Single changes that lift the index, greatest gain first; ``figures`` are the present inputs by criterion.

    In a running ``year`` only those that it still allows. A criterion without figures, or with ones its rule cannot
    read, offers none.
    """
    present = compute(edition, card).index
    found = [
        action
        for criterion in applicable(edition, card)
        for action in _actions_of(edition, card, criterion, figures.get(criterion.code), present, year)
    ]
    for kind in (*edition.bonuses, *edition.penalties):
        found += _extra_actions(edition, card, kind, year)
    return sorted(found, key=lambda action: (-action.gain, action.criterion, action.input))


def _actions_of(
    edition: Edition,
    card: Card,
    criterion: Criterion,
    inputs: Inputs | None,
    present: Fraction,
    year: Year | None,
) -> Iterator[Action]:
    had = card.scores.get(criterion.code) or ZERO
    lost = taken_off(criterion, card, inputs)
    for step in _steps(criterion, inputs, year):
        points = max(ZERO, step.points - lost)
        after = compute(edition, with_points(card, criterion.code, points))
        if after.index > present:
            yield Action(
                criterion=criterion.code,
                input=step.input,
                before=step.before,
                after=step.after,
                points=points - had,
                gain=after.index - present,
                index=after.shown,
                total=step.total,
                instead_of=step.instead_of,
            )


def _steps(criterion: Criterion, inputs: Inputs | None, year: Year | None) -> list[Step]:
    if inputs is None:
        return []
    try:
        if year is None:
            return list(criterion.rule.steps(inputs))
        return list(criterion.rule.chances(inputs, year.rest(criterion, inputs)))
    except (BadInput, MissingInput):
        return []


def _extra_actions(edition: Edition, card: Card, kind: Extra, year: Year | None) -> Iterator[Action]:
    """One more award, and all that count; one fewer of the cases that count, and none. A running year's cases stay."""
    most, had = math.ceil(kind.cap / kind.each), card.extras.get(kind.code, 0)
    if kind in edition.bonuses:
        yield from _other_cases(edition, card, kind, sorted({had + 1, most}))
    elif year is None and had:
        yield from _other_cases(edition, card, kind, sorted({min(had, most) - 1, 0}, reverse=True))


def _other_cases(edition: Edition, card: Card, kind: Extra, numbers: Sequence[int]) -> Iterator[Action]:
    present, had = compute(edition, card), card.extras.get(kind.code, 0)
    for number in numbers:
        after = compute(edition, with_cases(card, kind.code, number))
        if after.index > present.index:
            points = after.bonus - after.penalty - present.bonus + present.penalty
            yield Action(
                criterion=kind.code,
                input=CASES,
                before=Fraction(had),
                after=Fraction(number),
                points=points,
                gain=after.index - present.index,
                index=after.shown,
            )


def next_band(edition: Edition, card: Card) -> Band | None:
    """The class above the present one, by the index alone; None in the highest."""
    bands = edition.settings.bands
    place = bands.index(band_of(edition, compute(edition, card).shown))
    return bands[place - 1] if place else None


def way_to(
    edition: Edition, card: Card, figures: FigureTable, band: Band, *, year: Year | None = None
) -> Way:
    """The fewest single actions with which ``card`` reaches ``band``; a criterion may take several of them, and
    steps of one figure are told as one action.

    Gains add up while the maximum stays the same, so taking the greatest first is the fewest.
    """
    left = dict(figures)
    kinds = {kind.code: kind for kind in (*edition.bonuses, *edition.penalties)}

    def greatest(code: str) -> Action | None:
        if code in kinds:
            offers = _extra_actions(edition, card, kinds[code], year)
        else:
            present, inputs = compute(edition, card).index, left.get(code)
            offers = _actions_of(edition, card, edition.criterion(code), inputs, present, year)
        return max(offers, key=lambda action: action.gain, default=None)

    best = {code: greatest(code) for code in (*(item.code for item in applicable(edition, card)), *kinds)}
    taken: dict[tuple[str, str, str], Action] = {}
    shown = compute(edition, card).shown
    while Fraction(shown) < band.lower:
        action = max((offer for offer in best.values() if offer), key=lambda offer: offer.gain, default=None)
        if action is None:
            break
        code = action.criterion
        card, left = _taken(card, left, action, is_extra=code in kinds)
        shown = compute(edition, card).shown
        key = (code, action.input, action.instead_of)
        taken[key] = _joined(taken.get(key), replace(action, index=shown))
        # The index stops at 0 and 100, so what an award or a case brings depends on the rest.
        best |= {changed: greatest(changed) for changed in (code, *kinds)}
    found = sorted(taken.values(), key=lambda action: (-action.gain, action.criterion, action.input))
    return Way(band=band, actions=tuple(found), index=shown, reached=Fraction(shown) >= band.lower)


def _taken(
    card: Card, figures: FigureTable, action: Action, *, is_extra: bool
) -> tuple[Card, dict[str, Inputs]]:
    """Card and figures after an action."""
    code = action.criterion
    if is_extra:
        return with_cases(card, code, int(str(action.after))), dict(figures)
    points = (card.scores.get(code) or ZERO) + action.points
    return with_points(card, code, points), {**figures, code: _after(figures[code], action)}


def _after(inputs: Inputs, action: Action) -> Inputs:
    """Figures from which the next step is taken; none where the action holds all cases still to come."""
    if action.total is not None and action.total[0] != action.total[1]:
        return {}
    step = Step(action.input, action.before, action.after, action.points, instead_of=action.instead_of)
    return step.applied(inputs)


def _joined(former: Action | None, action: Action) -> Action:
    if former is None:
        return action
    return replace(
        action, before=former.before, points=former.points + action.points, gain=former.gain + action.gain
    )


def most_index(
    edition: Edition, card: Card, figures: FigureTable | None = None, *, year: Year | None = None
) -> Decimal:
    """The index, as it is shown, when every criterion has the most that :func:`reachable` names, and all bonuses are
    earned; penalties only of a finished year may be thought away.
    """
    for reach in reachable(edition, card, figures, year=year):
        card = with_points(card, reach.criterion, reach.most)
    for bonus in edition.bonuses:
        card = with_cases(card, bonus.code, math.ceil(bonus.cap / bonus.each))
    for penalty in edition.penalties if year is None else ():
        card = with_cases(card, penalty.code, 0)
    return compute(edition, card).shown


def span(edition: Edition, card: Card, unknown: Collection[str]) -> tuple[Result, Result]:
    """The whole card at its worst and at its best: criteria of ``unknown`` with no points, and with all of theirs."""
    worst = dict.fromkeys(unknown, ZERO)
    best = {code: edition.criterion(code).points for code in unknown}
    low, high = (replace(card, scores={**card.scores, **points}) for points in (worst, best))
    return compute(edition, low), compute(edition, high)
