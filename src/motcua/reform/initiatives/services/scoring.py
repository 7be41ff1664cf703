"""Secret score sheets, and closing the scoring."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, get_user
from motcua.reform.initiatives.models import (
    InitiativeBallot,
    InitiativeReview,
    Level,
    ReviewState,
    State,
)
from motcua.reform.initiatives.notices import tell_authors
from motcua.reform.initiatives.parameters import CRITERIA, fraction, score_rules
from motcua.reform.initiatives.policies import is_involved, may_run, may_score, require
from motcua.reform.initiatives.rules.scoring import Outcome, check_sheet, judge, quorum
from motcua.reform.initiatives.services._base import (
    InitiativeRefused,
    lock_review,
    note,
    require_not_own,
    require_sitting,
)


@transaction.atomic
def cast_ballot(
    *,
    review: InitiativeReview,
    scores: Mapping[str, Decimal],
    remark: str,
    staff: StaffContext,
    now: datetime,
) -> InitiativeBallot:
    """Hand in one's own sheet, or hand it in anew while the scoring is open. Its scores stand in no log.

    Raises ``PermissionDenied`` (no member, an author, or named like one), ``SheetRefused`` and
    :class:`InitiativeRefused` (``scoring_closed``, ``council_not_sitting``).
    """
    locked = lock_review(review.pk)
    require(may_score(staff, locked))
    if locked.state != ReviewState.SCORING:
        raise InitiativeRefused("scoring_closed")
    require_sitting(locked.council)
    check_sheet({name: Fraction(score) for name, score in scores.items()}, score_rules(on=_day(locked)))
    assert locked.council is not None
    member = locked.council.members.get(user_id=staff.user_id)
    ballot, is_new = InitiativeBallot.objects.update_or_create(
        review=locked, member=member, defaults={**scores, "remark": remark, "cast_at": now}
    )
    what = "ballot_cast" if is_new else "ballot_cast_anew"
    note(locked.initiative, what, get_user(user_id=staff.user_id), now, level=locked.level)
    return ballot


@transaction.atomic
def close_scoring(*, review: InitiativeReview, staff: StaffContext, now: datetime) -> InitiativeReview:
    """Count the sheets once enough are cast; closed before, it answers the review as it is.

    Raises ``PermissionDenied`` and :class:`InitiativeRefused` (``no_quorum`` with cast and needed,
    ``council_not_sitting``, ``own_initiative``).
    """
    locked = lock_review(review.pk)
    assert locked.council is not None
    require(may_run(staff, locked.council))
    if locked.state != ReviewState.SCORING:
        return locked
    require_sitting(locked.council)
    require_not_own(staff, locked.initiative)
    sheets = [_sheet(ballot) for ballot in locked.ballots.order_by("id")]
    entitled = count_entitled(locked)
    needed = quorum(entitled=entitled, share=fraction(name="quorum", on=_day(locked)))
    if len(sheets) < max(needed, 1):
        raise InitiativeRefused("no_quorum", cast=len(sheets), needed=needed)
    outcome = judge(sheets, score_rules(on=_day(locked)))
    closer = get_user(user_id=staff.user_id)
    locked.state = ReviewState.PASSED if outcome.recognised else ReviewState.FAILED
    locked.closed_at, locked.closed_by, locked.result = now, closer, _as_json(outcome, entitled)
    locked.save()
    _follow(locked)
    note(locked.initiative, "scoring_closed", closer, now, level=locked.level, outcome=locked.state)
    if locked.state == ReviewState.FAILED:
        tell_authors(locked.initiative, "failed", now=now, level=locked.level)
    return locked


def count_entitled(review: InitiativeReview) -> int:
    """Members of the council who may score this initiative: all but its authors and who bears the name of one."""
    assert review.council is not None
    members = review.council.members.select_related("user")
    return sum(not is_involved(member.user, review.initiative) for member in members)


def _follow(review: InitiativeReview) -> None:
    """At agency level the initiative follows; one recognised there stays so whatever the province says."""
    if review.level != Level.UNIT:
        return
    initiative = review.initiative
    initiative.state = State.PROPOSED if review.state == ReviewState.PASSED else State.NOT_RECOGNISED
    initiative.save(update_fields=["state"])


def _sheet(ballot: InitiativeBallot) -> dict[str, Fraction]:
    return {name: Fraction(getattr(ballot, name)) for name in CRITERIA}


def _as_json(outcome: Outcome, entitled: int) -> dict[str, object]:
    return {
        "mean": str(outcome.mean),
        "means": {name: str(mean) for name, mean in outcome.means.items()},
        "ballots": outcome.ballots,
        "entitled": entitled,
    }


def _day(review: InitiativeReview) -> date:
    """A review is judged by the rules of the day it was opened."""
    return timezone.localdate(review.opened_at)
