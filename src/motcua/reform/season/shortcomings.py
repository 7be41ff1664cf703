"""What inspections take away: a shortcoming lowers or empties the criterion it names, in the final column."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from motcua.reform.inspections.api import Effect, effects_by_agency
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.queries import Held

VETO = "veto"


def reduced(season: Season, rows: Iterable[Scorecard], sheets: dict[int, dict[str, Held]]) -> None:
    """Lower the points of ``sheets`` (by scorecard id) in place, keeping which shortcomings did it."""
    effects = effects_by_agency(season.year)
    for row in rows:
        sheet = sheets[row.pk]
        for effect in effects.get(row.agency.code, []):
            cell = sheet.get(effect.criterion)
            if cell is not None and cell.points is not None:
                sheet[effect.criterion] = replace(
                    cell,
                    points=lowered(cell.points, effect),
                    shortcomings=(*cell.shortcomings, (str(effect.shortcoming), effect.url)),
                )


def lowered(points: Fraction, effect: Effect) -> Fraction:
    """Nothing at a veto, otherwise so many points less, never below nothing."""
    return Fraction(0) if effect.kind == VETO else max(Fraction(0), points - effect.points)
