"""The computed column: every indicator is asked once for all agencies, each criterion scored where all is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.db import transaction

from motcua.platform.indicators.api import Indicator, Kind, Period, UnknownIndicator, get_indicator
from motcua.reform.rules.edition import Criterion, Edition, read_figure, write_figure
from motcua.reform.rules.scoring import BadInput, Figure, MissingInput
from motcua.reform.season.cards import TREND, Sheet
from motcua.reform.season.choices import UNKNOWN, Column, State
from motcua.reform.season.models import MetricValue, Scorecard, ScoreEntry, Season
from motcua.reform.season.queries import (
    Held,
    edition_of,
    held,
    list_scorecards,
    newest_entries,
    period_of,
)
from motcua.reform.season.services.entries import SeasonRefused, lock_season, require_state, write_inputs

log = structlog.get_logger(__name__)
COMPUTE: Final = "season.compute"
Found = dict[str, dict[str, Figure]]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a computation did: indicators asked, criteria scored over all agencies, entries that changed."""

    indicators: int
    scored: int
    changed: int


def compute_season(*, season: Season, now: datetime) -> Outcome:
    """Bring the computed column up to date. After the cut-off the frozen figures are used and no room is asked.

    As many statements for thirty agencies as for one. Running it twice changes nothing.
    """
    found = _frozen(season) if season.frozen_at else ask(season)
    with transaction.atomic():
        lock_as_asked(season)
        return write_computed(season, found, now)


def lock_as_asked(season: Season) -> Season:
    """The season, locked, if it is still as it was when the rooms were asked. Raises :class:`SeasonRefused`."""
    locked = lock_season(season)
    if locked.state == State.PUBLISHED:
        raise SeasonRefused("published")
    # From the appraisal on the figures are frozen, and what follows from them stands.
    require_state(locked, State.DRAFT, State.OPEN)
    if locked.edition_id != season.edition_id or locked.frozen_at != season.frozen_at:
        # Frozen or switched while the rooms were asked: what was asked is of the past.
        raise SeasonRefused("changed_meanwhile")
    return locked


def write_computed(season: Season, found: Found, now: datetime) -> Outcome:
    """Keep the figures and what follows from them, under the season's lock; frozen figures are kept already."""
    rows, edition = list(list_scorecards(season)), edition_of(season)
    if not season.frozen_at:
        _keep(season, rows, found, now)
    sheets = {row.pk: _sheet(edition, row, found) for row in rows}
    changed = _write(season, sheets, now)
    Season.objects.filter(pk=season.pk).update(computed_at=now)
    scored = sum(len(sheet) for sheet in sheets.values())
    log.info("season_computed", year=season.year, indicators=len(found), scored=scored, changed=changed)
    return Outcome(indicators=len(found), scored=scored, changed=changed)


def keys_of(edition: Edition) -> list[str]:
    """The indicators that the criteria of an edition ask for."""
    return sorted({key for criterion in edition.criteria for key in criterion.inputs.values()})


def known_indicators(edition: Edition) -> dict[str, Indicator]:
    """Those of them that a room offers today; a criterion on the others is scored by evidence."""
    found = {}
    for key in keys_of(edition):
        try:
            found[key] = get_indicator(key)
        except UnknownIndicator:
            continue
    return found


def ask(season: Season) -> Found:
    """The figures of every agency, by indicator and agency code; how far it is shows on the season's page."""
    indicators = known_indicators(edition_of(season))
    codes = [row.agency.code for row in list_scorecards(season)]
    found: Found = {}
    for number, (key, indicator) in enumerate(indicators.items(), start=1):
        found[key] = _values(indicator, period_of(season), codes)
        if number % 10 == 0 or number == len(indicators):
            Season.objects.filter(pk=season.pk).update(compute_done=number, compute_total=len(indicators))
    return found


def _values(indicator: Indicator, period: Period, codes: list[str]) -> dict[str, Figure]:
    given = indicator.values(period)
    return {code: indicator.value_of(given, code) for code in codes}


def _frozen(season: Season) -> Found:
    found: Found = {}
    rows = season.metrics.filter(is_frozen=True).values_list("key", "agency__code", "value")
    for key, code, value in rows:
        found.setdefault(key, {})[code] = read_figure(value)
    return found


def _keep(season: Season, rows: list[Scorecard], found: Found, now: datetime) -> None:
    values = [
        MetricValue(
            season=season,
            agency_id=row.agency_id,
            key=key,
            value=write_figure(by_agency[row.agency.code]),
            at=now,
        )
        for key, by_agency in found.items()
        for row in rows
    ]
    MetricValue.objects.bulk_create(
        values,
        update_conflicts=True,
        unique_fields=["season", "agency", "key"],
        update_fields=["value", "at"],
        batch_size=2000,
    )


def _sheet(edition: Edition, row: Scorecard, found: Found) -> Sheet:
    """What is measured of one agency. The change since last year is not: part of an index is no index to compare."""
    sheet = {}
    for criterion in edition.criteria:
        if criterion.applies_to(row.block) and criterion.rule.kind != TREND:
            cell = score_from(criterion, found, row.agency.code)
            if cell is not None:
                sheet[criterion.code] = cell
    return sheet


def score_from(criterion: Criterion, found: Mapping[str, Mapping[str, Figure]], code: str) -> Held | None:
    """Points of one agency from the indicators' figures, or None while a figure is not known.

    An indicator of a day that answers nothing says "not done so far", which the rule can read; a count or a yes/no
    that answers nothing is not known.
    """
    inputs: dict[str, Figure] = {}
    for name in criterion.rule.input_names():
        key = criterion.inputs.get(name, "")
        if key not in found:
            return None
        figure = found[key].get(code)
        if figure is None and not (_is_day(key) or criterion.rule.may_lack(name)):
            return None
        inputs[name] = figure
    try:
        return Held(points=criterion.rule.score(inputs).points, inputs=inputs)
    except (BadInput, MissingInput):
        log.warning("criterion_not_computable", criterion=criterion.code, agency=code)
        return None


def _is_day(key: str) -> bool:
    try:
        return get_indicator(key).kind == Kind.DATE
    except UnknownIndicator:
        return False


def _write(season: Season, sheets: Mapping[int, Sheet], now: datetime) -> int:
    """Add entries where something changed, also where a figure is not known any more; answers how many."""
    before = {
        (entry.scorecard_id, entry.code): held(entry) for entry in newest_entries(season, [Column.COMPUTED])
    }
    unknown = [] if season.frozen_at else [key for key in before if key[1] not in sheets.get(key[0], {})]
    new = [
        ScoreEntry(
            scorecard_id=card_id,
            edition_id=season.edition_id,
            code=code,
            column=Column.COMPUTED,
            points=cell.points,
            inputs=write_inputs(cell.inputs),
            at=now,
        )
        for card_id, sheet in sheets.items()
        for code, cell in sheet.items()
        if _is_news(before.get((card_id, code)), cell)
    ]
    new += [
        ScoreEntry(
            scorecard_id=card_id,
            edition_id=season.edition_id,
            code=code,
            column=Column.COMPUTED,
            reason_code=UNKNOWN,
            at=now,
        )
        for card_id, code in unknown
    ]
    ScoreEntry.objects.bulk_create(new, batch_size=2000)
    return len(new)


def _is_news(before: Held | None, cell: Held) -> bool:
    return before is None or (before.points, dict(before.inputs)) != (cell.points, dict(cell.inputs))
