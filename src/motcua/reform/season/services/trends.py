"""The change since last year is written down when the round closes: later years compare with what stood at the end."""

from datetime import datetime

from motcua.reform.season.cards import FINAL, TREND, former_indexes, make_card, read_sheets, trend_of
from motcua.reform.season.choices import Column
from motcua.reform.season.models import Scorecard, ScoreEntry, Season
from motcua.reform.season.queries import Held, edition_of, newest_extras
from motcua.reform.season.services.entries import write_inputs


def settle_trends(season: Season, rows: list[Scorecard], now: datetime, *, is_record: bool = False) -> None:
    """Write the change since last year of these cards down, where it is not written or other points made it another
    one; what a round of before says of it (``is_record``) stands. The statements do not grow with the cards.
    """
    edition = edition_of(season)
    trends = [criterion for criterion in edition.criteria if criterion.rule.kind == TREND]
    if not trends:
        return
    sheets, former, extras = read_sheets(season, FINAL, rows), former_indexes(season), newest_extras(season)
    new: list[ScoreEntry] = []
    for row in rows:
        for criterion in trends:
            card = make_card(edition, row, sheets[row.pk], extras.get(row.pk, {}))
            cell = trend_of(edition, criterion, card, former.get(row.agency.code))
            written = sheets[row.pk].get(criterion.code)
            if cell is not None and _is_news(written, cell, is_record=is_record):
                sheets[row.pk][criterion.code] = cell
                new.append(_entry(season, row, criterion.code, cell, now))
    ScoreEntry.objects.bulk_create(new)


def _is_news(written: Held | None, cell: Held, *, is_record: bool) -> bool:
    # Without an entry it was only reckoned while reading.
    if written is None or written.entry is None:
        return True
    return not is_record and dict(written.inputs) != dict(cell.inputs)


def _entry(season: Season, row: Scorecard, code: str, cell: Held, now: datetime) -> ScoreEntry:
    return ScoreEntry(
        scorecard=row,
        edition_id=season.edition_id,
        code=code,
        column=Column.COUNCIL,
        points=cell.points,
        inputs=write_inputs(cell.inputs),
        at=now,
    )
