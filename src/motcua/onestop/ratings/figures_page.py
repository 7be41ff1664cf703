"""What the page of ratings shows an office: only what many people said together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.identity.api import Agency
from motcua.onestop.dossiers.parameters import get_parameter
from motcua.onestop.ratings.models import Score
from motcua.onestop.ratings.presentation import FACTOR_NAMES, month_name, percent_text, score_text
from motcua.onestop.ratings.queries import (
    Narrow,
    by_factor,
    by_month,
    by_procedure,
    count_by_link,
    list_comments,
    total,
)
from motcua.onestop.ratings.rules.figures import NOBODY, Tally, shown_groups
from motcua.onestop.ratings.rules.terms import Span, settled

COMMENTS = 50


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a breakdown; ``tally`` None where too few rated."""

    key: str
    name: str
    tally: Tally | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Ratings of an agency in the settled months of a year. Everything but ``n`` is empty below ``minimum``."""

    span: Span | None
    minimum: int
    n: int = 0
    by_link: int = 0
    whole: Tally | None = None
    months: tuple[Line, ...] = ()
    procedures: tuple[Line, ...] = ()
    factors: tuple[Line, ...] = ()
    comments: tuple[tuple[int, str], ...] = ()


def read_figures(*, agency: Agency, year: int, procedure: str, today: date) -> Figures:
    """The figures of one agency, all procedures or one; a fixed number of statements."""
    change_days: int = get_parameter(name="rating_change_days", on=today, agency=agency.code).value
    minimum: int = get_parameter(name="rating_minimum", on=today, agency=agency.code).value
    span = settled(year=year, today=today, change_days=change_days)
    if span is None:
        return Figures(span=None, minimum=minimum)
    narrow = Narrow(agency_id=agency.pk, start=span.start, end=span.end)
    procedures = _procedures(narrow, minimum)
    if procedure:
        # What one procedure's month says would follow from the months of all and of the others.
        return _of_procedure(narrow, procedure, procedures, span, minimum)
    whole = total(narrow)
    if whole.n < minimum:
        return Figures(span=span, minimum=minimum, n=whole.n)
    return Figures(
        span=span,
        minimum=minimum,
        n=whole.n,
        by_link=count_by_link(narrow),
        whole=whole,
        months=_months(narrow, span, minimum),
        procedures=procedures,
        factors=_factors(narrow, minimum),
        comments=tuple(list_comments(narrow, limit=COMMENTS)),
    )


def _of_procedure(
    narrow: Narrow, procedure: str, procedures: tuple[Line, ...], span: Span, minimum: int
) -> Figures:
    line = next((line for line in procedures if line.key == procedure), None)
    if line is None or line.tally is None:
        return Figures(span=span, minimum=minimum)
    of_it = Narrow(agency_id=narrow.agency_id, start=span.start, end=span.end, procedure=procedure)
    return Figures(
        span=span,
        minimum=minimum,
        n=line.tally.n,
        by_link=count_by_link(of_it),
        whole=line.tally,
        factors=_factors(of_it, minimum),
        comments=tuple(list_comments(of_it, limit=COMMENTS)),
    )


def _months(narrow: Narrow, span: Span, minimum: int) -> tuple[Line, ...]:
    found = by_month(narrow)
    keys = [f"{span.start.year}-{month:02}" for month in range(1, span.end.month + 1)]
    months = {key: found.get(key, Tally(NOBODY)) for key in keys}
    return tuple(_lines(months, {key: month_name(key) for key in keys}, minimum))


def _procedures(narrow: Narrow, minimum: int) -> tuple[Line, ...]:
    groups = by_procedure(narrow, language="en" if get_language() == "en" else "vi")
    found = {group.key: group.tally for group in groups}
    return tuple(_lines(found, {group.key: group.name for group in groups}, minimum))


def _factors(narrow: Narrow, minimum: int) -> tuple[Line, ...]:
    """Factors are no parts of a whole: each stands for itself."""
    return tuple(
        Line(key=key, name=str(FACTOR_NAMES[key]), tally=found if found.n >= minimum else None)
        for key, found in by_factor(narrow).items()
    )


def _lines(found: Mapping[str, Tally], names: Mapping[str, str], minimum: int) -> Iterator[Line]:
    shown = shown_groups({key: item.n for key, item in found.items() if item.n}, minimum=minimum)
    for key, item in found.items():
        yield Line(key=key, name=names[key], tally=item if key in shown or not item.n else None)


def page_of(figures: Figures) -> dict[str, Any]:
    """Cards, chart and tables of the page."""
    whole = figures.whole
    if whole is None:
        return {"figures": figures}
    return {
        "figures": figures,
        "cards": _cards(figures, whole),
        "scores": _scores(whole),
        "chart": _chart(figures),
        "tables": [table for table in _tables(figures) if table["lines"]],
        "columns": line_columns(),
    }


def _cards(figures: Figures, whole: Tally) -> list[dict[str, Any]]:
    note = _("%(n)d of them from the tracking page") % {"n": figures.by_link} if figures.by_link else ""
    return [
        {"label": _("Rated dossiers"), "value": whole.n, "note": note},
        {"label": _("Satisfied or very satisfied"), "value": percent_text(whole.percent)},
        {"label": _("Mean of the scores, 1 to 5"), "value": score_text(whole.mean)},
    ]


def _scores(whole: Tally) -> list[tuple[str, int, str]]:
    """Score in words, how many, their share; the best first."""
    return [
        (str(label), times, percent_text(Fraction(100 * times, whole.n)))
        for (_value, label), times in reversed(list(zip(Score.choices, whole.counts, strict=True)))
    ]


def _chart(figures: Figures) -> dict[str, Any]:
    """Satisfied ratings in percent: by month, of one procedure by factor."""
    lines, first = (figures.months, _("Month")) if figures.months else (figures.factors, _("Factor"))
    shares = [line.tally.percent if line.tally else None for line in lines]
    return {
        "option": {
            "xAxis": {"type": "category", "data": [line.name for line in lines]},
            "yAxis": {"type": "value", "min": 0, "max": 100},
            "series": [
                {
                    "type": "bar",
                    "barMaxWidth": 32,
                    "data": [None if share is None else round(float(share), 1) for share in shares],
                }
            ],
        },
        "columns": [first, *line_columns()],
        "rows": [[line.name, *line_cells(line)] for line in lines],
    }


def _tables(figures: Figures) -> list[dict[str, Any]]:
    by_factor = figures.factors if figures.months else ()
    return [
        {"title": _("By factor of the service"), "first": _("Factor"), "lines": _shown(by_factor)},
        {"title": _("By procedure"), "first": _("Procedure"), "lines": _shown(figures.procedures)},
    ]


def _shown(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [{"name": line.name, "cells": line_cells(line)} for line in lines]


def line_columns() -> list[str]:
    return [_("Ratings"), _("Satisfied"), _("Mean")]


def line_cells(line: Line) -> list[str]:
    """Number, share and mean; a word where too few rated."""
    if line.tally is None:
        return [_("not shown"), "—", "—"]
    return [str(line.tally.n), percent_text(line.tally.percent), score_text(line.tally.mean)]


def export_columns() -> list[str]:
    labels = [str(label) for _value, label in Score.choices]
    return [
        _("Breakdown"),
        _("Name"),
        _("Ratings"),
        *labels,
        _("Satisfied, percent"),
        _("Mean of the scores"),
    ]


def export_rows(figures: Figures) -> Iterator[list[object]]:
    """Every line of the page with its counts; nothing of a line that is not shown."""
    if figures.whole is None:
        return
    yield _export_row(_("All"), Line(key="", name=_("All"), tally=figures.whole))
    breakdowns = (
        (_("Month"), figures.months),
        (_("Factor"), figures.factors),
        (_("Procedure"), figures.procedures),
    )
    for name, lines in breakdowns:
        for line in lines:
            yield _export_row(name, line)


def _export_row(breakdown: str, line: Line) -> list[object]:
    if line.tally is None:
        return [breakdown, line.name, _("not shown")]
    mean, percent = line.tally.mean, line.tally.percent
    exact = ["" if value is None else round(float(value), 2) for value in (percent, mean)]
    return [breakdown, line.name, line.tally.n, *line.tally.counts, *exact]
