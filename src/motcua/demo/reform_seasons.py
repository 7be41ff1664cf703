"""The reform index of 2021 and 2022: computed from the demonstration's own records, appraised, published, signed.

What rooms have records of is computed and frozen by the engine; the other figures, who did what, and what agencies
claimed and appraisers decided, stand in ``data/reform/seasons.json``. All ten departments received dossiers in both
years, so all stand in one peer block. The current year's season is open; two departments that nobody has asked for
anything this year stand in the block of those without dossiers.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from motcua.demo.reform_appeals import conclude, issue_minutes
from motcua.demo.reform_evidence import show_evidence
from motcua.demo.reform_reasons import explained, load_words
from motcua.demo.reform_staff import end_of_day, issue, staff_of
from motcua.identity.api import AgencyKind, agency_by_code, get_user, list_agencies
from motcua.platform import clock
from motcua.reform.api import (
    REPORT_SUBJECT,
    Season,
    State,
    advance,
    ask_nightly,
    compute_season,
    current_snapshot,
    draft_report,
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
from motcua.reform.papers.api import PaperState, list_papers_of

FILE = Path(__file__).parent / "data" / "reform" / "seasons.json"
# In past years one block for all.
BLOCK: Final = "with_dossiers"
# Of the current year's dossiers these have none; see the weights of :mod:`motcua.demo.crowd`.
WITHOUT_DOSSIERS: Final = ("STC", "STP")
Report = Callable[[str], object]
Record = Mapping[str, Any]


def load_seasons(*, now: datetime, report: Report) -> int:
    """Make what is missing of the past seasons and of the current year's; answers how many were published."""
    load_editions(now=now)
    data: Record = json.loads(FILE.read_text(encoding="utf-8"))
    published = 0
    for year in sorted(data["years"]):
        known = season_of(int(year))
        if known is None or known.state != State.PUBLISHED:
            report(f"Computing and publishing the reform index of {year}…")
            _hold(int(year), data)
            published += 1
        _report(int(year), data)
    _begin(timezone.localdate(now).year, data["manager"], now)
    return published


def _hold(year: int, data: Record) -> None:
    """One past season, from its opening to its publication, with the clock set back."""
    season = judge(year, data)
    issue_minutes(season=season, manager=data["manager"], final_on=data["years"][str(year)]["final_on"])
    published_at = end_of_day(data["years"][str(year)]["published_on"])
    publish_season(season=season, staff=staff_of(data["manager"], published_at), now=published_at)


@transaction.atomic
def judge(year: int, data: Record) -> Season:
    """A past season up to the end of the council, as the data files tell it; ready to be published."""
    record = data["years"][str(year)]
    season = _start(year, record["standing_body"], data["manager"], end_of_day(record["opened_on"]))
    freeze(season=season, by=None, now=end_of_day(record["frozen_on"]))
    show_evidence(season=season, now=end_of_day(record["submitted_on"]))
    season = take_over(record=_judged(season, data), now=end_of_day(record["appraised_on"]))
    return conclude(
        season=season,
        manager=data["manager"],
        officers={code: people["self"] for code, people in data["people"].items()},
        final_on=record["final_on"],
    )


def _report(year: int, data: Record) -> None:
    """The report of the result, signed by the head of the standing body and sealed; issued before, it stays.

    Of a result that somebody has corrected since, the demonstration issues nothing.
    """
    season = season_of(year)
    snapshot = current_snapshot(season) if season else None
    if season is None or snapshot is None or snapshot.corrects_id is not None:
        return
    papers = list_papers_of(subject_type=REPORT_SUBJECT, subject_id=snapshot.uuid)
    if papers.filter(state__in=(PaperState.SEALED, PaperState.CANCELLED)).exists():
        return
    at = end_of_day(data["years"][str(year)]["reported_on"])
    manager = staff_of(data["manager"], at)
    with clock.at(at):
        draft = draft_report(snapshot=snapshot, season=season, staff=manager, now=at)
    issue(draft, data["report"], at)


def _begin(year: int, manager: str, now: datetime) -> None:
    """The season of this year, when there is an edition for it: open, with provisional figures and standing."""
    if season_of(year) is None and published_edition(year) is not None:
        blocks = dict.fromkeys(WITHOUT_DOSSIERS, "without_dossiers")
        season = _start(year, "SNV", manager, now, blocks=blocks)
        compute_season(season=season, now=now)
        staff = staff_of(manager, now)
        advance(season=season, staff=staff, by=get_user(user_id=staff.user_id), now=now)
        ask_nightly(now=now)


def _start(
    year: int, standing_body: str, manager: str, now: datetime, *, blocks: Mapping[str, str] | None = None
) -> Season:
    """A season of all departments, each in ``BLOCK`` unless ``blocks`` says otherwise."""
    edition = published_edition(year)
    assert edition is not None, f"the data files hold an edition of {year}"
    rated = [agency for agency in list_agencies() if agency.kind == AgencyKind.DEPARTMENT]
    return start_season(
        year=year,
        edition=edition,
        standing_body=agency_by_code(standing_body),
        agencies=rated,
        blocks={agency.code: (blocks or {}).get(agency.code, BLOCK) for agency in rated},
        by=get_user(user_id=staff_of(manager, now).user_id),
        now=now,
    )


def _judged(season: Season, data: Record) -> Record:
    """The record of what people filled, up to the appraisal: computed figures are repeated unless somebody claimed
    more.
    """
    record = {name: value for name, value in data["years"][str(season.year)].items() if name != "final_on"}
    words = load_words()
    agencies = {}
    for code, row in record["agencies"].items():
        told = {
            key: explained(words[key], cell, season.year) if key in words else cell
            for key, cell in row["scores"].items()
        }
        scores = {**_repeated(season, code), **_claims(record, code, told, season)}
        agencies[code] = {**row, "people": data["people"][code], "scores": scores}
    shared = {name: data[name] for name in ("manager", "agreed", "appraisers", "council")}
    return {"year": season.year, **record, **shared, "agencies": agencies}


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
        if not criteria[code].is_only_measured and criteria[code].rule.kind != "TRND"
    }


def _claims(record: Record, agency: str, scores: Record, season: Season) -> dict[str, Record]:
    repeated = _repeated(season, agency)
    claims = record.get("claims", {}).get(agency, {})
    return {**scores, **{code: {**repeated.get(code, {}), **claim} for code, claim in claims.items()}}
