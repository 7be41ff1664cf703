"""Figures of the reform room itself, offered to the index like those of any other room."""

from motcua.reform.initiatives import indicators as initiatives
from motcua.reform.inspections import indicators as inspections
from motcua.reform.plan import indicators as plan
from motcua.reform.reports import indicators as reports
from motcua.reform.season import indicators as season
from motcua.reform.surveys import indicators as surveys


def register() -> None:
    """Called once when Django is ready."""
    for part in (initiatives, inspections, plan, reports, season, surveys):
        part.register()
