"""Leaving a doubtful ballot out of the count, or taking it back: always with a reason, never undone silently."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from motcua.identity.api import StaffContext
from motcua.reform.surveys import policies
from motcua.reform.surveys.models import Ballot, BallotReview, RoundState
from motcua.reform.surveys.services.counting import count_round
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.services.rounds import lock_round, note


def review_ballot(
    *, ballot_id: UUID, excluded: bool, reason: str, staff: StaffContext, now: datetime
) -> BallotReview | None:
    """Add one judgement about a ballot; the figures with and without it stay. None: it already stands so.

    Raises ``PermissionDenied`` and :class:`RoundRefused` (``state`` once results are out, ``reason`` without one).
    """
    ballot = Ballot.objects.select_related("target__agency").get(pk=ballot_id)
    if not policies.may_handle(staff, ballot.target):
        raise PermissionDenied
    if not reason.strip():
        raise RoundRefused("reason")
    with transaction.atomic():
        current = lock_round(ballot.target.round_id)
        if current.state not in (RoundState.OPEN, RoundState.CLOSED):
            raise RoundRefused("state")
        latest = ballot.reviews.order_by("-pk").first()
        if bool(latest and latest.excluded) == excluded:
            return None
        review = BallotReview.objects.create(
            ballot=ballot, excluded=excluded, reason=reason.strip(), by_id=staff.user_id, at=now
        )
        if current.state == RoundState.CLOSED:
            count_round(round_id=current.pk, now=now)
        what = "ballot_excluded" if excluded else "ballot_restored"
        note(
            current, what, staff, now, ballot.target.agency.code, ballot=str(ballot_id), reason=review.reason
        )
    return review
