"""Points of an agency that no single change lifts, and why, in words for its page."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.reform.results.agency import Standing, criterion_name
from motcua.reform.results.charts import shown
from motcua.reform.rules.scoring import Why
from motcua.reform.rules.standstill import standstills

_REASONS: Final[dict[Why, Promise]] = {
    Why.FOLLOWS: _("It follows from all the other criteria."),
    Why.ELSEWHERE: _("Somebody else publishes this figure; it can only be prepared for."),
    Why.HAPPENED: _("What has happened stays; what matters now is that it does not happen again."),
    Why.ANSWERED: _("Answers that were given stay; only a new survey brings others."),
    Why.DAY_PASSED: _("The last day for it has passed."),
    Why.OUT_OF_REACH: _("Even if all cases still to come are good ones, no more points are reached."),
    Why.NOTHING: _("There was nothing to measure, so no figure can change it."),
    Why.TOGETHER: _("Only several figures together would change it."),
    Why.DECIDED: _("The figures give full points; what is missing was taken off by decision."),
    Why.UNREADABLE: _("The rule cannot read these figures; please have them checked."),
}


@dataclass(frozen=True, kw_only=True)
class HindranceLine:
    """A criterion (or penalty), the points it lacks, and why no single change brings them."""

    criterion: str
    left: str
    why: str


def hindrance_lines(standing: Standing) -> list[HindranceLine]:
    """Most points first."""
    found = standstills(standing.edition, standing.card, standing.figures, year=standing.year)
    return [
        HindranceLine(
            criterion=criterion_name(standing.edition, item.criterion),
            left=shown(item.left),
            why=str(_REASONS[item.why]),
        )
        for item in found
    ]
