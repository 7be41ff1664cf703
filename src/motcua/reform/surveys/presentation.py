"""Results as a page shows them: figures rounded once, charts with their tables, rows of an export."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.platform.ui.formats import format_number
from motcua.reform.rules.sampling import Interval, Method
from motcua.reform.rules.survey_forms import Form
from motcua.reform.rules.survey_quality import BURST, SAME_DEVICE, STRAIGHT_LINE, TOO_FAST
from motcua.reform.rules.survey_results import Part, Whole
from motcua.reform.surveys.models import METHOD_NAMES, FormKind
from motcua.reform.surveys.queries import Layer, Result

_DASH = "—"


def language() -> str:
    return get_language() or "vi"


def percent(figure: Fraction | None) -> str:
    """Two decimals, half up, in the language of the page; a dash where there is no figure."""
    if figure is None:
        return _DASH
    return format_number(float(_rounded(figure)), language=language(), places=2)


def span(interval: Interval | None) -> str:
    """``80.51–90.13``."""
    if interval is None:
        return _DASH
    low, high = (
        format_number(bound, language=language(), places=2) for bound in (interval.low, interval.high)
    )
    return f"{low}–{high}"


def agency_name(result: Result) -> str:
    agency = result.target.agency
    return agency.name_en if language() == "en" else agency.name_vi


def summary_rows(results: Sequence[Result]) -> list[dict[str, Any]]:
    """One row an agency: its figure where enough people answered, otherwise that it is not shown."""
    return [
        {
            "name": agency_name(result),
            "code": result.target.agency.code,
            "uuid": result.target.uuid,
            "n": result.tally.respondents,
            "excluded": result.tally.excluded,
            "shown": result.is_shown,
            "percent": percent(result.whole.percent) if result.is_shown else _DASH,
            "interval": span(result.whole.interval) if result.is_shown else _DASH,
            "value": result.whole.percent if result.is_shown else None,
        }
        for result in results
    ]


def summary_chart(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Agencies by their figure, with the table of the same figures."""
    shown = sorted((row for row in rows if row["value"] is not None), key=lambda row: row["value"])
    return {
        "option": _bars([row["code"] for row in shown], [row["value"] for row in shown]),
        "columns": [_("Agency"), _("Percent"), _("Interval at 95 percent"), _("Respondents")],
        "rows": [[row["name"], row["percent"], row["interval"], row["n"]] for row in reversed(shown)],
    }


def summary_columns() -> list[str]:
    return [
        _("Agency"),
        _("Respondents"),
        _("Left out"),
        _("Percent"),
        _("Exact fraction"),
        _("Lower bound"),
        _("Upper bound"),
    ]


def summary_export(results: Sequence[Result]) -> Iterator[list[object]]:
    """A line an agency; no figure where too few people answered."""
    for result in results:
        line: list[object] = [agency_name(result), result.tally.respondents, result.tally.excluded]
        found = result.whole
        if result.is_shown and found.percent is not None and found.interval is not None:
            bounds = [round(found.interval.low, 2), round(found.interval.high, 2)]
            line += [float(_rounded(found.percent)), str(found.percent), *bounds]
        yield line


def factor_chart(result: Result) -> dict[str, Any]:
    """Factors of one agency, with the table of the same figures."""
    rows = part_rows(result.factors)
    known = [(row, part) for row, part in zip(rows, result.factors, strict=True) if part.percent is not None]
    known.reverse()
    return {
        "option": _bars(
            [row["name"] for row, _part in known], [part.percent or Fraction(0) for _row, part in known]
        ),
        "columns": [
            _("Part of the form"),
            _("Percent"),
            _("Interval at 95 percent"),
            _("Answers"),
            _("Left empty"),
        ],
        "rows": [
            [row["name"], row["percent"], row["interval"], row["answered"], row["missing"]] for row in rows
        ],
    }


def part_rows(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Factors or questions as rows."""
    return [
        {
            "name": (part.item.words if part.item else part.section.words).in_language(language()),
            "section": part.section.words.in_language(language()),
            "percent": percent(part.percent),
            "interval": span(part.interval),
            "answered": part.answered,
            "missing": part.missing,
            "counts": part.counts,
            "unverified": bool(part.item and not part.item.verified),
        }
        for part in parts
    ]


def method_rows(result: Result) -> list[dict[str, str]]:
    """The same answers by every method of the satisfaction index; nothing for ratings by options."""
    if result.form.kind != FormKind.SIPAS:
        return []
    chosen = Method(result.target.round.method)
    return [
        {
            "name": str(METHOD_NAMES[method]),
            "percent": percent(result.by_method(method).percent),
            "chosen": "x" if method is chosen else "",
        }
        for method in Method
    ]


def whole_rows(result: Result, *, is_own: bool) -> list[dict[str, str]]:
    """The figure with and without what was left out, weighted and not.

    ``is_own``: the rated agency reads it, which could reckon what a few ballots said that were left out.
    """
    kept, everything = result.whole, result.whole_of_all
    rows = [_row(_("Figure"), kept)]
    if kept.estimate is not None:
        rows.append({"label": _("Every answer counting alike"), "value": percent(kept.unweighted)})
        rows.append(
            {
                "label": _("Standard error"),
                "value": format_number(kept.estimate.standard_error, language=language(), places=3),
            }
        )
        rows.append(
            {"label": _("Population of the strata in the figure"), "value": _covered(kept.estimate.covered)}
        )
    if result.outside:
        rows.append({"label": _("Answers of no stratum, not in the figure"), "value": str(result.outside)})
    if result.tally.excluded and not (is_own and result.tally.excluded < result.target.round.minimum):
        rows.append(_row(_("With the ballots that were left out"), everything))
    return rows


def _covered(share: Fraction) -> str:
    return f"{percent(share * 100)} %"


def export_rows(result: Result) -> Iterator[list[object]]:
    """Every question with its counts by answer, exact figures as fractions beside the rounded ones."""
    for part in [*result.factors, *result.items]:
        words = (part.item.words if part.item else part.section.words).in_language(language())
        yield [
            part.key,
            words,
            *(part.counts.get(answer.value, 0) for answer in result.form.answers),
            part.answered,
            part.missing,
            "" if part.percent is None else float(_rounded(part.percent)),
            "" if part.percent is None else str(part.percent),
        ]


def export_columns(result: Result) -> list[str]:
    answers = [answer.words.in_language(language()) for answer in result.form.answers]
    return [
        _("Key"),
        _("Question"),
        *answers,
        _("Answers"),
        _("Left empty"),
        _("Percent"),
        _("Exact fraction"),
    ]


def _row(label: str, found: Whole) -> dict[str, str]:
    return {"label": label, "value": f"{percent(found.percent)} % ({span(found.interval)}), n = {found.n}"}


def _bars(names: Sequence[str], values: Sequence[Fraction]) -> dict[str, Any]:
    return {
        "xAxis": {"type": "value", "min": 0, "max": 100},
        "yAxis": {"type": "category", "data": list(names), "axisLabel": {"width": 150, "overflow": "break"}},
        "series": [{"type": "bar", "data": [float(_rounded(value)) for value in values], "barMaxWidth": 22}],
    }


def _rounded(figure: Fraction) -> Fraction:
    return Fraction(int(figure * 100 + Fraction(1, 2)), 100)


def error_percent(error: str) -> str:
    """``1/20`` as ``5``."""
    figure = float(Fraction(error) * 100)
    return format_number(figure, language=language(), places=0 if figure.is_integer() else 1)


def flag_words(flag: str) -> str:
    """A doubt in words."""
    return {
        STRAIGHT_LINE: _("The same answer to every question"),
        TOO_FAST: _("Faster than one can read"),
        SAME_DEVICE: _("Another answer came from the same device"),
        BURST: _("One of many answers within moments"),
    }.get(flag, flag)


def ballot_lines(form: Form, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Questions and answers of one ballot."""
    words = {answer.value: answer.words.in_language(language()) for answer in form.answers}
    return [
        (item.words.in_language(language()), words.get(answers.get(item.key, ""), _DASH))
        for item in form.items
    ]


def layer_rows(layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """Strata with their response; the figure only where it may be shown."""
    return [
        {
            "name": _layer_name(layer),
            "population": sum(stratum.population for stratum in layer.strata),
            "invited": layer.invited,
            "answered": layer.answered,
            "unreachable": layer.unreachable,
            "percent": percent(layer.figure.percent) if layer.figure else "",
            "interval": span(layer.figure.interval) if layer.figure else "",
        }
        for layer in layers
    ]


def _layer_name(layer: Layer) -> str:
    if len(layer.strata) == 1:
        return str(layer.strata[0])
    return _("Other strata together (%(n)d)") % {"n": len(layer.strata)}
