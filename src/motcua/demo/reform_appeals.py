"""What followed the appraisal of past seasons, by the services of today: appeals, answers, the council, its minutes."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from motcua.demo.reform_staff import end_of_day, issue, staff_of
from motcua.identity.api import User, get_user
from motcua.platform import clock
from motcua.reform.api import (
    Claim,
    Scorecard,
    Season,
    State,
    advance,
    answer_appeal,
    cast_vote,
    draft_minutes,
    file_appeal,
    list_motions,
    list_scorecards,
    read_figure,
)
from motcua.reform.papers.api import PaperState

FILE: Final = Path(__file__).parent / "data" / "reform" / "appeals.json"
Told = Mapping[str, Any]


def conclude(*, season: Season, manager: str, officers: Mapping[str, str], final_on: str) -> Season:
    """From the results that were sent to the end of the council's session; further on already, it stays.

    ``officers`` say who of an agency files its appeals, ``final_on`` the day of the session.
    """
    if season.state != State.APPEAL:
        return season
    told: Told = _load()["years"][str(season.year)]
    _appeal(season, told, manager, officers)
    at = end_of_day(final_on)
    season = _advance(season, manager, at)
    _vote(season, told["appeals"], at)
    return _advance(season, manager, at)


def issue_minutes(*, season: Season, manager: str, final_on: str) -> None:
    """The minutes of the session, signed and sealed on its day; issued before, they stay."""
    at = end_of_day(final_on)
    with clock.at(at):
        draft = draft_minutes(season=season, now=at, **_who(manager, at))
    if draft.state == PaperState.DRAFT:
        issue(draft, _load()["minutes"], at)


def _load() -> Told:
    told: Told = json.loads(FILE.read_text(encoding="utf-8"))
    return told


def _appeal(season: Season, told: Told, manager: str, officers: Mapping[str, str]) -> None:
    cards = {card.agency.code: card for card in list_scorecards(season)}
    filed, answered = end_of_day(told["filed_on"]), end_of_day(told["answered_on"])
    for row in told["appeals"]:
        _ask_and_answer(cards[row["agency"]], row, (officers[row["agency"]], filed), (manager, answered))


def _ask_and_answer(
    card: Scorecard, row: Told, asking: tuple[str, datetime], answering: tuple[str, datetime]
) -> None:
    appeal = file_appeal(
        scorecard=card, code=row["code"], text=row["text"], asked_points=None, now=asking[1], **_who(*asking)
    )
    figures = {name: read_figure(value) for name, value in row.get("inputs", {}).items()}
    answer_appeal(
        appeal=appeal,
        answer=row["answer"],
        text=row["answer_text"],
        claim=Claim(inputs=figures) if figures else None,
        to_council="votes" in row,
        now=answering[1],
        **_who(*answering),
    )


def _vote(season: Season, rows: list[Told], at: datetime) -> None:
    votes = {(row["agency"], row["code"]): row["votes"] for row in rows if "votes" in row}
    for motion in list_motions(season):
        for name, choice in votes[motion.scorecard.agency.code, motion.code].items():
            cast_vote(motion=motion, choice=choice, now=at, **_who(name, at))


def _advance(season: Season, manager: str, at: datetime) -> Season:
    return advance(season=season, now=at, **_who(manager, at))


def _who(username: str, at: datetime) -> dict[str, Any]:
    """Whoever acts, as services ask for them."""
    staff = staff_of(username, at)
    by: User = get_user(user_id=staff.user_id)
    return {"staff": staff, "by": by}
