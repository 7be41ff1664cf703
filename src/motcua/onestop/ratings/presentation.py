"""Ratings in the words of the pages."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.onestop.ratings.models import Rating, Score
from motcua.onestop.ratings.rules.figures import FACTORS
from motcua.platform.ui.formats import format_number

# The factors of Decision 2640/QĐ-BNV, as the satisfaction survey names them.
FACTOR_NAMES: Final[Mapping[str, Any]] = {
    "access": gettext_lazy("Access to the service"),
    "procedure": gettext_lazy("The administrative procedure"),
    "officials": gettext_lazy("The officials who handled it"),
    "result": gettext_lazy("The result"),
    "feedback": gettext_lazy("How opinions and petitions are taken in"),
}


def given_rows(rating: Rating) -> list[dict[str, str]]:
    """What a person said, as a summary list shows it."""
    rows = [{"label": _("Overall"), "value": str(Score(rating.score).label)}]
    for name in FACTORS:
        value = getattr(rating, name)
        if value is not None:
            rows.append({"label": str(FACTOR_NAMES[name]), "value": str(Score(value).label)})
    if rating.comment:
        rows.append({"label": _("Comment"), "value": rating.comment})
    return rows


def month_name(key: str) -> str:
    """``2026-03`` as ``03/2026``."""
    year, month = key.split("-")
    return f"{month}/{year}"


def percent_text(share: Fraction | None) -> str:
    """One decimal, half up; a dash where there is no figure."""
    return "—" if share is None else f"{_rounded(share, 1)} %"


def score_text(mean: Fraction | None) -> str:
    """Two decimals, half up."""
    return "—" if mean is None else _rounded(mean, 2)


def _rounded(value: Fraction, places: int) -> str:
    scale = 10**places
    exact = Fraction(int(value * scale + Fraction(1, 2)), scale)
    return format_number(float(exact), language=get_language() or "vi", places=places)
