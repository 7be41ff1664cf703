"""Leaders who are authors: the next leader signs."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.identity.api import User
from motcua.reform.initiatives.models import InitiativeReview
from motcua.reform.initiatives.policies import is_involved
from motcua.reform.papers.api import FollowerRefused


def refuse_own_paper(person: User | None, reviews: QuerySet[InitiativeReview]) -> None:
    """Raise ``FollowerRefused`` when one of these reviews is of the person's own initiative, or of a namesake's."""
    if person is None:
        return
    for review in reviews.select_related("initiative").prefetch_related("initiative__authors").order_by("pk"):
        if is_involved(person, review.initiative):
            words = _(
                "“%(title)s” is your own initiative, or of an author of your name. Another leader of the agency, or "
                "whoever stands in for you, does this."
            )
            raise FollowerRefused(words % {"title": review.initiative.title})
