"""The reform index of 2021 and 2022: computed from the demonstration's own records, appraised, published, signed.

What rooms have records of is computed and frozen by the engine; the other figures, and what agencies claimed and
appraisers decided, stand in ``data/reform/seasons.json``. The current year's season is open.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from motcua.demo.reform_evidence import show_evidence
from motcua.identity.api import (
    AgencyKind,
    StaffContext,
    agency_by_code,
    get_staff_context,
    get_user,
    list_agencies,
    list_staff_accounts,
)
from motcua.reform.api import (
    Season,
    State,
    advance,
    compute_season,
    edition_of,
    figures,
    freeze,
    load_editions,
    publish_season,
    published_edition,
    season_of,
    start_season,
    take_over,
    write_figure,
)

FILE = Path(__file__).parent / "data" / "reform" / "seasons.json"
MANAGER: Final = "quanly.cchc"
Report = Callable[[str], object]
Record = Mapping[str, Any]


def load_seasons(*, now: datetime, report: Report) -> int:
    """Make what is missing of the past seasons and of the current year's; answers how many were published."""
    load_editions(now=now)
    years: Mapping[str, Record] = json.loads(FILE.read_text(encoding="utf-8"))["years"]
    published = 0
    for year, record in sorted(years.items()):
        known = season_of(int(year))
        if known is None or known.state != State.PUBLISHED:
            report(f"Computing and publishing the reform index of {year}…")
            _hold(int(year), record)
            published += 1
    _begin(timezone.localdate(now).year, now)
    return published


def _hold(year: int, record: Record) -> None:
    """One past season, from its opening to its publication, with the clock set back."""
    season = _start(year, record, _moment(record["opened_on"]))
    freeze(season=season, by=None, now=_moment(record["frozen_on"]))
    show_evidence(season=season, now=_moment(record["submitted_on"]))
    season = take_over(record={"year": year, **_judged(season, record)}, now=_moment(record["final_on"]))
    published_at = _moment(record["published_on"])
    publish_season(season=season, staff=_manager(published_at), now=published_at)


def _begin(year: int, now: datetime) -> None:
    """The season of this year, when there is an edition for it: open, with provisional figures."""
    if season_of(year) is None and published_edition(year) is not None:
        season = _start(year, {"standing_body": "SNV"}, now)
        compute_season(season=season, now=now)
        staff = _manager(now)
        advance(season=season, staff=staff, by=get_user(user_id=staff.user_id), now=now)


def _start(year: int, record: Record, now: datetime) -> Season:
    edition = published_edition(year)
    assert edition is not None, f"the data files hold an edition of {year}"
    rated = [agency for agency in list_agencies() if agency.kind == AgencyKind.DEPARTMENT]
    return start_season(
        year=year,
        edition=edition,
        standing_body=agency_by_code(record["standing_body"]),
        agencies=rated,
        blocks={agency.code: "with_dossiers" for agency in rated},
        by=None,
        now=now,
    )


def _judged(season: Season, record: Record) -> Record:
    """The record with the columns that people filled: computed figures are repeated unless somebody claimed more."""
    agencies = {
        code: {**row, "scores": {**_repeated(season, code), **_claims(record, code, row["scores"], season)}}
        for code, row in record["agencies"].items()
    }
    return {**record, "agencies": agencies}


def _repeated(season: Season, agency: str) -> dict[str, Record]:
    criteria = {criterion.code: criterion for criterion in edition_of(season).criteria}
    found = figures(season, agency, "computed")
    return {
        code: {
            "inputs": {name: write_figure(value) for name, value in inputs.items()},
            "self": "rule",
            "appraised": "rule",
        }
        for code, inputs in found.items()
        if not criteria[code].is_survey and criteria[code].rule.kind != "TRND"
    }


def _claims(record: Record, agency: str, scores: Record, season: Season) -> dict[str, Record]:
    repeated = _repeated(season, agency)
    claims = record.get("claims", {}).get(agency, {})
    return {**scores, **{code: {**repeated.get(code, {}), **claim} for code, claim in claims.items()}}


def _manager(moment: datetime) -> StaffContext:
    account = next(account for account in list_staff_accounts() if account.username == MANAGER)
    return get_staff_context(user_id=account.pk, on=timezone.localdate(moment))


def _moment(day: str) -> datetime:
    """The end of an office day of the past."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(16, 30)))
