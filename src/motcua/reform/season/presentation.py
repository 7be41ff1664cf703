"""Scorecards in the words of the page."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.identity.api import StaffContext
from motcua.platform.indicators.api import Kind, UnknownIndicator, get_indicator
from motcua.reform.editions.presentation import figure_text, input_names, points_text, used_text
from motcua.reform.rules.edition import Area, Criterion, Edition, read_figure
from motcua.reform.rules.index import compute
from motcua.reform.rules.scoring import Figure
from motcua.reform.rules.season import differs
from motcua.reform.season import policies
from motcua.reform.season.appealed import Outcome
from motcua.reform.season.appraisal_models import Opinion
from motcua.reform.season.cards import FINAL, Sheet, make_card, read_sheets
from motcua.reform.season.choices import UNKNOWN, CardState, Column, Reason, State
from motcua.reform.season.models import MetricValue, Scorecard, ScoreEntry
from motcua.reform.season.queries import Held, edition_of, newest_extras
from motcua.reform.season.services.assessment import Gap, is_scored_by_hand

COLUMNS: Final = (Column.COMPUTED, Column.SELF, FINAL)
STATE_TONES: Final = {
    State.DRAFT: "neutral",
    State.OPEN: "waiting",
    State.APPRAISAL: "waiting",
    State.APPEAL: "waiting",
    State.COUNCIL: "waiting",
    State.FINAL: "info",
    State.PUBLISHED: "done",
}
CARD_TONES: Final = {
    CardState.DRAFT: "waiting",
    CardState.SUBMITTED: "done",
    CardState.UNASSESSED: "late",
}
GAP_NAMES: Final = {
    "unscored": gettext_lazy("not assessed yet"),
    "deviation": gettext_lazy("departs from the computed points without a note"),
    "evidence": gettext_lazy("neither evidence nor explanation"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One criterion on the page of a card."""

    criterion: Criterion
    most: str
    computed: str
    own: str
    final: str
    unit: Any = None
    evidence: int = 0
    gaps: Sequence[str] = field(default_factory=tuple)
    by_hand: bool = True


def visible_columns(staff: StaffContext, card: Scorecard) -> tuple[str, ...]:
    """Which columns this person sees on this card."""
    return COLUMNS if policies.shows_results(staff, card) else COLUMNS[:2]


def read_columns(card: Scorecard, columns: Sequence[str]) -> dict[str, Sheet]:
    """The sheets of one card by column."""
    return {name: read_sheets(card.season, name, [card])[card.pk] for name in columns}


def cell_text(sheet: Mapping[str, Held] | None, code: str) -> str:
    """Points of a criterion in a column; a mark for not applicable, a dash for nothing yet."""
    if sheet is None or code not in sheet:
        return "—"
    return _points(sheet[code].points)


def entry_points(entry: ScoreEntry) -> str:
    """Points of one entry in the history of a criterion."""
    return _("not known any more") if entry.reason_code == UNKNOWN else _points(entry.points)


def _points(points: Fraction | None) -> str:
    return _("n/a") if points is None else points_text(points)


def lines_of(card: Scorecard, area: Area, sheets: Mapping[str, Sheet], gaps: Sequence[Gap]) -> list[Line]:
    """The criteria of an area that apply to the card; two statements."""
    units = {row.code: row.unit for row in card.assignments.select_related("unit")}
    shown = Counter(card.evidence.filter(removed_at=None).values_list("code", flat=True))
    open_points: dict[str, list[str]] = defaultdict(list)
    for gap in gaps:
        open_points[gap.code].append(str(GAP_NAMES[gap.kind]))
    return [
        Line(
            criterion=item,
            most=points_text(item.points),
            computed=cell_text(sheets.get(Column.COMPUTED), item.code),
            own=cell_text(sheets.get(Column.SELF), item.code),
            final=cell_text(sheets.get(FINAL), item.code),
            unit=units.get(item.code),
            evidence=shown[item.code],
            gaps=tuple(open_points[item.code]),
            by_hand=is_scored_by_hand(item, card.block),
        )
        for item in area.criteria
        if item.applies_to(card.block)
    ]


def totals(card: Scorecard, sheets: Mapping[str, Sheet]) -> list[dict[str, str]]:
    """The index in each column that is shown."""
    edition = edition_of(card.season)
    extras = newest_extras(card.season).get(card.pk, {})
    names = {
        Column.COMPUTED: _("Index by the figures"),
        Column.SELF: _("Index as self-assessed"),
        FINAL: _("Index as recognised"),
    }
    found = []
    for name, sheet in sheets.items():
        if name == Column.SELF and card.is_unassessed:
            # Surveys stand in every column; alone they are nobody's self-assessment.
            found.append({"label": names[name], "value": "—", "note": card.get_state_display()})
            continue
        measured_only = name == Column.COMPUTED
        result = compute(edition, make_card(edition, card, sheet, extras, measured_only=measured_only))
        found.append(
            {
                "label": names[name],
                "value": points_text(Fraction(result.shown), places=edition.settings.precision),
                "note": _("%(points)s of %(most)s points")
                % {"points": points_text(result.base), "most": points_text(result.maximum)},
            }
        )
    return found


def area_tabs(
    card: Scorecard, edition: Edition, current: str, gaps: Sequence[Gap], lang_name: Any
) -> list[dict[str, Any]]:
    """One tab an area, with how much is open in it."""
    area_of = {item.code: item.area for item in edition.criteria}
    counts = Counter(area_of[gap.code] for gap in gaps)
    address = reverse("season:card", args=[card.uuid])
    return [
        {
            "label": f"{area.code}. {lang_name(area)}",
            "url": f"{address}?area={area.code}",
            "current": area.code == current,
            "count": counts[area.code] or None,
        }
        for area in edition.areas
    ]


def figure_rows(
    card: Scorecard, criterion: Criterion, metrics: Mapping[str, MetricValue]
) -> list[dict[str, Any]]:
    """The computed figures behind a criterion, each with the way to its records."""
    rows = []
    for name, label in input_names(criterion).items():
        key = criterion.inputs.get(name)
        if key is None:
            continue
        metric = metrics.get(key)
        rows.append(
            {
                "label": label,
                "indicator": indicator_name(key),
                "value": figure_text(read_figure(metric.value)) if metric else "—",
                "is_frozen": bool(metric and metric.is_frozen),
                "url": reverse("season:records", args=[card.uuid, criterion.code, key]) if metric else "",
            }
        )
    return rows


def indicator_name(key: str) -> str:
    """What an indicator counts, in the language of the page; an unknown one stands for itself."""
    try:
        indicator = get_indicator(key)
    except UnknownIndicator:
        return key
    return f"{indicator.name} ({indicator.unit})"


def outcome_words(outcome: Outcome) -> dict[str, str]:
    """What an appeal found recognised (``before``) and left so (``after``)."""
    found = {"before": outcome.before, "after": outcome.after}
    return {name: points_text(entry.points) if entry else "—" for name, entry in found.items()}


def records_caption(key: str, *, count: int, value: Figure) -> str:
    """How many records stand behind a figure, in the indicator's own unit where the figure is their number."""
    try:
        indicator = get_indicator(key)
    except UnknownIndicator:
        indicator = None
    if indicator is not None and indicator.kind is Kind.NUMBER and value == count:
        return _("Counted: %(count)s (%(unit)s)") % {
            "count": figure_text(Fraction(count)),
            "unit": indicator.unit,
        }
    words = ngettext("%(count)s record behind the figure", "%(count)s records behind the figure", count)
    return words % {"count": figure_text(Fraction(count))}


def input_rows(criterion: Criterion, cell: Held | None) -> list[dict[str, str]]:
    """The figures in a cell, named."""
    if cell is None or not cell.inputs:
        return []
    rows = [
        {"label": label, "value": figure_text(cell.inputs.get(name))}
        for name, label in input_names(criterion).items()
    ]
    used = used_text(criterion, cell.inputs)
    return [*rows, {"label": _("Taken from"), "value": used}] if used else rows


def opinion_row(opinion: Opinion) -> dict[str, Any]:
    """An appraiser's view in words."""
    kind = Reason(opinion.reason_code).label if opinion.reason_code in Reason.values else ""
    points = _points(opinion.points)
    return {"opinion": opinion, "kind": kind, "points": points}


def departs(edition: Edition, sheets: Mapping[str, Sheet], code: str) -> bool:
    """Does the self-assessment leave the computed points beyond the tolerance?"""
    own, computed = sheets[Column.SELF].get(code), sheets[Column.COMPUTED].get(code)
    if own is None or computed is None:
        return False
    return differs(own.points, computed.points, edition.settings.tolerance)
