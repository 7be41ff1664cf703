"""The door of ``season`` for the other parts of the room.

``cards(season, column)`` for ``computed``, ``self``, ``appraised`` and ``final`` is what the engine computes with;
``figures`` the inputs behind it. Both hold drafts: whoever shows them asks ``policies`` before.
"""

from motcua.reform.season.cards import cards, figures, former_indexes
from motcua.reform.season.choices import CardState, Column, State
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.queries import (
    edition_of,
    former_season,
    get_season,
    list_scorecards,
    list_seasons,
    season_of,
)
from motcua.reform.season.services.computing import compute_season, freeze
from motcua.reform.season.services.rounds import mark_published, start_season
from motcua.reform.season.surveys import survey_inputs

__all__ = [
    "CardState",
    "Column",
    "Scorecard",
    "Season",
    "State",
    "cards",
    "compute_season",
    "edition_of",
    "figures",
    "former_indexes",
    "former_season",
    "freeze",
    "get_season",
    "list_scorecards",
    "list_seasons",
    "mark_published",
    "season_of",
    "start_season",
    "survey_inputs",
]
