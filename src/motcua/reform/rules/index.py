"""The index of one agency: index = base ÷ applicable maximum × 100 + bonus − penalty, from 0 to 100.

Everything is a fraction; the one rounding happens in :attr:`Result.shown`, which ranks and bands read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from motcua.reform.rules.edition import Area, Band, Criterion, Edition, Extra, MissingPolicy
from motcua.reform.rules.numbers import clamp, round_half_up

ZERO, HUNDRED = Fraction(0), Fraction(100)
Scores = Mapping[str, Fraction | None]


@dataclass(frozen=True, kw_only=True)
class AreaResult:
    """Component index of an area (chỉ số thành phần); ``percent`` is None when nothing in it applies."""

    code: str
    points: Fraction
    maximum: Fraction

    @property
    def percent(self) -> Fraction | None:
        return self.points / self.maximum * HUNDRED if self.maximum else None


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one agency reaches in one column of scores."""

    base: Fraction
    maximum: Fraction
    bonus: Fraction
    penalty: Fraction
    areas: tuple[AreaResult, ...]
    precision: int
    band: Band = field(repr=False)

    @property
    def base_percent(self) -> Fraction:
        return self.base / self.maximum * HUNDRED if self.maximum else ZERO

    @property
    def index(self) -> Fraction:
        return clamp(self.base_percent + self.bonus - self.penalty, ZERO, HUNDRED)

    @property
    def shown(self) -> Decimal:
        return round_half_up(self.index, self.precision)


@dataclass(frozen=True, kw_only=True)
class Card:
    """What stands on an agency's card: points of each criterion (None: not applicable), cases outside the
    hundred points, facts that lower the class, and the peer block that says which criteria apply.

    A criterion that is absent from ``scores`` counts as zero points: nothing was shown for it. One of ``unmeasured``
    without points is left out above and below the line, however the edition reads "not applicable": no figure says
    anything of it, and nobody was asked to show it.
    """

    scores: Scores
    unmeasured: frozenset[str] = frozenset()
    extras: Mapping[str, int] = field(default_factory=dict)
    disqualified: tuple[str, ...] = ()
    block: str = ""


def compute(edition: Edition, card: Card, *, missing: MissingPolicy | None = None) -> Result:
    """The result of ``card``; ``missing`` stands in for the edition's policy (to see what it would change)."""
    policy = missing or edition.settings.missing
    areas = tuple(_area(area, card, policy) for area in edition.areas)
    base = sum((area.points for area in areas), ZERO)
    maximum = sum((area.maximum for area in areas), ZERO)
    bonus, penalty = _extras(edition.bonuses, card), _extras(edition.penalties, card)
    precision = edition.settings.precision
    percent = base / maximum * HUNDRED if maximum else ZERO
    shown = round_half_up(clamp(percent + bonus - penalty, ZERO, HUNDRED), precision)
    return Result(
        base=base,
        maximum=maximum,
        bonus=bonus,
        penalty=penalty,
        areas=areas,
        precision=precision,
        band=band_of(edition, shown, card.disqualified),
    )


def counted(criterion: Criterion, card: Card, policy: MissingPolicy) -> tuple[Fraction, Fraction]:
    """Points and maximum with which a criterion enters the sum."""
    if not criterion.applies_to(card.block):
        return ZERO, ZERO
    points = card.scores.get(criterion.code, ZERO)
    if points is not None:
        return points, criterion.points
    if policy == MissingPolicy.REBASE or criterion.code in card.unmeasured:
        return ZERO, ZERO
    return (criterion.points if policy == MissingPolicy.FULL else ZERO), criterion.points


def _area(area: Area, card: Card, policy: MissingPolicy) -> AreaResult:
    pairs = [counted(criterion, card, policy) for criterion in area.criteria]
    return AreaResult(
        code=area.code,
        points=sum((points for points, _most in pairs), ZERO),
        maximum=sum((most for _points, most in pairs), ZERO),
    )


def _extras(kinds: tuple[Extra, ...], card: Card) -> Fraction:
    """Each kind up to its own cap."""
    return sum((min(kind.cap, kind.each * card.extras.get(kind.code, 0)) for kind in kinds), ZERO)


def band_of(edition: Edition, shown: Decimal, disqualified: tuple[str, ...] = ()) -> Band:
    """The class of a displayed index, lowered by what disqualifies; never below the last class."""
    bands = edition.settings.bands
    place = next((at for at, band in enumerate(bands) if Fraction(shown) >= band.lower), len(bands) - 1)
    drops = {rule.code: rule.drops for rule in edition.settings.disqualifiers}
    fall = sum(drops.get(code, 0) for code in set(disqualified))
    return bands[min(place + fall, len(bands) - 1)]
