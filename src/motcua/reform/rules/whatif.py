"""What would lift an agency, by how much, and where the year is heading. Only rules that never punish doing better.

Of a finished year this is what would have been: any figure may be thought otherwise. Of a running :class:`Year` it is
what can still be done: what has happened stays, and only cases still to come count.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from motcua.reform.rules.edition import Band, Criterion, Edition
from motcua.reform.rules.index import Card, Result, band_of, compute
from motcua.reform.rules.robustness import index_without
from motcua.reform.rules.scoring import BadInput, Figure, Inputs, MissingInput, Motion, Rest, Step
from motcua.reform.rules.scoring.opinions import Trend

ZERO = Fraction(0)
FigureTable = Mapping[str, Inputs]
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

    def rest(self, code: str, inputs: Inputs) -> Rest:
        """What the criterion can still hope for."""
        motion = self.motions.get(code, Motion.SETTLED)
        return Rest(today=self.today, last=self.last, motion=motion, coming=self._coming(code, inputs))

    def _coming(self, code: str, inputs: Inputs) -> Fraction:
        """Whole cases still to come, at the pace of this year; in its first month at that of the year before."""
        former, so_far = self.former.get(code, {}).get("den"), inputs.get("den")
        if self.elapsed < _TELLING and isinstance(former, Fraction):
            return Fraction(former * (1 - self.elapsed) // 1)
        if not isinstance(so_far, Fraction):
            return ZERO
        return Fraction(so_far * (1 - self.elapsed) / self.elapsed // 1)


@dataclass(frozen=True, kw_only=True)
class Action:
    """One change of one figure and what it brings: points of the criterion, index points, the index after it.

    ``total`` is what a ratio is taken of, before and after, where cases still to come change it; ``instead_of`` the
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
        for criterion in _applicable(edition, card)
    ]
    return sorted(found, key=lambda reach: (-reach.gain, reach.criterion))


def _all_points(edition: Edition, card: Card) -> dict[str, Fraction]:
    return {criterion.code: criterion.points for criterion in _applicable(edition, card)}


def _still_possible(edition: Edition, card: Card, figures: FigureTable, year: Year) -> dict[str, Fraction]:
    """The most points by criterion; those on the change since last year follow from the most of all others."""
    most: dict[str, Fraction] = {}
    for criterion in _applicable(edition, card):
        points = card.scores.get(criterion.code) or ZERO
        most[criterion.code] = max(points, _most_of(criterion, figures.get(criterion.code), year))
    best = replace(card, scores={**card.scores, **most})
    for criterion in _applicable(edition, card):
        inputs = figures.get(criterion.code)
        if criterion.rule.kind == Trend.kind and inputs:
            after = {**inputs, "present": index_without(edition, best, [criterion.code])}
            points = criterion.rule.score(after).points or ZERO
            most[criterion.code] = max(most[criterion.code], points)
    return most


def _most_of(criterion: Criterion, inputs: Inputs | None, year: Year) -> Fraction:
    """Points set without figures can still become all of them."""
    if inputs is None:
        return criterion.points
    try:
        return criterion.rule.most(inputs, year.rest(criterion.code, inputs))
    except (BadInput, MissingInput):
        return criterion.points


def _applicable(edition: Edition, card: Card) -> Iterator[Criterion]:
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
        for criterion in _applicable(edition, card)
        for action in _actions_of(edition, card, criterion, figures.get(criterion.code), present, year)
    ]
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
    for step in _steps(criterion, inputs, year):
        after = compute(edition, with_points(card, criterion.code, step.points))
        if after.index > present:
            yield Action(
                criterion=criterion.code,
                input=step.input,
                before=step.before,
                after=step.after,
                points=step.points - had,
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
        return list(criterion.rule.chances(inputs, year.rest(criterion.code, inputs)))
    except (BadInput, MissingInput):
        return []


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
    offers = {item.code: _greatest(edition, card, item, left, year) for item in _applicable(edition, card)}
    taken: dict[tuple[str, str, str], Action] = {}
    shown = compute(edition, card).shown
    while Fraction(shown) < band.lower:
        action = max(
            (offer for offer in offers.values() if offer), key=lambda offer: offer.gain, default=None
        )
        if action is None:
            break
        code = action.criterion
        card = with_points(card, code, (card.scores.get(code) or ZERO) + action.points)
        shown = compute(edition, card).shown
        key = (code, action.input, action.instead_of)
        taken[key] = _joined(taken.get(key), replace(action, index=shown))
        left[code] = _after(left[code], action)
        offers[code] = _greatest(edition, card, edition.criterion(code), left, year)
    found = sorted(taken.values(), key=lambda action: (-action.gain, action.criterion, action.input))
    return Way(band=band, actions=tuple(found), index=shown, reached=Fraction(shown) >= band.lower)


def _greatest(
    edition: Edition, card: Card, criterion: Criterion, figures: FigureTable, year: Year | None
) -> Action | None:
    present, inputs = compute(edition, card).index, figures.get(criterion.code)
    offers = _actions_of(edition, card, criterion, inputs, present, year)
    return max(offers, key=lambda action: action.gain, default=None)


def _after(inputs: Inputs, action: Action) -> Inputs:
    """Figures from which the next step is taken; none where the action holds all cases still to come."""
    step = Step(action.input, action.before, action.after, action.points, instead_of=action.instead_of)
    return {} if action.total is not None else step.applied(inputs)


def _joined(former: Action | None, action: Action) -> Action:
    if former is None:
        return action
    return replace(
        action, before=former.before, points=former.points + action.points, gain=former.gain + action.gain
    )


def most_index(
    edition: Edition, card: Card, figures: FigureTable | None = None, *, year: Year | None = None
) -> Decimal:
    """The index, as it is shown, when every criterion has the most that :func:`reachable` names."""
    for reach in reachable(edition, card, figures, year=year):
        card = with_points(card, reach.criterion, reach.most)
    return compute(edition, card).shown


def span(edition: Edition, card: Card, unknown: Collection[str]) -> tuple[Result, Result]:
    """The whole card at its worst and at its best: criteria of ``unknown`` with no points, and with all of theirs."""
    worst = dict.fromkeys(unknown, ZERO)
    best = {code: edition.criterion(code).points for code in unknown}
    low, high = (replace(card, scores={**card.scores, **points}) for points in (worst, best))
    return compute(edition, low), compute(edition, high)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """One criterion at the end of the year if it goes on as in the part that has passed; ``until`` is the last day on
    which what is missing can still be done, and ``expected`` trusts that it is.
    """

    criterion: str
    points: Fraction | None
    expected: Fraction | None
    until: date | None = None


def forecast(edition: Edition, card: Card, figures: FigureTable, *, year: Year) -> list[Forecast]:
    """Points now and at the end of the year, by criterion. Shares stay as they are, counted events and things grow
    with the year, and what is due on a day that has not passed is taken as done by then.
    """
    return [
        _forecast(criterion, card, figures.get(criterion.code), year)
        for criterion in edition.criteria
        if criterion.applies_to(card.block)
    ]


def _forecast(criterion: Criterion, card: Card, inputs: Inputs | None, year: Year) -> Forecast:
    code, rule = criterion.code, criterion.rule
    points = card.scores.get(code, ZERO)
    expected, until = points, None
    if inputs is not None:
        try:
            rest = year.rest(code, inputs)
            until = rule.still_open(inputs, rest)
            expected = rule.score(rule.projected(inputs, year.elapsed)).points
            expected = rule.most(inputs, rest) if until else expected
        except (BadInput, MissingInput):
            until = None
    return Forecast(criterion=code, points=points, expected=expected, until=until)


def expected_card(card: Card, forecasts: Sequence[Forecast]) -> Card:
    """The card that the forecasts add up to."""
    return replace(card, scores={**card.scores, **{item.criterion: item.expected for item in forecasts}})
