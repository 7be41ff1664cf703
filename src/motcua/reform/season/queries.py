"""Reading seasons and what stands on scorecards."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from motcua.platform.indicators.api import Period
from motcua.reform.editions.api import reading
from motcua.reform.rules.edition import Edition, read_figure
from motcua.reform.rules.scoring import Inputs
from motcua.reform.season.appraisal_models import Motion
from motcua.reform.season.choices import UNKNOWN, CardState, Column, State
from motcua.reform.season.models import ExtraEntry, MetricValue, Scorecard, ScoreEntry, Season


@dataclass(frozen=True, kw_only=True)
class Held:
    """What stands in one cell of a card: points (None: not applicable) and the figures behind them.

    ``is_unmeasured`` says that no figure could be had, so that the criterion says nothing of the agency.
    ``shortcomings`` are id and address of what an inspection took points off for.
    """

    points: Fraction | None
    inputs: Inputs = field(default_factory=dict, hash=False)
    entry: ScoreEntry | None = field(default=None, hash=False, compare=False)
    is_unmeasured: bool = False
    shortcomings: tuple[tuple[str, str], ...] = ()


def list_seasons() -> QuerySet[Season]:
    """All rounds, newest year first."""
    return Season.objects.select_related("edition", "standing_body").order_by("-year")


def season_of(year: int) -> Season | None:
    """The round that rates ``year``, or None."""
    return list_seasons().filter(year=year).first()


def get_season(uuid: UUID | str) -> Season:
    """Raises ``Season.DoesNotExist``."""
    return list_seasons().get(uuid=uuid)


def edition_of(season: Season) -> Edition:
    """The edition in force in the season, ready to compute."""
    return reading(season.edition)


def period_of(season: Season) -> Period:
    """The rated year."""
    return Period(start=date(season.year, 1, 1), end=date(season.year, 12, 31))


def due_day(season: Season, step: str) -> date | None:
    """The last day of a step."""
    return season.dates.filter(step=step).values_list("due_on", flat=True).first()


def former_season(season: Season) -> Season | None:
    """The last published round of an earlier year."""
    return list_seasons().filter(year__lt=season.year, state=State.PUBLISHED).first()


def list_scorecards(season: Season) -> QuerySet[Scorecard]:
    """The cards of a season by agency."""
    return season.scorecards.select_related("agency", "season__edition").order_by("agency__code")


def list_motions(season: Season) -> list[Motion]:
    """Every item that was put before the council, by its state and agency, with its votes. Two statements."""
    rows = Motion.objects.filter(scorecard__season=season).select_related(
        "scorecard__agency", "scorecard__season__edition"
    )
    return list(rows.prefetch_related("votes").order_by("state", "scorecard__agency__code", "code"))


def newest_entries(
    season: Season, columns: Collection[str], *, scorecards: Iterable[Scorecard] | None = None
) -> list[ScoreEntry]:
    """The entry that counts of every criterion, column and card, under the season's edition: one statement.

    What was drafted on a card that went on without self-assessment counts for nothing: nobody signed it. Where a
    figure is not known any more, nothing computed stands.
    """
    rows = ScoreEntry.objects.filter(column__in=list(columns), edition_id=season.edition_id)
    if Column.SELF in columns:
        rows = rows.exclude(column=Column.SELF, scorecard__state=CardState.UNASSESSED)
    if scorecards is None:
        rows = rows.filter(scorecard__season=season)
    else:
        rows = rows.filter(scorecard__in=[card.pk for card in scorecards])
    newest = rows.order_by("scorecard_id", "column", "code", "-id").distinct("scorecard_id", "column", "code")
    return [row for row in newest if row.reason_code != UNKNOWN]


def list_history(scorecard: Scorecard, code: str) -> QuerySet[ScoreEntry]:
    """Every entry of a criterion in all columns, newest first; also those of an edition that was replaced.

    Whoever shows them to others than the agency asks :func:`without_draft` before.
    """
    return scorecard.entries.filter(code=code).select_related("by", "correction").order_by("-id")


def without_draft(entries: QuerySet[ScoreEntry]) -> QuerySet[ScoreEntry]:
    """Leaves out what an agency drafted and never signed."""
    return entries.exclude(column=Column.SELF, scorecard__state=CardState.UNASSESSED)


def newest_extras(season: Season) -> dict[int, dict[str, int]]:
    """Cases of each bonus, penalty and lowering fact, by scorecard id: one statement."""
    rows = ExtraEntry.objects.filter(scorecard__season=season).order_by("scorecard_id", "code", "-id")
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows.distinct("scorecard_id", "code").values_list("scorecard_id", "code", "cases"):
        found[row[0]][row[1]] = row[2]
    return found


def metrics_of(season: Season, *, agency_id: int) -> dict[str, MetricValue]:
    """The figures of one agency by their indicator."""
    return {row.key: row for row in season.metrics.filter(agency_id=agency_id).defer("records")}


def read_inputs(raw: Mapping[str, Any]) -> Inputs:
    """Figures as they are kept in an entry, as the rules read them."""
    return {name: read_figure(value) for name, value in raw.items()}


def held(entry: ScoreEntry) -> Held:
    """What an entry says."""
    return Held(points=entry.points, inputs=read_inputs(entry.inputs), entry=entry)
