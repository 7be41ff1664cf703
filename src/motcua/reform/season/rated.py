"""Agencies that a round has rated: what other rooms may show of them to those who judge."""

from motcua.reform.season.models import Scorecard


def list_rated_agencies() -> set[int]:
    """Ids; one statement."""
    return set(Scorecard.objects.values_list("agency_id", flat=True).distinct())
