"""The criteria that a shortcoming can name, and how far its effect may go."""

from collections.abc import Mapping

from motcua.reform.editions.api import EditionState, IndexEdition, list_editions, reading
from motcua.reform.inspections.choices import EffectKind
from motcua.reform.inspections.models import Inspection, Shortcoming
from motcua.reform.inspections.numbers import PLACES
from motcua.reform.inspections.presentation import points_text
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.numbers import round_half_up

_WEIGHT = {EffectKind.NONE: 0, EffectKind.REDUCE: 1, EffectKind.VETO: 2}


def edition_of(year: int) -> Edition | None:
    """The edition in force for the year, or the newest before it."""
    known = list_editions().filter(state=EditionState.PUBLISHED, year__lte=year)
    edition: IndexEdition | None = known.defer(None).first()
    return reading(edition) if edition else None


def criteria_of(year: int) -> Mapping[str, Criterion]:
    """Criteria by code of :func:`edition_of`; none without an edition."""
    edition = edition_of(year)
    return {each.code: each for each in edition.criteria} if edition else {}


def most_of(criterion: Criterion) -> str:
    """Its points as the language of the page writes them."""
    return points_text(round_half_up(criterion.points, PLACES))


def check_criterion(shortcoming: Shortcoming, inspection: Inspection) -> None:
    """Raises :class:`InspectionRefused`: ``criterion_unknown``, ``effect_elsewhere``, ``points_exceed``.

    An effect falls on the inspected agency alone: nobody else is heard before the conclusion.
    """
    known = criteria_of(shortcoming.effect_year)
    criterion = known.get(shortcoming.criterion)
    if known and shortcoming.criterion and criterion is None:
        raise InspectionRefused("criterion_unknown", criterion=shortcoming.criterion)
    if shortcoming.effect == EffectKind.NONE:
        return
    if shortcoming.owner_agency_id != inspection.subject_agency_id:
        raise InspectionRefused("effect_elsewhere")
    points = shortcoming.effect_points
    if criterion is not None and points is not None and points > criterion.points:
        raise InspectionRefused("points_exceed", most=most_of(criterion))


def is_harsher(after: Shortcoming, before: Shortcoming) -> bool:
    """Does the change burden the inspected side with something it has not been heard on?"""
    if (after.owner_agency_id, after.owner_unit_id) != (before.owner_agency_id, before.owner_unit_id):
        return True
    if after.deadline < before.deadline or after.effect == EffectKind.NONE:
        return after.deadline < before.deadline
    weight, former = _WEIGHT[EffectKind(after.effect)], _WEIGHT[EffectKind(before.effect)]
    more = (after.effect_points or 0) > (before.effect_points or 0) and after.effect == EffectKind.REDUCE
    lasts = before.effect_until_closed and not after.effect_until_closed
    return weight > former or more or lasts or after.criterion != before.criterion
