"""Initiatives of 2021 and 2022: filed, scored, decided and certified by the usual services, at the time of then."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils import timezone

from motcua.identity.api import (
    Agency,
    StaffContext,
    User,
    agency_by_code,
    get_staff_context,
    list_staff_accounts,
)
from motcua.platform import clock
from motcua.reform.initiatives.api import (
    Author,
    Content,
    Initiative,
    InitiativeCouncil,
    InitiativeReview,
    Level,
    MemberRole,
    Seat,
    accept_initiative,
    begin_initiative,
    cast_ballot,
    close_scoring,
    draft_decision,
    put_before_council,
    record_replication,
    set_target,
    set_up_council,
    submit_initiative,
)
from motcua.reform.papers.api import Paper, seal_paper, sign_paper

_DATA = Path(__file__).parent / "data" / "reform" / "initiatives.json"
_PROVINCE = "UBND"
_CRITERIA = ("novelty", "benefit", "replicability", "dossier")
_HIGHEST = {"novelty": 30, "benefit": 40, "replicability": 20, "dossier": 10}
# Month and day of each step in the year of the initiatives; what the province does comes after the agencies.
_STEPS = {
    "targets": (1, 18),
    "filed": (9, 14),
    "checked": (9, 21),
    "council": (10, 4),
    "scored": (10, 18),
    "decided": (10, 27),
    "certified": (11, 8),
    "province_council": (11, 15),
    "province_scored": (11, 29),
    "province_decided": (12, 8),
    "province_certified": (12, 15),
}
Data = Mapping[str, Any]


class _People:
    """Accounts by name, as holders of their office on a day."""

    def __init__(self) -> None:
        self._users = {user.username: user for user in list_staff_accounts()}

    def user(self, name: str) -> User:
        return self._users[name]

    def staff(self, name: str, at: datetime) -> StaffContext:
        return get_staff_context(user_id=self._users[name].pk, on=timezone.localdate(at))


def load_initiatives(*, now: datetime, report: Callable[[str], object]) -> None:
    """Initiatives of the data file up to their certificates; what is there already stays as it is.

    Signs about a hundred documents, so it needs keys and the timestamping twin.
    """
    data: Data = json.loads(_DATA.read_text(encoding="utf-8"))
    rows = [row for row in data["initiatives"] if _day(row["year"], "province_certified") <= now]
    if Initiative.objects.filter(title=rows[-1]["title"]).exists() and not _is_unfinished(rows):
        return
    report("Loading initiatives of 2021 and 2022 and their certificates…")
    people = _People()
    _set_targets(data, people)
    ordered = sorted(rows, key=lambda row: (row["year"], row["agency"]))
    for (year, code), found in groupby(ordered, key=lambda row: (row["year"], row["agency"])):
        _load_agency(data["agencies"][code], agency_by_code(code), year, list(found), people)
    for year, found in groupby(ordered, key=lambda row: row["year"]):
        _load_province(data["agencies"][_PROVINCE], year, list(found), people)


def _is_unfinished(rows: Sequence[Data]) -> bool:
    """Whether an earlier loading was cut off: some initiative is missing, unrecognised or without certificate."""
    titles = [row["title"] for row in rows]
    sealed = InitiativeReview.objects.filter(initiative__title__in=titles, certificate__state="sealed")
    return sealed.count() < len(rows) + sum("provincial_scores" in row for row in rows)


def _set_targets(data: Data, people: _People) -> None:
    for row in data["targets"]:
        at = _day(row["year"], "targets")
        set_target(
            agency=agency_by_code(row["agency"]),
            year=row["year"],
            amount=row["amount"],
            source=data["target_source"],
            staff=people.staff("quanly.cchc", at),
            now=at,
        )


def _load_agency(team: Data, agency: Agency, year: int, rows: Sequence[Data], people: _People) -> None:
    accepted = [_file(team, agency, row, people) for row in rows]
    team = {**team, "officer": _runner(team, rows)}
    council = _council(team, agency, Level.UNIT, year, "council", people)
    _judge(team, council, accepted, [row["scores"] for row in rows], "", people)
    for initiative, row in zip(accepted, rows, strict=True):
        _spread(team, initiative, row, people)


def _runner(team: Data, rows: Sequence[Data]) -> str:
    """Who acts for the agency: its officer, or the leader where the officer is an author."""
    authors = {name for row in rows for name, _share in row["authors"]}
    return str(team["leader"] if team["officer"] in authors else team["officer"])


def _load_province(team: Data, year: int, rows: Sequence[Data], people: _People) -> None:
    """Those that the agencies put forward, before the council of the province."""
    forward = [row for row in rows if "provincial_scores" in row]
    if not forward:
        return
    found = [Initiative.objects.get(title=row["title"], agency__code=row["agency"]) for row in forward]
    council = _council(team, agency_by_code(_PROVINCE), Level.PROVINCE, year, "province_council", people)
    _judge(team, council, found, [row["provincial_scores"] for row in forward], "province_", people)


def _file(team: Data, agency: Agency, row: Data, people: _People) -> Initiative:
    known = Initiative.objects.filter(title=row["title"], agency=agency).first()
    first = row["authors"][0][0]
    at, checked = _day(row["year"], "filed"), _day(row["year"], "checked")
    initiative = known or begin_initiative(
        agency=agency,
        content=_content(row),
        authors=_authors(row, people),
        staff=people.staff(first, at),
        now=at,
    )
    if initiative.state == "draft":
        initiative = submit_initiative(initiative=initiative, staff=people.staff(first, at), now=at)
    if initiative.state == "submitted":
        checker = _runner(team, [row])
        initiative = accept_initiative(
            initiative=initiative, staff=people.staff(checker, checked), now=checked
        )
    return initiative


def _content(row: Data) -> Content:
    names = ("title", "area", "problem", "solution", "units_applying", "benefit", "saved_hours", "saved_vnd")
    day = date.fromisoformat(row["first_applied_on"])
    return Content(first_applied_on=day, **{name: row[name] for name in names})


def _authors(row: Data, people: _People) -> list[Author]:
    users = [(people.user(name), share) for name, share in row["authors"]]
    return [Author(full_name=user.full_name, user=user, share=Decimal(share)) for user, share in users]


def _council(
    team: Data, agency: Agency, level: Level, year: int, step: str, people: _People
) -> InitiativeCouncil:
    at = _day(year, step)
    council = InitiativeCouncil.objects.filter(agency=agency, level=level, year=year).first()
    if council is None:
        roles = [MemberRole.CHAIR, MemberRole.SECRETARY] + [MemberRole.MEMBER] * len(team["council"])
        seats = [
            Seat(user=people.user(name), role=role)
            for name, role in zip(team["council"], roles, strict=False)
        ]
        council = set_up_council(
            agency=agency,
            level=level,
            year=year,
            seats=seats,
            staff=people.staff(team["officer"], at),
            now=at,
        )
    assert council.decision is not None
    _issue(council.decision, team, at, people)
    council.refresh_from_db()
    return council


def _judge(
    team: Data,
    council: InitiativeCouncil,
    initiatives: Sequence[Initiative],
    bases: Sequence[Sequence[str]],
    prefix: str,
    people: _People,
) -> None:
    scored, decided = (_day(council.year, f"{prefix}{step}") for step in ("scored", "decided"))
    certified = _day(council.year, f"{prefix}certified")
    officer = people.staff(team["officer"], scored)
    reviews = _open(council, initiatives, officer, scored)
    for review, base in zip(reviews, bases, strict=True):
        if review.state == "scoring":
            _score(team, review, base, scored, people)
            close_scoring(review=review, staff=officer, now=scored)
    if council.reviews.filter(state="passed", decision__isnull=True).exists():
        draft_decision(council=council, staff=people.staff(team["officer"], decided), now=decided)
    for paper in Paper.objects.filter(subject_type="initiative.decision", subject_id=str(council.uuid)):
        _issue(paper, team, decided, people)
    for review in council.reviews.exclude(certificate=None).select_related("certificate").order_by("id"):
        assert review.certificate is not None
        _issue(review.certificate, team, certified, people)


def _open(
    council: InitiativeCouncil, initiatives: Sequence[Initiative], officer: StaffContext, at: datetime
) -> list[InitiativeReview]:
    for initiative in initiatives:
        initiative.refresh_from_db()
    put_before_council(initiatives=initiatives, council=council, staff=officer, now=at)
    reviews = {review.initiative_id: review for review in council.reviews.select_related("council")}
    return [reviews[initiative.pk] for initiative in initiatives]


def _score(team: Data, review: InitiativeReview, base: Sequence[str], at: datetime, people: _People) -> None:
    authors = set(review.initiative.authors.values_list("user_id", flat=True))
    for number, name in enumerate(team["council"]):
        if people.user(name).pk not in authors:
            scores = dict(_sheet(base, number))
            cast_ballot(review=review, scores=scores, remark="", staff=people.staff(name, at), now=at)


def _sheet(base: Sequence[str], number: int) -> Iterator[tuple[str, Decimal]]:
    """Members differ by up to a point, always the same way."""
    for place, (name, score) in enumerate(zip(_CRITERIA, base, strict=True)):
        differs = Decimal((number * 3 + place * 2) % 5 - 2) / 2
        yield name, min(max(Decimal(score) + differs, Decimal(0)), Decimal(_HIGHEST[name]))


def _issue(paper: Paper, team: Data, at: datetime, people: _People) -> None:
    """Signed by the leader and sealed by the clerk; one that is issued stays as it is."""
    fresh = Paper.objects.select_related("agency__parent", "file__blob").get(pk=paper.pk)
    if fresh.state in ("sealed", "cancelled"):
        return
    with clock.at(at):
        signed = sign_paper(paper=fresh, staff=people.staff(team["leader"], at), now=at)
        seal_paper(paper=signed, staff=people.staff(team["clerk"], at), now=at)


def _spread(team: Data, initiative: Initiative, row: Data, people: _People) -> None:
    for place in row.get("places", ()):
        day = date.fromisoformat(place["applied_on"])
        at = timezone.make_aware(datetime.combine(day, time(10)))
        record_replication(
            initiative=initiative,
            place=place["place"],
            applied_on=day,
            remark=place["remark"],
            staff=people.staff(team["officer"], at),
            now=at,
        )


def _day(year: int, step: str) -> datetime:
    month, day = _STEPS[step]
    return timezone.make_aware(datetime.combine(date(year, month, day), time(9, 30)))
