"""What the parts of the room do when papers about their records are signed, sealed or cancelled."""

from motcua.reform.initiatives import followers as initiatives
from motcua.reform.inspections import followers as inspections
from motcua.reform.plan import followers as plan
from motcua.reform.reports import followers as reports
from motcua.reform.season import followers as season


def register() -> None:
    """Called once when Django is ready."""
    for part in (season, plan, inspections, initiatives, reports):
        part.register()
