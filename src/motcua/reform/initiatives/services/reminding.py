"""Who still owes a score sheet: derived from the dates each time, told once before the last day and once after it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from motcua.identity.api import User
from motcua.notifications.api import Message
from motcua.reform.initiatives.deadlines import remind_from, score_by
from motcua.reform.initiatives.models import CouncilState, InitiativeReview, ReviewState
from motcua.reform.initiatives.notices import remind_member
from motcua.reform.initiatives.policies import is_involved

SOON, LATE = "initiative_score_soon", "initiative_score_late"


def remind_to_score(*, now: datetime) -> int:
    """Remind members whose sheet is missing; answers how many notices. A second run sends nothing."""
    waiting = InitiativeReview.objects.filter(
        state=ReviewState.SCORING, council__state=CouncilState.SITTING
    ).select_related("initiative", "council__agency")
    return sum(_remind(review, now) for review in waiting.order_by("pk"))


def _remind(review: InitiativeReview, now: datetime) -> int:
    today = timezone.localdate(now)
    if today < remind_from(review):
        return 0
    late = today > score_by(review)
    kind = LATE if late else SOON
    told = Message.objects.filter(subject_type=kind, subject_id=review.uuid).values("recipient_id")
    people = [
        user for user in _owing(review).exclude(pk__in=told) if not is_involved(user, review.initiative)
    ]
    for person in people:
        remind_member(person, review, late=late, kind=kind, now=now)
    return len(people)


def _owing(review: InitiativeReview) -> QuerySet[User]:
    """Members who have not scored it."""
    assert review.council is not None
    members = review.council.members.exclude(ballots__review=review)
    return User.objects.filter(pk__in=members.values("user_id"), is_active=True).order_by("pk")
