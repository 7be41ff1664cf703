"""The live standing of one agency while its season runs."""

from datetime import datetime

from motcua.identity.api import Agency, StaffContext
from motcua.platform import clock
from motcua.reform.results.agency import Standing
from motcua.reform.results.policies import COMPUTED, FINAL, column_for, may_see_all
from motcua.reform.results.presentation import named
from motcua.reform.results.queries import snapshot_of
from motcua.reform.results.reading import reading_of
from motcua.reform.results.running import running_year
from motcua.reform.rules.edition import Edition
from motcua.reform.rules.index import Card
from motcua.reform.rules.whatif import FigureTable, Year
from motcua.reform.season.api import CardState, Season, cards, edition_of, figures
from motcua.reform.season.queries import metrics_of


def standing(season: Season, agency: Agency, staff: StaffContext) -> Standing:
    """Its cards as they are today, in the column that this person may see; of others nothing but for overseers."""
    column = column_for(staff, season)
    edition = edition_of(season)
    everybody = cards(season, column)
    own = _own_column(season, agency) if column == FINAL else None
    held = figures(season, agency.code, column)
    return Standing(
        code=agency.code,
        name=named(agency),
        edition=edition,
        card=everybody[agency.code],
        figures=held,
        own=own,
        decided=everybody[agency.code] if own else None,
        others={code: card for code, card in everybody.items() if code != agency.code}
        if may_see_all(staff, season)
        else {},
        column=column,
        year=_year(season, edition, agency),
        unknown=_unknown(edition, everybody[agency.code], held, column),
    )


def _unknown(edition: Edition, card: Card, held: FigureTable, column: str) -> frozenset[str]:
    """Criteria that apply and of which nobody has said anything. The computed card leaves them out as not applicable,
    and what does not apply by its figures has figures; the other cards do not name them.
    """
    said = held.keys() | {code for code, points in card.scores.items() if points is not None}
    if column != COMPUTED:
        said |= card.scores.keys()
    applies = {criterion.code for criterion in edition.criteria if criterion.applies_to(card.block)}
    return frozenset(applies - said)


def computed_at(season: Season, agency: Agency) -> datetime | None:
    """When the figures behind the live standing were last counted; None before the first time."""
    return max((row.at for row in metrics_of(season, agency_id=agency.pk).values()), default=None)


def _year(season: Season, edition: Edition, agency: Agency) -> Year | None:
    """The year that still runs; frozen figures move no more."""
    if season.frozen_at:
        return None
    former = snapshot_of(season.year - 1)
    reading = reading_of(former) if former else None
    return running_year(edition, today=clock.today(), former=reading, agency=agency.code)


def _own_column(season: Season, agency: Agency) -> Card | None:
    """What the agency claimed, once its head has signed."""
    is_submitted = season.scorecards.filter(agency=agency, state=CardState.SUBMITTED).exists()
    return cards(season, "self")[agency.code] if is_submitted else None
