"""What a correction of a published result changed, read from the two signed documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from motcua.platform.ui.formats import format_date
from motcua.reform.editions.presentation import points_text
from motcua.reform.results.charts import written
from motcua.reform.results.models import Snapshot
from motcua.reform.results.presentation import named
from motcua.reform.results.queries import current_snapshot
from motcua.reform.results.reading import Reading, reading_of
from motcua.reform.rules.snapshot import AgencyCard, Entry
from motcua.reform.season.api import ScoreCorrection, Season, list_corrections


@dataclass(frozen=True, kw_only=True)
class Change:
    """One figure of an agency before and after, in words; ``what`` is a criterion or the index."""

    agency: str
    what: str
    before: str
    after: str


def changes_of(snapshot: Snapshot) -> list[Change]:
    """Recognised points and indexes that are others than in the result this one replaced; empty for a first one."""
    if snapshot.corrects is None:
        return []
    former, present = reading_of(snapshot.corrects), reading_of(snapshot)
    before = {agency.code: agency for agency in former.agencies}
    return [
        change
        for agency in present.agencies
        if agency.code in before
        for change in _changes(former, present, before[agency.code], agency)
    ]


def _changes(former: Reading, present: Reading, old: AgencyCard, new: AgencyCard) -> list[Change]:
    found = [
        Change(
            agency=named(new),
            what=f"{criterion.code} {named(criterion)}",
            before=_points(old.columns["final"].get(criterion.code)),
            after=_points(new.columns["final"].get(criterion.code)),
        )
        for criterion in present.edition.criteria
        if _held(old, criterion.code) != _held(new, criterion.code)
    ]
    shown = (former.results[old.code]["shown"], present.results[new.code]["shown"])
    if shown[0] != shown[1]:
        found.append(
            Change(agency=named(new), what=_("Index"), before=written(shown[0]), after=written(shown[1]))
        )
    return found


def _held(agency: AgencyCard, code: str) -> tuple[Fraction | None] | None:
    entry = agency.columns["final"].get(code)
    return None if entry is None else (entry.points,)


def _points(entry: Entry | None) -> str:
    if entry is None:
        return "—"
    return _("n/a") if entry.points is None else points_text(entry.points)


def unpublished_corrections(season: Season) -> list[ScoreCorrection]:
    """Corrections by decision that the result in force does not hold yet."""
    snapshot = current_snapshot(season)
    if snapshot is None:
        return []
    return list(list_corrections(season).filter(made_at__gt=snapshot.made_at))


def reason_from(corrections: Sequence[ScoreCorrection]) -> str:
    """A first wording of the published reason: the decisions by number and day, in Vietnamese as they are."""
    named_once = dict.fromkeys(
        (row.decision_number, row.decision_on) for row in corrections if row.decision_number
    )
    return "; ".join(
        f"Quyết định số {number}" + (f" ngày {format_date(day)}" if day else "") for number, day in named_once
    )
