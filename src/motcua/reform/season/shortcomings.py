"""What inspections take away: a shortcoming lowers or empties the criterion it names, in the final column."""

from motcua.reform.rules.edition import Edition
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.queries import Held


def reduced(
    season: Season, rows: list[Scorecard], sheets: dict[int, dict[str, Held]], edition: Edition
) -> None:
    """Lower the points of ``sheets`` (by scorecard id) in place."""
