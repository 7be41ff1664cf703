"""What waits for whom while appraising, for all cards in as few statements as for one."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from motcua.reform import offices
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.queries import edition_of
from motcua.reform.season.returned import open_supplements
from motcua.reform.season.services.appraisal import FIRST, SECOND, newest_opinions, settled_by_card
from motcua.reform.season.services.assessment import is_scored_by_hand


class Post(NamedTuple):
    """The office of the first (1) or second (2) appraiser of an area of one card."""

    card_id: int
    area: str
    order: int


def appraisers_of(season: Season, rows: Collection[Scorecard], *, today: date) -> dict[Post, int]:
    """Who holds each office, by person id; left out where nobody is named who may judge that agency. Who is named for
    one agency stands before who is named for all. Two statements.
    """
    named = {(row.agency_id, row.area, row.order): row.user_id for row in season.appraisers.all()}
    belongs = offices.agencies_of(user_ids=set(named.values()), year=season.year, today=today)
    found = {}
    for row in rows:
        for area, order in sorted({(area, order) for _agency, area, order in named}):
            user = named.get((row.agency_id, area, order), named.get((None, area, order)))
            if user is not None and row.agency_id not in belongs.get(user, set()):
                found[Post(row.pk, area, order)] = user
    return found


def waiting_by_post(season: Season, rows: Collection[Scorecard], *, today: date) -> Counter[Post]:
    """How many criteria wait for each office; not what is settled or with its agency for supplement."""
    settled, opinions = settled_by_card(season, rows), newest_opinions(rows)
    away = _away(rows, today)
    waiting: Counter[Post] = Counter()
    for row in rows:
        if "" in away[row.pk]:
            continue
        for item in edition_of(season).criteria:
            is_open = item.code not in settled[row.pk] | away[row.pk]
            if is_open and is_scored_by_hand(item, row.block):
                order = SECOND if (row.pk, item.code, FIRST) in opinions else FIRST
                waiting[Post(row.pk, item.area, order)] += 1
    return waiting


def _away(rows: Collection[Scorecard], today: date) -> dict[int, set[str]]:
    """Codes that are with the agency, by card id; "" stands for the whole card."""
    away: dict[int, set[str]] = defaultdict(set)
    found = open_supplements(today=today).filter(scorecard__in=[row.pk for row in rows])
    for card_id, code in found.values_list("scorecard_id", "code").order_by():
        away[card_id].add(code)
    return away
