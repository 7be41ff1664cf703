"""What inspections take away: a shortcoming lowers or empties the criterion it names, in the final column."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from django.urls import reverse

from motcua.reform.inspections.api import Effect, effects_by_agency
from motcua.reform.season.choices import BY_DECISION, State
from motcua.reform.season.models import KeptEffect, Scorecard, Season
from motcua.reform.season.queries import Held

VETO = "veto"


def reduced(season: Season, rows: Iterable[Scorecard], sheets: dict[int, dict[str, Held]]) -> None:
    """Lower the points of ``sheets`` (by scorecard id) in place, keeping which shortcomings did it.

    What was decided after the publication stands as it was decided.
    """
    effects = (
        _kept(season) if season.state in (State.FINAL, State.PUBLISHED) else effects_by_agency(season.year)
    )
    for row in rows:
        sheet = sheets[row.pk]
        for effect in effects.get(row.agency.code, []):
            cell = sheet.get(effect.criterion)
            if cell is not None and cell.points is not None and not _is_decided(cell):
                sheet[effect.criterion] = replace(
                    cell,
                    points=lowered(cell.points, effect),
                    shortcomings=(*cell.shortcomings, (str(effect.shortcoming), effect.url)),
                )


def keep_effects(season: Season, *, at: datetime) -> None:
    """Write down what inspections take away, once, as it stands when the round closes ``at``."""
    found = effects_by_agency(season.year, at=at)
    KeptEffect.objects.bulk_create(
        KeptEffect(
            scorecard=card,
            code=effect.criterion,
            kind=effect.kind,
            points=effect.points,
            shortcoming=effect.shortcoming,
        )
        for card in season.scorecards.select_related("agency")
        for effect in found.get(card.agency.code, [])
    )


def forget_effects(season: Season) -> None:
    """The council sits again: inspections count as they stand."""
    KeptEffect.objects.filter(scorecard__season=season).delete()


def _kept(season: Season) -> Mapping[str, list[Effect]]:
    found: dict[str, list[Effect]] = {}
    rows = KeptEffect.objects.filter(scorecard__season=season).select_related("scorecard__agency")
    for row in rows.order_by("code", "pk"):
        url = reverse("inspections:shortcoming", args=[row.shortcoming])
        effect = Effect(row.code, row.kind, row.points or Fraction(0), row.shortcoming, url)
        found.setdefault(row.scorecard.agency.code, []).append(effect)
    return found


def _is_decided(cell: Held) -> bool:
    return cell.entry is not None and cell.entry.reason_code == BY_DECISION


def lowered(points: Fraction, effect: Effect) -> Fraction:
    """Nothing at a veto, otherwise so many points less, never below nothing."""
    return Fraction(0) if effect.kind == VETO else max(Fraction(0), points - effect.points)
