"""Giving a rating, changing it while the term runs, and taking over those of the past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import User
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.ownership import require_owner
from motcua.onestop.dossiers.parameters import get_parameter
from motcua.onestop.dossiers.transitions import lock_dossier
from motcua.onestop.ratings.models import COMMENT_LENGTH, Rating, Way
from motcua.onestop.ratings.policies import by_link_alone, is_open
from motcua.onestop.ratings.queries import rating_of
from motcua.onestop.ratings.rules.figures import FACTORS
from motcua.platform.audit.api import record
from motcua.platform.bulk import copy_rows

log = structlog.get_logger(__name__)


class RatingRefused(Exception):
    """``code``: ``not_ended``, ``needs_account``, ``rated_before``, ``term_over`` or ``changed_meanwhile``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a person says: ``score`` 1 to 5, the same for any of :data:`FACTORS`, and a comment."""

    score: int
    factors: Mapping[str, int] = field(default_factory=dict, hash=False)
    comment: str = ""

    @classmethod
    def of(cls, row: Rating) -> "Answers":
        """What a row says."""
        given = {name: getattr(row, name) for name in FACTORS}
        known = {name: value for name, value in given.items() if value is not None}
        return cls(score=row.score, factors=known, comment=row.comment)


@transaction.atomic
def give_rating(*, dossier_id: int, answers: Answers, actor: User, seen: int, now: datetime) -> Rating:
    """Keep what the holder of an ended dossier says; ``seen`` is the ordinal of the rating they looked at (0: none).

    The same said again changes nothing. Otherwise a further row stands in for the former one for as many days as
    the parameter ``rating_change_days`` says. Raises ``Dossier.DoesNotExist`` for strangers and
    :class:`RatingRefused`.
    """
    dossier, on = lock_dossier(dossier_id), timezone.localdate(now)
    require_owner(dossier, actor=actor, on=on)
    before = _before(dossier)
    if before is None:
        return _add(dossier, answers, Way.ACCOUNT, None, now)
    if Answers.of(before) == answers:
        return before
    if on > last_day_to_change(before):
        raise RatingRefused("term_over")
    if before.ordinal != seen:
        raise RatingRefused("changed_meanwhile")
    return _add(dossier, answers, Way.ACCOUNT, before, now)


@transaction.atomic
def give_rating_by_link(*, dossier_id: int, answers: Answers, now: datetime) -> Rating:
    """Keep what the holder of the tracking link says, once: the link opens to everybody who knows code and ID
    number, so what was said can neither be read nor changed by it. Raises :class:`RatingRefused`.
    """
    dossier = lock_dossier(dossier_id)
    if not by_link_alone(dossier):
        raise RatingRefused("needs_account")
    before = _before(dossier)
    if before is None:
        return _add(dossier, answers, Way.TRACKING, None, now)
    if Answers.of(before) != answers:
        raise RatingRefused("rated_before")
    return before


def _before(dossier: Dossier) -> Rating | None:
    if not is_open(dossier):
        raise RatingRefused("not_ended")
    return rating_of(dossier=dossier)


def _add(dossier: Dossier, answers: Answers, way: Way, before: Rating | None, now: datetime) -> Rating:
    on = timezone.localdate(now)
    row = _row(dossier, answers, way, on)
    if before is not None:
        row.ordinal, row.rated_on = before.ordinal + 1, before.rated_on
    row.save(force_insert=True)
    # Neither who nor which dossier nor which agency: the log is read by people of the agency that was rated.
    record(action="rating.changed" if before else "rating.given", now=now, object_type="rating")
    log.info("rating_given", way=way.value, is_change=before is not None)
    return row


def _row(dossier: Dossier, answers: Answers, way: Way, on: date) -> Rating:
    factors = {name: answers.factors.get(name) for name in FACTORS}
    comment = answers.comment.strip()[:COMMENT_LENGTH]
    return Rating(
        dossier=dossier,
        way=way,
        score=answers.score,
        comment=comment,
        rated_on=on,
        given_on=on,
        **factors,
    )


def last_day_to_change(rating: Rating) -> date:
    """The last day on which its holder may still say something else."""
    days: int = get_parameter(name="rating_change_days", on=rating.rated_on).value
    return rating.rated_on + timedelta(days=days)


def note_export(*, agency_code: str, year: str, actor: User, now: datetime) -> None:
    """Figures leave the office as a file."""
    record(
        action="ratings.exported",
        now=now,
        actor=actor,
        agency_code=agency_code,
        object_type="ratings",
        object_id=agency_code,
        detail={"year": year},
    )


@dataclass(frozen=True, kw_only=True)
class PastRating:
    """A rating of an ended dossier, given on a day before the house had this part."""

    dossier_id: int
    on: date
    answers: Answers


@transaction.atomic
def take_over_ratings(*, ratings: Sequence[PastRating], action: str, now: datetime) -> int:
    """Write ratings of dossiers that have none yet; one audit event named ``action`` stands for all.

    Answers how many were written.
    """
    wanted = _unrated(item.dossier_id for item in ratings)
    rows = [
        _row(Dossier(pk=item.dossier_id), item.answers, Way.ACCOUNT, item.on)
        for item in ratings
        if item.dossier_id in wanted
    ]
    copy_rows(rows)
    record(action=action, now=now, object_type="rating", detail={"ratings": len(rows)})
    return len(rows)


def _unrated(dossiers: Iterable[int]) -> set[int]:
    asked = set(dossiers)
    return asked - set(Rating.objects.filter(dossier_id__in=asked).values_list("dossier_id", flat=True))
