"""The door of ``season`` for the other parts of the room.

``cards(season, column)`` for ``computed``, ``self``, ``appraised`` and ``final`` is what the engine computes with;
``figures`` the inputs behind it; ``read_sheets`` what stands in every cell of a column (:class:`Held`). All hold
drafts: whoever shows them asks ``policies`` before.
"""

from motcua.reform.season.cards import Sheet, cards, figures, former_indexes, read_sheets
from motcua.reform.season.choices import CardState, Column, State
from motcua.reform.season.correction_models import ScoreCorrection
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.notices import tell_agencies
from motcua.reform.season.ports import register_published_indexes, register_when_computed
from motcua.reform.season.queries import (
    Held,
    edition_of,
    former_season,
    get_season,
    list_motions,
    list_scorecards,
    list_seasons,
    season_of,
)
from motcua.reform.season.services.computing import compute_season
from motcua.reform.season.services.corrections import correct_score, list_corrections
from motcua.reform.season.services.freezing import freeze
from motcua.reform.season.services.moves import advance
from motcua.reform.season.services.rounds import mark_published, start_season
from motcua.reform.season.surveys import survey_inputs

__all__ = [
    "CardState",
    "Column",
    "Held",
    "ScoreCorrection",
    "Scorecard",
    "Season",
    "Sheet",
    "State",
    "advance",
    "cards",
    "compute_season",
    "correct_score",
    "edition_of",
    "figures",
    "former_indexes",
    "former_season",
    "freeze",
    "get_season",
    "list_corrections",
    "list_motions",
    "list_scorecards",
    "list_seasons",
    "mark_published",
    "read_sheets",
    "register_published_indexes",
    "register_when_computed",
    "season_of",
    "start_season",
    "survey_inputs",
    "tell_agencies",
]
