"""How much of a card the figures speak of: what is measured, and what nobody has said yet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.reform.editions.presentation import points_text
from motcua.reform.results.agency import Standing
from motcua.reform.results.charts import written
from motcua.reform.results.presentation import named
from motcua.reform.rules.edition import Criterion
from motcua.reform.rules.index import ZERO
from motcua.reform.rules.whatif import span


@dataclass(frozen=True, kw_only=True)
class Known:
    """A standing of which a part is not known yet: points of the known part, and between what the whole card lies."""

    points: str
    most: str
    rest: str
    count: int
    low: str
    high: str
    low_band: str
    high_band: str

    @property
    def bands(self) -> str:
        """The class of the whole card: one, or from the worst to the best."""
        return self.low_band if self.low_band == self.high_band else f"{self.low_band} – {self.high_band}"

    @property
    def words(self) -> str:
        """What is not known, in a sentence."""
        return ngettext(
            "%(count)s criterion, worth %(rest)s points, is not known yet.",
            "%(count)s criteria, worth %(rest)s points, are not known yet.",
            self.count,
        ) % {"count": self.count, "rest": self.rest}


def known_of(standing: Standing) -> Known | None:
    """None where the whole card is known."""
    if not standing.unknown:
        return None
    low, high = span(standing.edition, standing.card, standing.unknown)
    rest = sum((standing.edition.criterion(code).points for code in standing.unknown), ZERO)
    return Known(
        points=points_text(low.base),
        most=points_text(low.maximum - rest),
        rest=points_text(rest),
        count=len(standing.unknown),
        low=written(low.shown),
        high=written(high.shown),
        low_band=named(low.band),
        high_band=named(high.band),
    )


def measured_words(standing: Standing) -> str:
    """Which part of the card single changes are computed of, in a sentence for the page and the print."""
    everything = [item for item in standing.edition.criteria if item.applies_to(standing.card.block)]
    measured = [item for item in everything if standing.figures.get(item.code)]
    words = {
        "count": len(measured),
        "all": len(everything),
        "points": _worth(measured),
        "most": _worth(everything),
        "rest": _worth([item for item in everything if item not in measured]),
    }
    if len(measured) == len(everything):
        return _("Gains are computed on all %(all)s criteria, %(most)s points.") % words
    return (
        _(
            "Gains are computed on the measured part only: %(count)s of %(all)s criteria, %(points)s of %(most)s"
            " points. Of the other %(rest)s points, given by evidence and appraisal, no figure says what would lift"
            " them."
        )
        % words
    )


def _worth(criteria: list[Criterion]) -> str:
    return points_text(sum((item.points for item in criteria), ZERO))
