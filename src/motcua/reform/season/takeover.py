"""Seasons that were held before this system: scorecards, points of all columns and frozen figures, taken over.

The record is a JSON document::

    {"year": 2022, "standing_body": "SNV", "opened_on": "2022-12-01", "frozen_on": "2022-12-31",
     "submitted_on": "2023-01-13", "appraised_on": "2023-01-30", "final_on": "2023-02-20",
     "manager": "quanly.cchc", "agreed": true,
     "appraisers": [{"area": "1", "order": 1, "user": "thamdinh"}, {"area": "1", "order": 2, "user": "thamdinh.vp"},
                    {"area": "1", "order": 1, "user": "thamdinh.stp", "agency": "SNV"}],
     "council": [{"user": "hoidong", "agency": "UBND", "chair": true}, {"user": "gd.stp", "agency": "STP"}],
     "agencies": {"SKHCN": {
         "block": "with_dossiers", "people": {"self": "cv.vp", "head": "giamdoc"},
         "scores": {"1.1": {"inputs": {"on": "2022-01-20"}, "self": "1", "appraised": "1", "council": "1",
                            "computed": "1", "reason": "…", "appraised_reason": "…"}},
         "extras": {"B1": {"cases": 1, "reason": "…"}},
         "metrics": {"dvc.closed": {"value": "1200", "records": [{"key": "…", "label": "…", "url": ""}]}}}}}

In ``scores`` a column that is left out has no entry; ``null`` is "not applicable"; ``"rule"`` means: what the rule
gives for ``inputs``. ``self_inputs`` and ``appraised_inputs`` stand in for ``inputs`` in their columns;
``appraised_reason_code`` says why they differ (:class:`Reason`).

People are accounts and may be left out where nobody knows any more. ``manager`` of the standing body ran the round.
``appraisers`` are first and second of each area, for every agency or only for the one they name: the second, who
concludes, stands at the appraised points, unless the agency's ``people`` name somebody under ``appraised``.
``agreed`` says that first and second held the same of every criterion. ``self`` of ``people`` filled the
self-assessment, ``head`` signed it. ``council`` are the members who were present; they decide as a body, so nobody
stands at the points of the council.

A record without ``final_on`` ends with the appraisal: the season waits for appeals and goes on here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Agency, User, agency_by_code, list_staff_accounts
from motcua.reform.editions.api import IndexEdition, published_edition
from motcua.reform.offices import agencies_of
from motcua.reform.rules.edition import Criterion, Edition, read_figure
from motcua.reform.rules.numbers import exact
from motcua.reform.season.appraisal_models import Appraiser, CouncilMember, Opinion
from motcua.reform.season.choices import CardState, Column, Reason, State
from motcua.reform.season.models import ExtraEntry, MetricValue, Scorecard, ScoreEntry, Season
from motcua.reform.season.queries import edition_of, list_scorecards, season_of
from motcua.reform.season.services.appraisal import FIRST, SECOND
from motcua.reform.season.services.rounds import note, start_season
from motcua.reform.season.services.trends import settle_trends
from motcua.reform.season.shortcomings import keep_effects

log = structlog.get_logger(__name__)
Raw = Mapping[str, Any]
_WHEN: Final = {
    Column.COMPUTED: "frozen_on",
    Column.SELF: "submitted_on",
    Column.APPRAISED: "appraised_on",
    Column.COUNCIL: "final_on",
}
BY_RULE: Final = "rule"
HEAD: Final = "head"
_TAKEN: Final = (State.APPEAL, State.COUNCIL, State.FINAL, State.PUBLISHED)
_NAMED: Final = {Column.SELF, Column.APPRAISED, HEAD}


class TakeoverRefused(ValueError):
    """The record does not fit the edition or its people; the message says where."""


@dataclass(frozen=True)
class _People:
    """Accounts of the record; who is not named is None."""

    manager: User | None
    named: Mapping[tuple[str, str], User] = field(default_factory=dict)
    """By agency and column, or :data:`HEAD`."""
    appraising: Mapping[tuple[int, str, str], User] = field(default_factory=dict)
    """By order, area and agency; an empty agency means all."""

    def behind(self, agency: str, column: str, area: str = "") -> User | None:
        """Who filled a column of the agency's card."""
        found = self.named.get((agency, column))
        if found is None and column == Column.APPRAISED:
            found = self.appraiser(SECOND, agency, area)
        return found

    def appraiser(self, order: int, agency: str, area: str) -> User | None:
        """First or second of an area; who is named for the one agency stands in for who judges all."""
        return self.appraising.get((order, area, agency)) or self.appraising.get((order, area, ""))


@transaction.atomic
def take_over(*, record: Raw, now: datetime) -> Season:
    """The season of a record, ready to be published (state final), or to be appealed where the record ends with the
    appraisal. Taken over before, it is answered as it is.

    A season that was begun and computed here keeps that and gets the columns that the record adds.
    Raises :class:`TakeoverRefused`. Some 5,000 rows in a few statements.
    """
    known = season_of(record["year"])
    if known is not None and known.state in _TAKEN:
        return known
    edition = published_edition(record["year"])
    if edition is None:
        raise TakeoverRefused(f"no edition of {record['year']}")
    users = _accounts(record)
    people = _people(record, users)
    season = _season(record, edition, people, now)
    cards = {row.agency.code: row for row in season.scorecards.select_related("agency")}
    values = edition_of(season)
    entries = list(_entries(record, season, values, cards, people))
    _require_others(entries, season, _moment(record["appraised_on"]))
    ScoreEntry.objects.bulk_create(entries, batch_size=2000)
    if record.get("agreed"):
        Opinion.objects.bulk_create(_opinions(entries, values, people), batch_size=2000)
    Appraiser.objects.bulk_create(_appraisers(record, season, cards, users), ignore_conflicts=True)
    CouncilMember.objects.bulk_create(_council(record, season, users), ignore_conflicts=True)
    ExtraEntry.objects.bulk_create(list(_extras(record, cards, people)))
    MetricValue.objects.bulk_create(
        list(_metrics(record, season, cards)), batch_size=2000, ignore_conflicts=True
    )
    if season.state == State.FINAL:
        keep_effects(season, at=season.state_since)
        settle_trends(season, list(list_scorecards(season)), season.state_since, is_record=True)
    log.info("season_taken_over", year=season.year, agencies=len(cards))
    return season


def _accounts(record: Raw) -> dict[str, User]:
    """Every account that the record names, in one statement."""
    names = {row["user"] for what in ("appraisers", "council") for row in record.get(what, ())}
    names |= {name for row in record["agencies"].values() for name in row.get("people", {}).values()}
    names |= {record["manager"]} if "manager" in record else set()
    users = {user.username: user for user in list_staff_accounts().filter(username__in=names)}
    if unknown := sorted(names - users.keys()):
        raise TakeoverRefused(f"unknown account: {', '.join(unknown)}")
    return users


def _people(record: Raw, users: Mapping[str, User]) -> _People:
    for agency, row in record["agencies"].items():
        if strange := sorted(row.get("people", {}).keys() - _NAMED):
            raise TakeoverRefused(f"{agency}: nobody is named as {', '.join(strange)}")
    return _People(
        manager=users[record["manager"]] if "manager" in record else None,
        named={
            (agency, what): users[name]
            for agency, row in record["agencies"].items()
            for what, name in row.get("people", {}).items()
        },
        appraising={
            (row["order"], row["area"], row.get("agency", "")): users[row["user"]]
            for row in record.get("appraisers", ())
        },
    )


def _require_others(entries: Iterable[ScoreEntry], season: Season, at: datetime) -> None:
    """Nobody appraises the own agency. Raises :class:`TakeoverRefused`."""
    judged = {(row.by, row.scorecard.agency) for row in entries if row.column == Column.APPRAISED and row.by}
    ids, today = {user.pk for user, _agency in judged}, timezone.localdate(at)
    homes = agencies_of(user_ids=ids, year=season.year, today=today)
    for user, agency in judged:
        if agency.pk in homes.get(user.pk, set()):
            raise TakeoverRefused(f"{user.username} appraises the own agency, {agency.code}")


def _appraisers(
    record: Raw, season: Season, cards: Mapping[str, Scorecard], users: Mapping[str, User]
) -> list[Appraiser]:
    rows = record.get("appraisers", ())
    if strangers := {row["agency"] for row in rows if "agency" in row} - cards.keys():
        raise TakeoverRefused(f"not rated in this season: {', '.join(sorted(strangers))}")
    return [
        Appraiser(
            season=season,
            area=row["area"],
            order=row["order"],
            user=users[row["user"]],
            agency=cards[row["agency"]].agency if "agency" in row else None,
            named_by=users.get(record.get("manager", "")),
            named_at=_moment(record["opened_on"]),
        )
        for row in rows
    ]


def _council(record: Raw, season: Season, users: Mapping[str, User]) -> list[CouncilMember]:
    rows = record.get("council", ())
    agencies = {
        agency.code: agency for agency in Agency.objects.filter(code__in=[row["agency"] for row in rows])
    }
    if strangers := sorted({row["agency"] for row in rows} - agencies.keys()):
        raise TakeoverRefused(f"unknown agency: {', '.join(strangers)}")
    return [
        CouncilMember(
            season=season,
            user=users[row["user"]],
            agency=agencies[row["agency"]],
            is_chair=row.get("chair", False),
            is_present=True,
        )
        for row in rows
    ]


def _season(record: Raw, edition: IndexEdition, people: _People, now: datetime) -> Season:
    agencies = Agency.objects.filter(code__in=record["agencies"])
    if agencies.count() != len(record["agencies"]):
        raise TakeoverRefused("unknown agency")
    opened = _moment(record["opened_on"])
    season = start_season(
        year=record["year"],
        edition=edition,
        standing_body=agency_by_code(record["standing_body"]),
        agencies=agencies,
        blocks={code: row.get("block", "") for code, row in record["agencies"].items()},
        by=people.manager,
        now=opened,
    )
    last = "final_on" if "final_on" in record else "appraised_on"
    season.state = State.FINAL if last == "final_on" else State.APPEAL
    season.state_since = _moment(record[last])
    season.computed_at = season.computed_at or _moment(record["frozen_on"])
    season.frozen_at = season.frozen_at or _moment(record["frozen_on"])
    season.save()
    _sign(season, people, _moment(record["submitted_on"]))
    note(season, "season.taken_over", people.manager, now)
    return season


def _sign(season: Season, people: _People, at: datetime) -> None:
    """Every card is submitted, by its head where the record names one."""
    rows = list(season.scorecards.select_related("agency"))
    for row in rows:
        row.state, row.submitted_at = CardState.SUBMITTED, at
        row.submitted_by = people.behind(row.agency.code, HEAD)
    Scorecard.objects.bulk_update(rows, ["state", "submitted_at", "submitted_by"])


def _entries(
    record: Raw, season: Season, edition: Edition, cards: Mapping[str, Scorecard], people: _People
) -> Iterator[ScoreEntry]:
    for agency, row in record["agencies"].items():
        if agency not in cards:
            raise TakeoverRefused(f"{agency} is not rated in this season")
        for code, cell in row["scores"].items():
            criterion = _criterion(edition, code, agency)
            for column in _WHEN:
                if column in cell:
                    if _WHEN[column] not in record:
                        raise TakeoverRefused(f"{agency} {code}: no day for the column {column}")
                    entry = _entry(season, criterion, cards[agency], column, cell)
                    entry.by = people.behind(agency, column, criterion.area)
                    entry.at = _moment(record[_WHEN[column]])
                    yield entry


def _entry(season: Season, criterion: Criterion, card: Scorecard, column: Column, cell: Raw) -> ScoreEntry:
    inputs = cell.get(f"{column}_inputs", cell.get("inputs", {}))
    own_reason = "reason" if column == Column.SELF else f"{column}_reason"
    return ScoreEntry(
        scorecard=card,
        edition_id=season.edition_id,
        code=criterion.code,
        column=column,
        points=_points(criterion, cell[column], inputs, card.agency.code),
        inputs=inputs,
        reason=cell.get(own_reason, ""),
        reason_code=_reason_code(cell, column, f"{card.agency.code} {criterion.code}"),
    )


def _opinions(entries: Iterable[ScoreEntry], edition: Edition, people: _People) -> Iterator[Opinion]:
    """Of both appraisers, where both are known: the second agreed with the first."""
    claimed = {(row.scorecard_id, row.code): row for row in entries if row.column == Column.SELF}
    for row in entries:
        agency, area = row.scorecard.agency.code, edition.criterion(row.code).area
        named = [people.appraiser(order, agency, area) for order in (FIRST, SECOND)]
        if row.column != Column.APPRAISED or None in named:
            continue
        own = claimed.get((row.scorecard_id, row.code))
        is_same = own is not None and (own.points, own.inputs) == (row.points, row.inputs)
        for order, by in zip((FIRST, SECOND), named, strict=True):
            yield Opinion(
                scorecard=row.scorecard,
                edition_id=row.edition_id,
                code=row.code,
                order=order,
                points=row.points,
                inputs=row.inputs,
                accepts=order == SECOND or is_same,
                reason_code=row.reason_code,
                reason=row.reason,
                by=by,
                at=row.at,
            )


def _criterion(edition: Edition, code: str, agency: str) -> Criterion:
    try:
        return edition.criterion(code)
    except KeyError as error:
        raise TakeoverRefused(f"{agency} {code}: no such criterion") from error


def _reason_code(cell: Raw, column: Column, where: str) -> str:
    code: str = cell.get(f"{column}_reason_code", "")
    if code and code not in Reason.values:
        raise TakeoverRefused(f"{where}: no such reason: {code}")
    return code


def _points(criterion: Criterion, said: str | None, inputs: Raw, agency: str) -> Fraction | None:
    if said == BY_RULE:
        figures = {name: read_figure(value) for name, value in inputs.items()}
        return criterion.rule.score(figures).points
    points = None if said is None else exact(said)
    if points is not None and not 0 <= points <= criterion.points:
        raise TakeoverRefused(f"{agency} {criterion.code}: {points} is outside 0 to {criterion.points}")
    return points


def _extras(record: Raw, cards: Mapping[str, Scorecard], people: _People) -> Iterator[ExtraEntry]:
    for agency, row in record["agencies"].items():
        for code, extra in row.get("extras", {}).items():
            yield ExtraEntry(
                scorecard=cards[agency],
                code=code,
                cases=extra["cases"],
                reason=extra["reason"],
                by=people.manager,
                at=_moment(record["appraised_on"]),
            )


def _metrics(record: Raw, season: Season, cards: Mapping[str, Scorecard]) -> Iterator[MetricValue]:
    for agency, row in record["agencies"].items():
        for key, figure in row.get("metrics", {}).items():
            yield MetricValue(
                season=season,
                agency_id=cards[agency].agency_id,
                key=key,
                value=figure["value"],
                records=figure.get("records", []),
                is_frozen=True,
                at=_moment(record["frozen_on"]),
            )


def _moment(day: str) -> datetime:
    """The end of an office day of the past."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(16, 30)))
