"""How a rated year runs: which figures still move, and at which pace."""

from datetime import date

from motcua.platform.indicators.api import Course, UnknownIndicator, get_indicator
from motcua.reform.results.reading import Reading
from motcua.reform.rules.bridge import Fate, compare
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.scoring import Motion
from motcua.reform.rules.whatif import FigureTable, Year


def running_year(edition: Edition, *, today: date, former: Reading | None, agency: str) -> Year | None:
    """The rated year while it runs; None before its first day and after its last."""
    first, last = date(edition.year, 1, 1), date(edition.year, 12, 31)
    if not first <= today <= last:
        return None
    return Year(
        first=first,
        today=today,
        last=last,
        motions={criterion.code: motion_of(criterion) for criterion in edition.criteria},
        former=_former_figures(edition, former, agency) if former else {},
    )


def motion_of(criterion: Criterion) -> Motion:
    """From what the rooms say of numerator and denominator; where no room counts, what has happened stays."""
    if _course(criterion.inputs.get("den", "")) is Course.STATE:
        return Motion.FIXED
    is_state = _course(criterion.inputs.get("num", "")) is Course.STATE
    return Motion.OPEN if is_state else Motion.SETTLED


def _course(key: str) -> Course:
    try:
        return get_indicator(key).course
    except UnknownIndicator:
        return Course.EVENTS


def _former_figures(edition: Edition, former: Reading, agency: str) -> FigureTable:
    """Last year's figures by the codes of this year, where the criterion stayed the same."""
    if agency not in former.results:
        return {}
    column = former.agency(agency).columns["final"]
    links = [link for link in compare(former.edition, edition) if link.fate is Fate.SAME]
    found = {link.new.code: column.get(link.old.code) for link in links if link.old and link.new}
    return {code: entry.inputs for code, entry in found.items() if entry and entry.inputs}
