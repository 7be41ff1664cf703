"""The picture of an agency's areas: lines around a middle, with a gap where an area is not measured."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from textwrap import wrap
from typing import Final

from django.utils.translation import gettext as _

from motcua.reform.results.charts import MEAN, NARROW, OWN, Chart, Option, percent, shown

_LINE: Final = 14
_COLOURS: Final = (OWN, MEAN)
Values = Sequence[Fraction | None]


def radar(*, names: Sequence[str], series: Mapping[str, Values]) -> Chart:
    """Percent reached in each area, one line for each of ``series`` (an agency, the mean of its peers).

    A line, not the library's radar: that one draws what is not measured as if it were nothing at all.
    """
    labels = [_broken(name) for name in names]
    option: Option = {
        "tooltip": {"trigger": "item"},
        "legend": {"bottom": 0},
        "polar": {"radius": "58%", "center": ["50%", "46%"]},
        # Each area has its part of the circle, so that rings and lines close; the first one stands on top.
        "angleAxis": {"type": "category", "data": labels, "startAngle": 90 + 180 / max(1, len(labels))},
        "media": [
            {"query": {"maxWidth": NARROW}, "option": _room("38%", size=10, step=50)},
            {"option": _room("58%", size=12, step=25)},
        ],
        "radiusAxis": {"type": "value", "min": 0, "max": 100},
        "series": [_around(name, values, labels, at) for at, (name, values) in enumerate(series.items())],
    }
    return Chart(
        id="areas",
        title=_("Percent of points by area"),
        option=option,
        columns=[_("Area"), *series],
        rows=[[name, *(_cell(values[at]) for values in series.values())] for at, name in enumerate(names)],
        tall=True,
        note=_gaps(names, next(iter(series.values()))),
    )


def _room(radius: str, *, size: int, step: int) -> Option:
    """On a phone the circle leaves room for the names beside it."""
    label = {"fontSize": size, "lineHeight": size + 4}
    return {
        "polar": {"radius": radius},
        "angleAxis": {"axisLabel": label},
        "radiusAxis": {"interval": step, "axisLabel": label},
    }


def _around(name: str, values: Values, labels: Sequence[str], at: int) -> Option:
    """One line; its first point comes again at the end, which closes it."""
    points = [[percent(value), label] for value, label in zip(values, labels, strict=True)]
    colour = _COLOURS[at % len(_COLOURS)]
    return {
        "name": name,
        "type": "line",
        "coordinateSystem": "polar",
        "connectNulls": False,
        "symbol": "circle" if at == 0 else "emptyCircle",
        "symbolSize": 8 if at == 0 else 6,
        # The own line lies above what it is compared with.
        "z": 3 if at == 0 else 2,
        "lineStyle": {"color": colour, "width": 2, "type": "solid" if at == 0 else "dashed"},
        "itemStyle": {"color": colour},
        "data": [*points, *points[:1]],
    }


def _gaps(names: Sequence[str], own: Values) -> str:
    missing = [name for name, value in zip(names, own, strict=True) if value is None]
    return _("Not measured, a gap in the line: %(areas)s") % {"areas": "; ".join(missing)} if missing else ""


def _cell(value: Fraction | None) -> str:
    return _("not measured") if value is None else shown(value)


def _broken(name: str) -> str:
    """A long name on several lines, so that it stands beside the picture on a phone too."""
    return "\n".join(wrap(name, _LINE))
