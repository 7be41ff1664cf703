"""Rates as people read them: percentages with their counts, and the chart beside its table."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.platform.ui.formats import format_number
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.inspections.figures import Rates
from motcua.reform.inspections.rules.rates import Share
from motcua.reform.rules.numbers import round_half_up


def percent(value: Fraction | None) -> str:
    """``66,7 %``, or a dash where nothing is counted; rounded once, for display."""
    if value is None:
        return "—"
    language = get_language() or "vi"
    return f"{format_number(round_half_up(value * 100, 1), language=language, places=1)} %"


def days(value: Fraction | None) -> str:
    """``12,5``, or a dash."""
    if value is None:
        return "—"
    language = get_language() or "vi"
    places = 0 if value.denominator == 1 else 1
    return format_number(round_half_up(value, places), language=language, places=places)


def share_text(share: Share) -> str:
    """``66,7 % (2/3)``."""
    return f"{percent(share.value)} ({len(share.part)}/{len(share.whole)})" if share.whole else "—"


def rate_rows(rates: Sequence[Rates]) -> list[dict[str, Any]]:
    """One row an agency."""
    return [
        {
            "agency": each.agency,
            "in_time": share_text(each.in_time),
            "recurring": share_text(each.recurring),
            "median": days(each.median_days),
            "on_site": share_text(each.on_site),
        }
        for each in rates
    ]


def chart_of(rates: Sequence[Rates]) -> dict[str, Any]:
    """Bars of the first rate; the same figures as columns and rows."""
    names = [bilingual(each.agency, "name") for each in rates]
    values = [_plotted(each.in_time.value) for each in rates]
    title = _("Shortcomings remedied in time, percent")
    option = {
        "grid": {"left": 8, "right": 48, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "max": 100},
        "yAxis": {"type": "category", "inverse": True, "data": [each.agency.code for each in rates]},
        "series": [{"type": "bar", "data": values, "label": {"show": True, "position": "right"}}],
    }
    columns = [_("Agency"), _("Due in the year"), _("In time"), _("Percent")]
    rows = [
        [name, len(each.in_time.whole), len(each.in_time.part), percent(each.in_time.value)]
        for name, each in zip(names, rates, strict=True)
    ]
    return {"option": option, "columns": columns, "chart_rows": rows, "chart_title": title}


def _plotted(value: Fraction | None) -> float:
    """A length on the screen, never a figure to count with."""
    return round(float(value * 100), 1) if value is not None else 0.0
