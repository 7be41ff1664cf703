"""Who still owes something for a step of the round: exactly these people are reminded of its last day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.identity.api import User
from motcua.reform.season.appraisal_models import Appeal, Motion
from motcua.reform.season.cards import FINAL, read_sheets
from motcua.reform.season.choices import CardState, Column, MotionState, State
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.notices import News, card_url, managers_of, people_of
from motcua.reform.season.people import deciders_by_agency
from motcua.reform.season.queries import list_scorecards
from motcua.reform.season.returned import open_supplements
from motcua.reform.season.services.council import voters_by_motion
from motcua.reform.season.services.waiting import appraisers_of, waiting_by_post


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What some people owe: said in their language by ``news``, done at ``url``."""

    people: tuple[User, ...]
    news: News
    url: str
    card: Scorecard | None = None


def owed_for(step: str, season: Season, *, due_on: date, now: datetime) -> list[Owed]:
    """Everything that is owed for a step now; empty when its work is done."""
    return list(_STEPS[step](season, due_on, now))


def steps_of(season: Season) -> tuple[str, ...]:
    """The steps whose last days matter in the present state of the round."""
    return _OF_STATE.get(State(season.state), ())


def _self_assessment(season: Season, due_on: date, now: datetime) -> Iterable[Owed]:
    is_late = timezone.localdate(now) > due_on

    def news() -> str:
        return _("the self-assessment is late") if is_late else _("the self-assessment is due soon")

    for card in list_scorecards(season).filter(state=CardState.DRAFT):
        yield Owed(people=tuple(people_of(card, now=now)), news=news, url=card_url(card), card=card)


def waiting_by_appraiser(season: Season, *, today: date) -> Mapping[int | None, int]:
    """How many criteria wait for each person (by id); None: nobody is named who may judge them. A fixed number of
    statements.
    """
    rows = list(list_scorecards(season))
    named = appraisers_of(season, rows, today=today)
    waiting: Counter[int | None] = Counter()
    for post, count in waiting_by_post(season, rows, today=today).items():
        waiting[named.get(post)] += count
    return waiting


def _appraisal(season: Season, _due_on: date, now: datetime) -> Iterable[Owed]:
    waiting = waiting_by_appraiser(season, today=timezone.localdate(now))
    yield from _counted(
        {pk: count for pk, count in waiting.items() if pk is not None},
        lambda n: ngettext(
            "%(n)d criterion waits for your appraisal", "%(n)d criteria wait for your appraisal", n
        ),
        reverse("season:appraisal", args=[season.year]),
    )
    unnamed = waiting.get(None, 0)
    if unnamed:
        yield Owed(
            people=tuple(managers_of(season, now=now)),
            news=lambda: (
                ngettext(
                    "%(n)d criterion has nobody who may appraise it",
                    "%(n)d criteria have nobody who may appraise them",
                    unnamed,
                )
                % {"n": unnamed}
            ),
            url=reverse("season:appraisers", args=[season.year]),
        )


def _counted(counts: Mapping[int, int], words: Callable[[int], str], url: str) -> Iterable[Owed]:
    for user in User.objects.filter(pk__in=counts, is_active=True).order_by("pk"):
        yield Owed(people=(user,), news=partial(_count_text, words, counts[user.pk]), url=url)


def _count_text(words: Callable[[int], str], count: int) -> str:
    return words(count) % {"n": count}


def _supplement(season: Season, due_on: date, now: datetime) -> Iterable[Owed]:
    rows = open_supplements(today=timezone.localdate(now)).filter(scorecard__season=season, until=due_on)
    for row in rows:
        url = reverse("season:criterion", args=[row.scorecard.uuid, row.code]) if row.code else ""
        yield Owed(
            people=tuple(people_of(row.scorecard, now=now)),
            news=partial(_returned_text, row.code),
            url=url or card_url(row.scorecard),
            card=row.scorecard,
        )


def _returned_text(code: str) -> str:
    return _("returned for supplement: %(what)s") % {"what": code or _("the whole card")}


def _appeal(season: Season, due_on: date, now: datetime) -> Iterable[Owed]:
    """Agencies that got less than they gave themselves, or were judged without their word, and have not appealed.
    Nobody is late with what nobody must do.
    """
    if timezone.localdate(now) > due_on:
        return
    appealed = set(Appeal.objects.filter(scorecard__season=season).values_list("scorecard_id", flat=True))
    rows = [row for row in list_scorecards(season) if row.pk not in appealed and row.no_appeal_at is None]
    own, final = read_sheets(season, Column.SELF, rows), read_sheets(season, FINAL, rows)
    for row in rows:
        is_lower = any(
            (cell.points or 0) > (final[row.pk][code].points or 0)
            for code, cell in own[row.pk].items()
            if code in final[row.pk]
        )
        if row.is_unassessed or is_lower:
            yield Owed(
                people=tuple(people_of(row, now=now)),
                news=lambda: _("the days to explain or appeal end soon"),
                url=card_url(row),
                card=row,
            )


def _answer(season: Season, _due_on: date, now: datetime) -> Iterable[Owed]:
    """Whoever may answer, each for the appeals of agencies to which they do not belong; where nobody may, the managers
    hear that.
    """
    rows = Appeal.objects.filter(scorecard__season=season, answer="")
    waiting = Counter(rows.values_list("scorecard__agency_id", flat=True))
    counts: Counter[int] = Counter()
    unanswerable = 0
    able = deciders_by_agency(season, waiting, on=timezone.localdate(now))
    for agency_id, amount in waiting.items():
        counts.update({one.pk: amount for one in able[agency_id]})
        unanswerable += 0 if able[agency_id] else amount
    url = reverse("season:appeals", args=[season.year])
    yield from _counted(
        counts,
        lambda n: ngettext("%(n)d appeal waits for an answer", "%(n)d appeals wait for an answer", n),
        url,
    )
    if unanswerable:
        yield Owed(
            people=tuple(managers_of(season, now=now)),
            news=lambda: _("nobody may answer the appeals of the standing body: name a chair of the council"),
            url=reverse("season:council_members", args=[season.year]),
        )


def _council(season: Season, _due_on: date, now: datetime) -> Iterable[Owed]:
    """Members present who have not voted; where all have, the chair; where nobody is present, the managers."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    chair = season.council.filter(is_chair=True, is_present=True).values_list("user_id", flat=True).first()
    empty = 0
    for voters, voted in _ballots(season, now):
        empty += not voters
        counts["vote"].update(voters - voted)
        if voters and voters <= voted and chair in voters:
            counts["chair"][chair] += 1
    url = reverse("season:council", args=[season.year])
    yield from _counted(
        counts["vote"],
        lambda n: ngettext("%(n)d item waits for your vote", "%(n)d items wait for your vote", n),
        url,
    )
    yield from _counted(
        counts["chair"],
        lambda n: ngettext(
            "%(n)d item waits for the chair’s decision", "%(n)d items wait for the chair’s decision", n
        ),
        url,
    )
    if empty:
        yield Owed(
            people=tuple(managers_of(season, now=now)),
            news=lambda: _("nobody is present who may vote on the items before the council"),
            url=reverse("season:council_members", args=[season.year]),
        )


def _ballots(season: Season, now: datetime) -> Iterable[tuple[set[int], set[int]]]:
    """Who may vote and who has, for each open item."""
    rows = Motion.objects.filter(scorecard__season=season, state=MotionState.OPEN)
    motions = list(rows.select_related("scorecard").prefetch_related("votes"))
    voters = voters_by_motion(season, motions, now=now)
    for motion in motions:
        yield voters[motion.pk], {vote.user_id for vote in motion.votes.all()}


def _publication(season: Season, _due_on: date, now: datetime) -> Iterable[Owed]:
    yield Owed(
        people=tuple(managers_of(season, now=now)),
        news=lambda: _("the result is not published yet"),
        url=reverse("season:season", args=[season.year]),
    )


_STEPS: Final[Mapping[str, Callable[[Season, date, datetime], Iterable[Owed]]]] = {
    "self_assessment": _self_assessment,
    "appraisal": _appraisal,
    "supplement": _supplement,
    "appeal": _appeal,
    "answer": _answer,
    "council": _council,
    "publication": _publication,
}
_OF_STATE: Final[Mapping[State, tuple[str, ...]]] = {
    State.OPEN: ("self_assessment",),
    State.APPRAISAL: ("appraisal", "supplement"),
    State.APPEAL: ("appeal", "answer"),
    State.COUNCIL: ("council",),
    State.FINAL: ("publication",),
}
