"""What the pages of a dossier need to know of its rating."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.ratings.models import Rating
from motcua.onestop.ratings.policies import by_link_alone, is_open
from motcua.onestop.ratings.presentation import given_rows
from motcua.onestop.ratings.queries import rating_of
from motcua.onestop.ratings.services import last_day_to_change


@dataclass(frozen=True, kw_only=True)
class RatingStanding:
    """Where the rating of one dossier stands for its holder.

    ``given`` is what counts now; ``may_give`` whether the form is shown; ``until`` the last day of a change.
    """

    given: Rating | None
    may_give: bool
    until: date | None = None

    @property
    def seen(self) -> int:
        """The ordinal that the form carries, so that two people of one organisation notice each other."""
        return self.given.ordinal if self.given else 0

    @property
    def rows(self) -> list[dict[str, str]]:
        """What was said, in words."""
        return given_rows(self.given) if self.given else []


def rating_standing(dossier: Dossier, *, now: datetime) -> RatingStanding:
    """For the page in the account of the holder."""
    if not is_open(dossier):
        return RatingStanding(given=None, may_give=False)
    given = rating_of(dossier=dossier)
    if given is None:
        return RatingStanding(given=None, may_give=True)
    until = last_day_to_change(given)
    return RatingStanding(given=given, may_give=timezone.localdate(now) <= until, until=until)


class RatingWay(StrEnum):
    """Where the holder of a tracking link may rate: right there, in the account it belongs to, or not (yet)."""

    LINK = "link"
    ACCOUNT = "account"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class TrackedRating:
    """A dossier with its procedure and agency, and where it is rated."""

    dossier: Dossier
    way: RatingWay


def tracked_rating(*, uuid: UUID) -> TrackedRating:
    """For whoever opened a tracking page. Raises ``Dossier.DoesNotExist``."""
    dossier = Dossier.objects.select_related("person", "version", "agency").get(uuid=uuid)
    if not is_open(dossier):
        return TrackedRating(dossier=dossier, way=RatingWay.CLOSED)
    way = RatingWay.LINK if by_link_alone(dossier) else RatingWay.ACCOUNT
    return TrackedRating(dossier=dossier, way=way)
