"""Menus of the reform room, gathered from its parts."""

from motcua.reform.editions import menu as editions
from motcua.reform.initiatives import menu as initiatives
from motcua.reform.inspections import menu as inspections
from motcua.reform.papers import menu as papers
from motcua.reform.parameter_pages import menu as parameter_pages
from motcua.reform.plan import menu as plan
from motcua.reform.reports import menu as reports
from motcua.reform.results import menu as results
from motcua.reform.season import menu as season
from motcua.reform.surveys import menu as surveys


def register() -> None:
    """Called once when Django is ready."""
    parts = (
        season,
        results,
        editions,
        plan,
        inspections,
        initiatives,
        reports,
        surveys,
        papers,
        parameter_pages,
    )
    for part in parts:
        part.register()
