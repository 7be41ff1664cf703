"""Seasons that were held before this system: scorecards, points of all columns and frozen figures, taken over.

The record is a JSON document::

    {"year": 2022, "standing_body": "SNV", "opened_on": "2022-12-01", "frozen_on": "2022-12-31",
     "submitted_on": "2023-01-12", "appraised_on": "2023-02-10", "final_on": "2023-02-24",
     "agencies": {"SKHCN": {
         "block": "with_dossiers",
         "scores": {"1.1": {"inputs": {"on": "2022-01-20"}, "self": "1", "appraised": "1", "council": "1",
                            "computed": "1", "reason": "…", "appraised_reason": "…"}},
         "extras": {"B1": {"cases": 1, "reason": "…"}},
         "metrics": {"dvc.closed": {"value": "1200", "records": [{"key": "…", "label": "…", "url": ""}]}}}}}

In ``scores`` a column that is left out has no entry; ``null`` is "not applicable"; ``"rule"`` means: what the rule
gives for ``inputs``. ``self_inputs`` and ``appraised_inputs`` stand in for ``inputs`` in their columns.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Agency, agency_by_code
from motcua.reform.editions.api import IndexEdition, published_edition
from motcua.reform.rules.edition import Edition, read_figure
from motcua.reform.rules.numbers import exact
from motcua.reform.season.choices import CardState, Column, State
from motcua.reform.season.models import ExtraEntry, MetricValue, Scorecard, ScoreEntry, Season
from motcua.reform.season.queries import edition_of, list_scorecards, season_of
from motcua.reform.season.services.rounds import note, start_season
from motcua.reform.season.services.trends import settle_trends

log = structlog.get_logger(__name__)
Raw = Mapping[str, Any]
_WHEN: Final = {
    Column.COMPUTED: "frozen_on",
    Column.SELF: "submitted_on",
    Column.APPRAISED: "appraised_on",
    Column.COUNCIL: "final_on",
}
BY_RULE: Final = "rule"


class TakeoverRefused(ValueError):
    """The record does not fit the edition; the message says where."""


@transaction.atomic
def take_over(*, record: Raw, now: datetime) -> Season:
    """The season of a record, ready to be published (state final). Taken over before, it is answered as it is.

    A season that was begun and computed here keeps that and gets the columns that the record adds.
    Raises :class:`TakeoverRefused`. Some 5,000 rows in a few statements.
    """
    known = season_of(record["year"])
    if known is not None and known.state in (State.FINAL, State.PUBLISHED):
        return known
    edition = published_edition(record["year"])
    if edition is None:
        raise TakeoverRefused(f"no edition of {record['year']}")
    season = _season(record, edition, now)
    cards = {row.agency.code: row for row in season.scorecards.select_related("agency")}
    values = edition_of(season)
    ScoreEntry.objects.bulk_create(list(_entries(record, season, values, cards)), batch_size=2000)
    ExtraEntry.objects.bulk_create(list(_extras(record, cards)))
    MetricValue.objects.bulk_create(
        list(_metrics(record, season, cards)), batch_size=2000, ignore_conflicts=True
    )
    settle_trends(season, list(list_scorecards(season)), _moment(record["final_on"]), is_record=True)
    log.info("season_taken_over", year=season.year, agencies=len(cards))
    return season


def _season(record: Raw, edition: IndexEdition, now: datetime) -> Season:
    agencies = Agency.objects.filter(code__in=record["agencies"])
    if agencies.count() != len(record["agencies"]):
        raise TakeoverRefused("unknown agency")
    opened = _moment(record["opened_on"])
    season = start_season(
        year=record["year"],
        edition=edition,
        standing_body=agency_by_code(record["standing_body"]),
        agencies=agencies,
        blocks={code: row.get("block", "") for code, row in record["agencies"].items()},
        by=None,
        now=opened,
    )
    season.state, season.state_since = State.FINAL, _moment(record["final_on"])
    season.computed_at = season.computed_at or _moment(record["frozen_on"])
    season.frozen_at = season.frozen_at or _moment(record["frozen_on"])
    season.save()
    season.scorecards.update(state=CardState.SUBMITTED, submitted_at=_moment(record["submitted_on"]))
    note(season, "season.taken_over", None, now)
    return season


def _entries(
    record: Raw, season: Season, edition: Edition, cards: Mapping[str, Scorecard]
) -> Iterator[ScoreEntry]:
    for agency, row in record["agencies"].items():
        if agency not in cards:
            raise TakeoverRefused(f"{agency} is not rated in this season")
        for code, cell in row["scores"].items():
            for column in _WHEN:
                if column in cell:
                    yield _entry(record, season, edition, cards[agency], code, column, cell)


def _entry(
    record: Raw, season: Season, edition: Edition, card: Scorecard, code: str, column: Column, cell: Raw
) -> ScoreEntry:
    inputs = cell.get(f"{column}_inputs", cell.get("inputs", {}))
    own_reason = "reason" if column == Column.SELF else f"{column}_reason"
    return ScoreEntry(
        scorecard=card,
        edition_id=season.edition_id,
        code=code,
        column=column,
        points=_points(edition, code, cell[column], inputs, card.agency.code),
        inputs=inputs,
        reason=cell.get(own_reason, ""),
        at=_moment(record[_WHEN[column]]),
    )


def _points(edition: Edition, code: str, said: str | None, inputs: Raw, agency: str) -> Fraction | None:
    try:
        criterion = edition.criterion(code)
    except KeyError as error:
        raise TakeoverRefused(f"{agency} {code}: no such criterion") from error
    if said == BY_RULE:
        figures = {name: read_figure(value) for name, value in inputs.items()}
        return criterion.rule.score(figures).points
    points = None if said is None else exact(said)
    if points is not None and not 0 <= points <= criterion.points:
        raise TakeoverRefused(f"{agency} {code}: {points} is outside 0 to {criterion.points}")
    return points


def _extras(record: Raw, cards: Mapping[str, Scorecard]) -> Iterator[ExtraEntry]:
    for agency, row in record["agencies"].items():
        for code, extra in row.get("extras", {}).items():
            yield ExtraEntry(
                scorecard=cards[agency],
                code=code,
                cases=extra["cases"],
                reason=extra["reason"],
                at=_moment(record["appraised_on"]),
            )


def _metrics(record: Raw, season: Season, cards: Mapping[str, Scorecard]) -> Iterator[MetricValue]:
    for agency, row in record["agencies"].items():
        for key, figure in row.get("metrics", {}).items():
            yield MetricValue(
                season=season,
                agency_id=cards[agency].agency_id,
                key=key,
                value=figure["value"],
                records=figure.get("records", []),
                is_frozen=True,
                at=_moment(record["frozen_on"]),
            )


def _moment(day: str) -> datetime:
    """The end of an office day of the past."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(16, 30)))
