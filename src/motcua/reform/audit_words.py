"""Words of the reform room for the event log, gathered from its parts."""

from motcua.platform.audit.words import register_words
from motcua.reform.editions import words as editions
from motcua.reform.initiatives import words as initiatives
from motcua.reform.inspections import words as inspections
from motcua.reform.papers import words as papers
from motcua.reform.plan import words as plan
from motcua.reform.reports import words as reports
from motcua.reform.results import words as results
from motcua.reform.season import words as season
from motcua.reform.surveys import words as surveys

PARTS = (editions, season, results, surveys, plan, inspections, initiatives, reports, papers)


def register() -> None:
    """Called once when Django is ready."""
    for part in PARTS:
        register_words(actions=part.ACTIONS, things=part.THINGS, details=part.DETAILS, values=part.VALUES)
