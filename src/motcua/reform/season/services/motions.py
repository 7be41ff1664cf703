"""Putting a criterion before the council: one open item each, whoever brings it there."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from motcua.identity.api import User
from motcua.reform.rules.edition import write_figure
from motcua.reform.season.appraisal_models import Motion
from motcua.reform.season.choices import Column, MotionKind, MotionState
from motcua.reform.season.models import Scorecard, ScoreEntry
from motcua.reform.season.queries import newest_entries
from motcua.reform.season.services.assessment import note_card

Option = dict[str, Any]


def option(key: str, points: Fraction | None, inputs: Mapping[str, Any]) -> Option:
    """One of the choices of an item: ``inputs`` as entries and opinions keep them, ``points`` None not applicable."""
    return {"key": key, "points": write_figure(points), "inputs": dict(inputs)}


def open_motion(
    *,
    card: Scorecard,
    code: str,
    kind: MotionKind,
    question: str,
    options: list[Option],
    by: User,
    now: datetime,
) -> Motion:
    """Put a criterion of a locked card before the council. Where it lies there already, the question and the choices
    that are worth other points are added to that item: two choices of the same points would split the votes. Where
    some have voted already, a new item takes its place: a vote stands, but for the choices there were.
    """
    asked = Motion(
        scorecard=card, code=code, kind=kind, question=question, options=options, opened_by=by, opened_at=now
    )
    known = find_open(card, code)
    if known is None:
        return _opened(asked, by)
    worth = {one["points"] for one in known.options}
    asked.options = [*known.options, *(one for one in options if one["points"] not in worth)]
    asked.question = "\n".join(text for text in (known.question, question) if text)
    if known.votes.exists() and asked.options != known.options:
        withdraw_motion(card, code, by, now)
        asked.kind = known.kind
        return _opened(asked, by)
    known.options, known.question = asked.options, asked.question
    known.save(update_fields=["options", "question"])
    note_card(card, "motion.widened", by, now, code=code)
    return known


def _opened(motion: Motion, by: User) -> Motion:
    motion.save()
    note_card(motion.scorecard, "motion.opened", by, motion.opened_at, code=motion.code)
    return motion


def withdraw_motion(card: Scorecard, code: str, by: User, now: datetime) -> None:
    """Take the open item on a criterion from the council, where there is one: what it asked is out of date."""
    if card.motions.filter(code=code, state=MotionState.OPEN).update(state=MotionState.WITHDRAWN):
        note_card(card, "motion.withdrawn", by, now, code=code)


def find_open(card: Scorecard, code: str) -> Motion | None:
    """The item on a criterion that waits for the council's decision."""
    return card.motions.filter(code=code, state=MotionState.OPEN).first()


def is_for_council(card: Scorecard, code: str) -> bool:
    """Does the council alone decide this criterion, because it lies there or was decided there?"""
    recognised = find_recognised(card, code)
    decided = recognised is not None and recognised.column == Column.COUNCIL
    return decided or find_open(card, code) is not None


def find_recognised(card: Scorecard, code: str) -> ScoreEntry | None:
    """What counts for a criterion before inspections take points off: the newer of what was appraised and decided."""
    rows = newest_entries(card.season, [Column.APPRAISED, Column.COUNCIL], scorecards=[card])
    return max((row for row in rows if row.code == code), key=lambda row: row.pk, default=None)
