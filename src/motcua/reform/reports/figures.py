"""Figures for a report out of every indicator that the rooms offer: of the period and of the same one a year before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils import translation

from motcua.platform.indicators.api import Indicator, Kind, Period, Record, Value, list_indicators
from motcua.platform.indicators.opening import openable

Progress = Callable[[int, int], None]
"""Told how many of how many figures are computed."""
PageOf = Callable[[Mapping[str, str]], str]
"""From a kept record to the page that its reader may open; empty where there is none."""
NAMED_AT_MOST = 100
"""More records than this are counted, not named: a report is no register."""
OPEN = "plan.tasks_open"
# What was owed and is not done has no indicator of its own: the difference of the two.
_DIFFERENCES = {
    OPEN: ("plan.tasks_due", "plan.tasks_done", "Nhiệm vụ trong kế hoạch đến hạn chưa hoàn thành")
}


@dataclass(frozen=True, kw_only=True)
class Computed:
    """One figure as :class:`ReportFigure` keeps it; ``name`` and ``unit`` in Vietnamese."""

    key: str
    kind: str
    name: str
    unit: str
    value: str
    earlier: str
    records: list[dict[str, str]]


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def compute(*, agency_code: str, period: Period, progress: Progress = _silent) -> list[Computed]:
    """Every figure of the agency, by key; two statements an indicator and one more where records are named."""
    before = Period(start=_year_before(period.start), end=_year_before(period.end))
    with translation.override("vi"):
        asked = list_indicators()
        found = {}
        for done, each in enumerate(asked, start=1):
            found[each.key] = _compute(each, agency_code, period, before)
            progress(done, len(asked))
        for key, (whole, part, name) in _DIFFERENCES.items():
            if whole in found and part in found:
                found[key] = _difference(key, name, found[whole], found[part])
    return [found[key] for key in sorted(found)]


def _compute(indicator: Indicator, agency_code: str, period: Period, before: Period) -> Computed:
    value = indicator.value_of(indicator.values(period), agency_code)
    earlier = indicator.value_of(indicator.values(before), agency_code)
    named = indicator.kind != Kind.NUMBER or (isinstance(value, Fraction) and 0 < value <= NAMED_AT_MOST)
    records = indicator.records(agency_code, period) if named and value is not None else ()
    return Computed(
        key=indicator.key,
        kind=indicator.kind.value,
        name=str(indicator.name),
        unit=str(indicator.unit),
        value=write_value(value),
        earlier=write_value(earlier),
        records=[_kept(record) for record in list(records)[:NAMED_AT_MOST]],
    )


def _difference(key: str, name: str, whole: Computed, part: Computed) -> Computed:
    done = {record["key"] for record in part.records}
    return Computed(
        key=key,
        kind=Kind.NUMBER.value,
        name=name,
        unit=whole.unit,
        value=_minus(whole.value, part.value),
        earlier=_minus(whole.earlier, part.earlier),
        records=[record for record in whole.records if record["key"] not in done],
    )


def write_value(value: Value | None) -> str:
    """The one spelling in which figures are kept: ``3/4``, ``2026-01-28``, ``true``; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def read_value(kind: str, text: str) -> Value | None:
    """What :func:`write_value` wrote."""
    if not text:
        return None
    if kind == Kind.FLAG:
        return text == "true"
    return date.fromisoformat(text) if kind == Kind.DATE else Fraction(text)


def by_key(figures: Iterable[Any]) -> Mapping[str, Any]:
    return {figure.key: figure for figure in figures}


def _kept(record: Record) -> dict[str, str]:
    return {
        "key": record.key,
        "label": record.label,
        "url": record.url,
        "proof_url": record.proof_url,
        "on": record.on.isoformat() if record.on else "",
        "note": record.note,
    }


def pages_of(records: Iterable[Mapping[str, str]], *, is_inside: bool, reader: Any) -> PageOf:
    """The pages of kept records: the agency's people have theirs, whoever judges the agency others or none.

    Only those that open for ``reader`` (the staff context of a request), asked in one statement for each kind of page.
    """
    side = "url" if is_inside else "proof_url"
    opens = openable((record.get(side, "") for record in records), reader=reader)

    def page_of(record: Mapping[str, str]) -> str:
        address = record.get(side, "")
        return address if address in opens else ""

    return page_of


def _minus(whole: str, part: str) -> str:
    return str(Fraction(whole) - Fraction(part)) if whole and part else ""


def _year_before(day: date) -> date:
    return (
        day.replace(year=day.year - 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year - 1)
    )
