"""What rests on an edition of the index: the round that rates its year by it, or the result published from it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from motcua.reform.editions.api import IndexEdition
from motcua.reform.season.choices import CardState, State
from motcua.reform.season.models import Season


def resting_on(edition: IndexEdition) -> Iterator[str]:
    """A sentence for each round by this edition: what it is, and what becomes of it when another takes its place."""
    for season in Season.objects.filter(edition=edition):
        if season.state == State.PUBLISHED:
            yield _(
                "The published result of %(year)s: it keeps this edition with every figure in its signed document and"
                " does not change."
            ) % {"year": season.year}
        else:
            yield _running(season)


def _running(season: Season) -> str:
    words = {
        "year": season.year,
        "state": season.get_state_display(),
        "cards": season.scorecards.count(),
        "signed": season.scorecards.exclude(state=CardState.DRAFT).count(),
    }
    if season.state in (State.DRAFT, State.OPEN):
        return (
            _(
                "The round of %(year)s (%(state)s) with %(cards)s cards, %(signed)s of them signed: it goes on by this"
                " edition until it is switched to the other on its own page; signed cards are then open again."
            )
            % words
        )
    return (
        _(
            "The round of %(year)s (%(state)s) with %(cards)s cards, %(signed)s of them signed: it ends by this edition"
            " and can no longer be switched."
        )
        % words
    )
