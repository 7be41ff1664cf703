"""Agencies that have declared that they have no further appeal: an appeal filed afterwards takes that back."""

from django.db.models import F, Q, QuerySet

from motcua.reform.season.models import Scorecard, Season


def undeclared(season: Season) -> QuerySet[Scorecard]:
    """Cards whose agencies may still appeal, as far as they have said."""
    later = season.scorecards.filter(appeals__filed_at__gt=F("no_appeal_at"))
    return season.scorecards.filter(Q(no_appeal_at=None) | Q(pk__in=later.values("pk")))


def has_declared(card: Scorecard) -> bool:
    """Has the agency declared it, and not appealed since?"""
    return card.no_appeal_at is not None and not card.appeals.filter(filed_at__gt=card.no_appeal_at).exists()


def forget_declarations(season: Season) -> None:
    """Every agency may appeal again."""
    season.scorecards.update(no_appeal_at=None, no_appeal_by=None)
