"""Charts of results as plain data: ECharts options beside the table that says the same in figures.

Colours are names of the page's own ("--mc-lam"), which the script turns into values in light and dark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Any, Final

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from motcua.reform.rules.numbers import round_half_up
from motcua.reform.rules.season import INFLATION_PLACES

Option = dict[str, Any]
_CLEAR: Final = "transparent"
# Pixels: below this width a picture has no room for names; a name beside bars takes this much.
NARROW, _NAME_WIDTH, _LEGEND_LINE = 599, 240, 24
OWN, MEAN = "--mc-lam", "--mc-line-strong"
_UP, _DOWN = "--mc-la", "--mc-son"
_DOTS, _SHAPES = (OWN, "--mc-vang-mark", "--mc-la"), ("circle", "diamond", "triangle")


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart and its table; ``tall`` when there are many rows to draw, ``long`` when there are very many.

    ``note`` says what the picture alone does not.
    """

    id: str
    title: str
    option: Option = field(hash=False)
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    tall: bool = False
    long: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """An agency with its index and the interval beside it."""

    name: str
    code: str
    index: Decimal
    low: Decimal
    high: Decimal
    ranks: str
    block: str = ""


def percent(value: Fraction | None, places: int = 1) -> float | None:
    """A percentage for a picture; the table shows :func:`shown`."""
    return None if value is None else float(round_half_up(value, places))


def shown(value: Fraction | None, places: int = 2) -> str:
    """A figure of a table in the language's spelling; a dash where there is none."""
    return "–" if value is None else written(round_half_up(value, places))


def written(value: Decimal | str) -> str:
    """A decimal with the separator of the language."""
    return str(value).replace(".", _decimal_sign())


def _labels(names: Sequence[str], codes: Sequence[str], *, bottom: int = 0) -> list[Option]:
    """Names beside the bars where there is room for them, on a phone their codes; there ``bottom`` pixels are left
    for a legend of several lines.
    """
    wide = {"width": _NAME_WIDTH, "overflow": "break", "interval": 0}
    grid = {"grid": {"bottom": bottom}} if bottom else {}
    return [
        {"query": {"maxWidth": NARROW}, "option": {"yAxis": {"data": list(codes)}, **grid}},
        {"option": {"yAxis": {"data": list(names), "axisLabel": wide}}},
    ]


def _decimal_sign() -> str:
    return str(get_format("DECIMAL_SEPARATOR"))


def ranking(spreads: Sequence[Spread]) -> Chart:
    """Every agency's index on the interval that chance in the surveys leaves it, best on top."""
    order = list(reversed(spreads))
    floor = min((float(item.low) for item in spreads), default=0.0)
    option: Option = {
        "tooltip": {"trigger": "item"},
        "legend": {"bottom": 0},
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 40, "containLabel": True},
        "xAxis": {"type": "value", "min": max(0, int(floor) // 5 * 5), "max": 100},
        "yAxis": {"type": "category", "data": [item.name for item in order]},
        "media": _labels(
            [item.name for item in order],
            [item.code for item in order],
            bottom=_LEGEND_LINE * (2 + len({item.block for item in order})),
        ),
        "series": [
            _invisible([float(item.low) for item in order]),
            {
                "name": _("Interval of the index"),
                "type": "bar",
                "stack": "interval",
                "barWidth": 8,
                "itemStyle": {"color": "--mc-line-strong"},
                "data": [_difference(item.high, item.low) for item in order],
            },
            *_dots(order),
        ],
    }
    rows = [[item.name, *_blocked(item), written(item.index), _between(item), item.ranks] for item in spreads]
    columns = [_("Agency"), _("Index"), _("Interval of the index"), _("Possible ranks")]
    if any(item.block for item in spreads):
        columns.insert(1, _("Peer block"))
    return Chart(
        id="ranking",
        title=_("Index with its interval"),
        option=option,
        columns=columns,
        rows=rows,
        tall=len(spreads) > 8,
    )


def _dots(order: Sequence[Spread]) -> list[Option]:
    """The indexes, of each peer block in a colour and a shape of its own that the legend names and switches."""
    blocks = sorted({item.block for item in order})
    return [
        {
            "name": _("Index: %(block)s") % {"block": block} if block else _("Index"),
            "type": "scatter",
            "symbol": _SHAPES[at % len(_SHAPES)],
            "symbolSize": 11,
            "itemStyle": {"color": _DOTS[at % len(_DOTS)]},
            "data": [[float(item.index), place] for place, item in enumerate(order) if item.block == block],
        }
        for at, block in enumerate(blocks)
    ]


def _blocked(item: Spread) -> list[str]:
    return [item.block] if item.block else []


def _between(item: Spread) -> str:
    return "–" if item.low == item.high else f"{written(item.low)}–{written(item.high)}"


def _difference(high: Decimal, low: Decimal) -> float:
    return float(high - low)


def _invisible(data: Sequence[float]) -> Option:
    """The part of a stacked bar below what is shown."""
    return {
        "type": "bar",
        "stack": "interval",
        "silent": True,
        "tooltip": {"show": False},
        "itemStyle": {"color": _CLEAR},
        "data": list(data),
    }


def waterfall(*, start: Fraction, end: Fraction, steps: Mapping[str, Fraction]) -> Chart:
    """From the self-assessed points to the final ones, by area: what was taken off and what was added."""
    names = [_("Self-assessed"), *steps, _("Final")]
    bases, heights, colours, level = [0.0], [float(start)], [MEAN], start
    floor = _floor([start, *(start + taken for taken in accumulate(steps.values()))])
    for change in steps.values():
        bases.append(float(min(level, level + change)))
        heights.append(float(abs(change)))
        colours.append(_UP if change > 0 else _DOWN)
        level += change
    bases.append(0.0)
    heights.append(float(end))
    colours.append(OWN)
    option: Option = {
        "tooltip": {"trigger": "item"},
        "legend": {"show": False},
        "xAxis": {
            "type": "category",
            "data": names,
            "axisLabel": {"interval": 0, "width": 90, "overflow": "break"},
        },
        "yAxis": {"type": "value", "min": floor, "name": _("Points")},
        "series": [
            _invisible(bases),
            {
                "type": "bar",
                "stack": "interval",
                "name": _("Points"),
                "data": [
                    {"value": round(height, INFLATION_PLACES), "itemStyle": {"color": colour}}
                    for height, colour in zip(heights, colours, strict=True)
                ],
            },
        ],
    }
    rows = [
        [names[0], shown(start, INFLATION_PLACES)],
        *([name, signed(change, INFLATION_PLACES)] for name, change in steps.items()),
        [names[-1], shown(end, INFLATION_PLACES)],
    ]
    return Chart(
        id="waterfall",
        title=_("From the self-assessment to the final points"),
        option=option,
        columns=[_("Area"), _("Points")],
        rows=rows,
        note=_("The bars begin at %(floor)s points.") % {"floor": floor} if floor else "",
    )


def _floor(levels: Sequence[Fraction]) -> int:
    """Where the axis begins, so that changes can be seen: below every level."""
    return max(0, int(min(levels) * 4 // 5))


@dataclass(frozen=True, kw_only=True)
class Left:
    """A criterion without full points: what it has, can have and is worth, and the index points that lie between."""

    name: str
    code: str
    points: Fraction
    most: Fraction
    full: Fraction
    gain: Fraction


def reach(lines: Sequence[Left], *, is_running: bool) -> Chart:
    """Points by criterion: there, still to be had, and (while the year runs) out of reach. Best gain on top."""
    order = list(reversed(lines))
    parts = [
        (_("Points so far") if is_running else _("Points"), OWN, [item.points for item in order]),
        (
            _("Still to be had") if is_running else _("Missed"),
            _UP,
            [item.most - item.points for item in order],
        ),
    ]
    if is_running:
        parts.append((_("Out of reach"), MEAN, [item.full - item.most for item in order]))
    option: Option = {
        "tooltip": {"trigger": "item"},
        "legend": {"bottom": 0, "type": "scroll"},
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 56, "containLabel": True},
        "xAxis": {"type": "value", "name": _("Points"), "nameLocation": "middle", "nameGap": 24},
        "yAxis": {"type": "category", "data": [item.name for item in order]},
        "media": _labels([item.name for item in order], [item.code for item in order]),
        "series": [
            {
                "type": "bar",
                "stack": "points",
                "name": name,
                "itemStyle": {"color": colour},
                "data": [percent(value, 2) for value in values],
            }
            for name, colour, values in parts
        ],
    }
    columns = [_("Criterion"), _("Points"), _("Most"), _("Index points to gain")]
    if is_running:
        columns.insert(2, _("Can be reached"))
    return Chart(
        id="reach",
        title=_("Where points are left"),
        option=option,
        columns=columns,
        rows=[_left(item, is_running) for item in lines],
        tall=True,
    )


def _left(item: Left, is_running: bool) -> list[str]:
    reached = [shown(item.most)] if is_running else []
    return [item.name, shown(item.points), *reached, shown(item.full), signed(item.gain)]


def signed(change: Fraction, places: int = 2) -> str:
    """A change with its sign; a true minus."""
    text = shown(abs(change), places)
    return f"+{text}" if change > 0 else f"−{text}" if change < 0 else text


def heat_map(
    *,
    agencies: Sequence[str],
    criteria: Sequence[tuple[str, str]],
    shares: Sequence[Sequence[Fraction | None]],
) -> Chart:
    """Share of the points that each agency (row of ``shares``) has in each criterion (code, name), in percent.

    Criteria go down the page, in picture and table: there are far more of them than of agencies.
    """
    cells = [
        [column, row, percent(value, 0)]
        for column, values in enumerate(shares)
        for row, value in enumerate(values)
        if value is not None
    ]
    codes = [code for code, _name in criteria]
    every = {"interval": 0, "fontSize": 10}
    option: Option = {
        "tooltip": {"trigger": "item"},
        "legend": {"show": False},
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 64, "containLabel": True},
        "xAxis": {"type": "category", "data": list(agencies), "axisLabel": {**every, "rotate": 90}},
        "yAxis": {"type": "category", "data": codes, "inverse": True, "axisLabel": every},
        "visualMap": {
            "min": 0,
            "max": 100,
            "text": ["100 %", "0 %"],
            "orient": "horizontal",
            "left": "center",
            "bottom": 0,
            "inRange": {"color": ["--mc-son", "--mc-vang-mark", "--mc-la"]},
        },
        "series": [{"type": "heatmap", "name": _("Percent of points"), "data": cells}],
    }
    rows = [
        [f"{code} {name}".strip(), *(shown(values[at], 0) for values in shares)]
        for at, (code, name) in enumerate(criteria)
    ]
    return Chart(
        id="heat-map",
        title=_("Percent of points by criterion"),
        option=option,
        columns=[_("Criterion"), *agencies],
        rows=rows,
        long=True,
        note=_("A cell without colour: the criterion does not apply to the agency, or nothing measured it."),
    )


# The page has so many colours for lines; then they come again with another stroke.
_COLOURS: Final = 5
_STROKES: Final = ("solid", "dashed", "dotted")


def trend(*, years: Sequence[int], series: Mapping[str, Sequence[Decimal | None]]) -> Chart:
    """The index by year, one line for each agency."""
    option: Option = {
        # Many agencies: the legend turns pages instead of growing over the years.
        "legend": {"bottom": 0, "type": "scroll"},
        "grid": {"left": 8, "right": 16, "top": 24, "bottom": 48, "containLabel": True},
        "xAxis": {"type": "category", "data": [str(year) for year in years]},
        "yAxis": {"type": "value", "scale": True},
        "series": [
            {
                "type": "line",
                "name": name,
                "data": [None if value is None else float(value) for value in values],
                "lineStyle": {"type": _STROKES[place // _COLOURS % len(_STROKES)]},
            }
            for place, (name, values) in enumerate(series.items())
        ],
    }
    rows = [
        [name, *("–" if value is None else written(value) for value in values)]
        for name, values in series.items()
    ]
    return Chart(
        id="trend",
        title=_("Index by year"),
        option=option,
        columns=[_("Agency"), *(str(year) for year in years)],
        rows=rows,
    )
